#include "engine/training/vae_metrics.h"

#include <algorithm>

namespace partita::training {
namespace {

using models::VaeHead;

double share(double part, double whole)
{
    return whole == 0.0 ? 0.0 : part / whole;
}

void addCounts(std::vector<std::int64_t>& sum, const std::vector<std::int64_t>& added)
{
    sum.resize(std::max(sum.size(), added.size()));
    for (std::size_t i = 0; i < added.size(); ++i)
        sum[i] += added[i];
}

std::map<std::string, double> metricsOf(const VaeTally::Stream& stream, VaeHead head)
{
    const auto rows = static_cast<double>(stream.rows);
    std::map<std::string, double> metrics{{"accuracy", share(stream.correct, rows)}};
    if (head == VaeHead::kCategorical) {
        double sum = 0.0;
        for (std::size_t i = 0; i < stream.classRows.size(); ++i)
            sum += share(static_cast<double>(stream.classCorrect[i]), static_cast<double>(stream.classRows[i]));
        metrics["mean_per_class_accuracy"] = share(sum, static_cast<double>(stream.classRows.size()));
    }
    if (head == VaeHead::kNade || head == VaeHead::kGroove) {
        metrics["recall"] = share(stream.bitsHit, stream.bitsSet);
        metrics["precision"] = share(stream.bitsHit, stream.bitsSaid);
    }
    if (head == VaeHead::kGroove) {
        metrics["hits_loss"] = share(stream.hitsLoss, rows);
        metrics["velocities_loss"] = share(stream.velocitiesLoss, rows);
        metrics["offsets_loss"] = share(stream.offsetsLoss, rows);
        metrics["velocity_error"] = 127.0 * share(stream.velocityError, stream.bitsSet);
        metrics["offset_error"] = share(stream.offsetError, stream.bitsSet);
    }
    return metrics;
}

} // namespace

void VaeTally::Stream::add(const Stream& other)
{
    rows += other.rows;
    addCounts(classRows, other.classRows);
    addCounts(classCorrect, other.classCorrect);
    for (const auto field : {&Stream::correct, &Stream::bitsHit, &Stream::bitsSet, &Stream::bitsSaid, &Stream::hitsLoss, &Stream::velocitiesLoss, &Stream::offsetsLoss, &Stream::velocityError,
                             &Stream::offsetError})
        this->*field += other.*field;
}

void VaeTally::add(const VaeTally& other)
{
    examples += other.examples;
    for (const auto field : {&VaeTally::reconstruction, &VaeTally::klCost, &VaeTally::klBits, &VaeTally::loss})
        this->*field += other.*field;
    numStreams = other.numStreams;
    streams.resize(std::max(streams.size(), other.streams.size()));
    for (std::size_t i = 0; i < other.streams.size(); ++i)
        streams[i].add(other.streams[i]);
}

std::map<std::string, double> metricsOf(const VaeTally& tally, VaeHead head, bool segments)
{
    const auto examples = static_cast<double>(tally.examples);
    std::map<std::string, double> metrics{
        {"loss", share(tally.loss, examples)},
        {"r_loss", share(tally.reconstruction, examples)},
        {"kl_loss", share(tally.klCost, examples)},
        {"kl_bits", share(tally.klBits, examples)},
    };
    const auto numStreams = static_cast<std::size_t>(tally.numStreams), numSegments = tally.streams.size() / numStreams;
    for (std::size_t segment = 0; segment < numSegments; ++segment)
        for (std::size_t stream = 0; stream < numStreams; ++stream)
            for (const auto& [name, value] : metricsOf(tally.streams[segment * numStreams + stream], head)) {
                const auto add = [&](const std::string& prefix, double weight) {
                    metrics[prefix + name] += value * weight / static_cast<double>(numStreams);
                    if (numStreams > 1)
                        metrics[prefix + name + "/output_" + std::to_string(stream)] += value * weight;
                };
                add("", 1.0 / static_cast<double>(numSegments));
                if (segments && numSegments > 1) {
                    const auto number = std::to_string(segment);
                    add("segment/" + std::string(3 - std::min<std::size_t>(3, number.size()), '0') + number + "/", 1.0);
                }
            }
    return metrics;
}

} // namespace partita::training
