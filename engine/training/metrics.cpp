#include "engine/training/metrics.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace partita::training {
namespace {

/// Calls `use` with each number of each tally, side by side.
template <class Use, class... Tallies>
void eachNumber(Use use, Tallies&... tallies)
{
    use(tallies.crossEntropy...);
    use(tallies.rows...);
    use(tallies.correct...);
    use(tallies.events...);
    use(tallies.correctEvents...);
    use(tallies.numSteps...);
    use(tallies.bits.probability...);
    use(tallies.bits.cells...);
    use(tallies.bits.correct...);
    use(tallies.bits.set...);
    use(tallies.bits.predicted...);
    use(tallies.bits.both...);
    const std::size_t classes = std::min({tallies.classRows.size()...});
    for (std::size_t i = 0; i < classes; ++i) {
        use(tallies.classRows[i]...);
        use(tallies.classCorrect[i]...);
    }
}

} // namespace

void Tally::add(const Tally& other)
{
    classRows.resize(std::max(classRows.size(), other.classRows.size()));
    classCorrect.resize(classRows.size());
    eachNumber([](auto& sum, const auto& added) { sum += added; }, *this, other);
}

std::vector<double> Tally::sums() const
{
    std::vector<double> sums;
    eachNumber([&](const auto& number) { sums.push_back(static_cast<double>(number)); }, *this);
    return sums;
}

void Tally::setSums(std::span<const double> sums)
{
    std::size_t i = 0;
    eachNumber([&](auto& number) { number = static_cast<std::remove_reference_t<decltype(number)>>(sums[i++]); }, *this);
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
