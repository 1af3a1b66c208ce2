#include "engine/nn/vae_sampling.h"

#include <algorithm>
#include <cmath>

namespace partita::nn {
namespace {

double sigmoid(double x)
{
    return 1.0 / (1.0 + std::exp(-x));
}

/// The first class whose cumulated probability exceeds the number drawn.
std::size_t pickClass(std::span<const float> logits, double temperature, const std::function<double()>& draw)
{
    const auto best = std::ranges::max_element(logits);
    if (temperature <= 0.0)
        return static_cast<std::size_t>(best - logits.begin());
    const auto weight = [&](float logit) { return std::exp((static_cast<double>(logit) - *best) / temperature); };
    double total = 0.0;
    for (const float logit : logits)
        total += weight(logit);
    const double wanted = draw() * total;
    double sum = 0.0;
    for (std::size_t i = 0; i < logits.size(); ++i)
        if ((sum += weight(logits[i])) > wanted)
            return i;
    return static_cast<std::size_t>(best - logits.begin()); // only where logits are no numbers
}

bool pickBit(float logit, double temperature, const std::function<double()>& draw, bool atHalf)
{
    if (temperature <= 0.0)
        return atHalf ? logit >= 0.0f : logit > 0.0f;
    return draw() < sigmoid(logit / temperature);
}

} // namespace

void sampleHead(models::VaeHead head, std::span<const int> widths, std::span<const float> logits, double temperature, const std::function<double()>& draw, std::span<float> sample)
{
    std::ranges::fill(sample, 0.0f);
    switch (head) {
    case models::VaeHead::kCategorical: {
        std::size_t from = 0;
        for (const int width : widths) {
            sample[from + pickClass(logits.subspan(from, static_cast<std::size_t>(width)), temperature, draw)] = 1.0f;
            from += static_cast<std::size_t>(width);
        }
        break;
    }
    case models::VaeHead::kBoolean:
        for (std::size_t i = 0; i < sample.size(); ++i)
            sample[i] = pickBit(logits[i], temperature, draw, /*atHalf=*/true);
        break;
    case models::VaeHead::kGroove: {
        const std::size_t drums = sample.size() / 3;
        for (std::size_t i = 0; i < drums; ++i) {
            sample[i] = pickBit(logits[i], temperature, draw, /*atHalf=*/false);
            sample[drums + i] = static_cast<float>(sigmoid(logits[drums + i]));
            sample[2 * drums + i] = std::tanh(logits[2 * drums + i]);
        }
        break;
    }
    case models::VaeHead::kNade: break; // bits that hang on each other: nade.h
    }
}

} // namespace partita::nn
