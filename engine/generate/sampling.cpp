#include "engine/generate/sampling.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace partita::generate {

Draws drawsOf(Rng rng)
{
    return [rng]() mutable { return rng.uniform(); };
}

std::vector<double> softmax(std::span<const float> logits, double temperature)
{
    std::vector<double> probabilities(logits.size());
    const auto best = std::ranges::max_element(logits);
    if (temperature <= 0.0) {
        probabilities[static_cast<std::size_t>(best - logits.begin())] = 1.0;
        return probabilities;
    }
    double sum = 0.0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        probabilities[i] = std::exp((static_cast<double>(logits[i]) - *best) / temperature);
        sum += probabilities[i];
    }
    for (auto& probability : probabilities) {
        const auto rounded = static_cast<float>(probability / sum);
        probability = rounded < std::numeric_limits<float>::min() ? 0.0 : rounded;
    }
    return probabilities;
}

void truncate(std::span<double> probabilities, const Sampling& sampling)
{
    const bool byCount = sampling.topK > 0 && sampling.topK < static_cast<int>(probabilities.size());
    if (!byCount && sampling.topP >= 1.0)
        return;
    std::vector<std::size_t> order(probabilities.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t i) { return probabilities[i]; });

    const double total = std::reduce(probabilities.begin(), probabilities.end());
    std::size_t kept = byCount ? static_cast<std::size_t>(sampling.topK) : order.size();
    double sum = 0.0;
    for (std::size_t i = 0; i < kept; ++i) {
        sum += probabilities[order[i]];
        if (sum >= sampling.topP * total)
            kept = i + 1;
    }
    for (std::size_t i = kept; i < order.size(); ++i)
        probabilities[order[i]] = 0.0;
    for (auto& probability : probabilities)
        probability /= sum;
}

int pick(std::span<const double> probabilities, double uniform)
{
    std::vector<double> cumulative(probabilities.size());
    std::partial_sum(probabilities.begin(), probabilities.end(), cumulative.begin());
    const double total = cumulative.back();
    const auto chosen = std::ranges::find_if(cumulative, [&](double value) { return value / total > uniform; });
    return static_cast<int>(std::min(chosen - cumulative.begin(), std::ssize(cumulative) - 1));
}

} // namespace partita::generate
