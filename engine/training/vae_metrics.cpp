#include "engine/training/vae_metrics.h"

#include <algorithm>
#include <type_traits>

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

/// Calls `use` with each plain number of each stream or tally, side by side.
template <class Use, class... Streams>
    requires(std::is_same_v<std::remove_const_t<Streams>, VaeTally::Stream> && ...)
void eachSum(Use use, Streams&... streams)
{
    use(streams.rows...);
    use(streams.correct...);
    use(streams.bitsHit...);
    use(streams.bitsSet...);
    use(streams.bitsSaid...);
    use(streams.hitsLoss...);
    use(streams.velocitiesLoss...);
    use(streams.offsetsLoss...);
    use(streams.velocityError...);
    use(streams.offsetError...);
}
template <class Use, class... Tallies>
    requires(std::is_same_v<std::remove_const_t<Tallies>, VaeTally> && ...)
void eachSum(Use use, Tallies&... tallies)
{
    use(tallies.examples...);
    use(tallies.reconstruction...);
    use(tallies.klCost...);
    use(tallies.klBits...);
    use(tallies.loss...);
}

/// All of a tally: its own numbers, and its streams'.
template <class Use, class Tally>
void eachNumberOfAll(Use use, Tally& tally)
{
    eachSum(use, tally);
    for (auto& stream : tally.streams) {
        eachSum(use, stream);
        for (auto* counts : {&stream.classRows, &stream.classCorrect})
            for (auto& count : *counts)
                use(count);
    }
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
    addCounts(classRows, other.classRows);
    addCounts(classCorrect, other.classCorrect);
    eachSum([](auto& sum, const auto& added) { sum += added; }, *this, other);
}

void VaeTally::add(const VaeTally& other)
{
    eachSum([](auto& sum, const auto& added) { sum += added; }, *this, other);
    numStreams = other.numStreams;
    streams.resize(std::max(streams.size(), other.streams.size()));
    for (std::size_t i = 0; i < other.streams.size(); ++i)
        streams[i].add(other.streams[i]);
}

std::vector<double> VaeTally::sums() const
{
    std::vector<double> sums;
    eachNumberOfAll([&](const auto& number) { sums.push_back(static_cast<double>(number)); }, *this);
    return sums;
}

void VaeTally::setSums(std::span<const double> sums)
{
    std::size_t i = 0;
    eachNumberOfAll([&](auto& number) { number = static_cast<std::remove_reference_t<decltype(number)>>(sums[i++]); }, *this);
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
