#include "engine/training/metrics.h"

#include <cmath>

namespace partita::training {

void Tally::add(const Tally& other)
{
    crossEntropy += other.crossEntropy;
    rows += other.rows;
    correct += other.correct;
    events += other.events;
    correctEvents += other.correctEvents;
    numSteps += other.numSteps;
    bits.probability += other.bits.probability;
    bits.cells += other.bits.cells;
    bits.correct += other.bits.correct;
    bits.set += other.bits.set;
    bits.predicted += other.bits.predicted;
    bits.both += other.bits.both;
    classRows.resize(std::max(classRows.size(), other.classRows.size()));
    classCorrect.resize(classRows.size());
    for (std::size_t i = 0; i < other.classRows.size(); ++i) {
        classRows[i] += other.classRows[i];
        classCorrect[i] += other.classCorrect[i];
    }
}

std::map<std::string, double> metricsOf(const Tally& tally, EmptyShare empty)
{
    const double nothing = empty == EmptyShare::kZero ? 0.0 : std::numeric_limits<double>::quiet_NaN();
    const auto share = [&](std::int64_t part, std::int64_t whole) { return whole == 0 ? nothing : static_cast<double>(part) / static_cast<double>(whole); };
    const double loss = tally.loss();
    if (const auto& bits = tally.bits; bits.cells > 0) {
        const double precision = share(bits.both, bits.predicted);
        return {
            {"loss", loss},
            {"perplexity", bits.probability / static_cast<double>(tally.rows)},
            {"accuracy", share(bits.correct, bits.cells)},
            {"precision", precision},
            {"recall", share(bits.both, bits.set)},
            {"f1_score", precision},
        };
    }
    const double perStep = tally.crossEntropy / static_cast<double>(tally.numSteps);
    std::map<std::string, double> metrics{
        {"loss", loss},
        {"perplexity", std::exp(loss)},
        {"accuracy", share(tally.correct, tally.rows)},
        {"event_accuracy", share(tally.correctEvents, tally.events)},
        {"no_event_accuracy", share(tally.correct - tally.correctEvents, tally.rows - tally.events)},
        {"loss_per_step", perStep},
        {"perplexity_per_step", std::exp(perStep)},
    };
    if (empty == EmptyShare::kZero && !tally.classRows.empty()) {
        double sum = 0.0;
        for (std::size_t i = 0; i < tally.classRows.size(); ++i)
            sum += share(tally.classCorrect[i], tally.classRows[i]);
        metrics["per_class_accuracy"] = sum / static_cast<double>(tally.classRows.size());
    }
    return metrics;
}

} // namespace partita::training
