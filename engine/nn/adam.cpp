#include "engine/nn/adam.h"

#include "engine/nn/simd.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <cmath>

namespace partita::nn {

namespace {

constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEpsilon = 1e-8;

/// All of it in one pass over memory.
PARTITA_CLONES
void update(float* value, float* m, float* v, const float* gradient, std::int64_t count, float rate)
{
    for (std::int64_t i = 0; i < count; ++i) {
        const float g = gradient[i];
        m[i] = m[i] * static_cast<float>(kBeta1) + g * static_cast<float>(1.0 - kBeta1);
        v[i] = v[i] * static_cast<float>(kBeta2) + g * g * static_cast<float>(1.0 - kBeta2);
        value[i] -= rate * m[i] / (std::sqrt(v[i]) + static_cast<float>(kEpsilon));
    }
}

} // namespace

void adamUpdate(const torch::Tensor& value, const torch::Tensor& gradient, const AdamSlots& slots, double rate)
{
    torch::NoGradGuard noGraph;
    if (value.device().is_cpu() && value.is_contiguous()) {
        const auto flat = gradient.contiguous();
        at::parallel_for(0, value.numel(), 65536, [&](std::int64_t begin, std::int64_t end) {
            update(value.data_ptr<float>() + begin, slots.m.data_ptr<float>() + begin, slots.v.data_ptr<float>() + begin, flat.data_ptr<float>() + begin, end - begin, static_cast<float>(rate));
        });
        return;
    }
    slots.m.mul_(kBeta1).add_(gradient, 1.0 - kBeta1);
    slots.v.mul_(kBeta2).addcmul_(gradient, gradient, 1.0 - kBeta2);
    value.detach().addcdiv_(slots.m, slots.v.sqrt().add_(kEpsilon), -rate);
}

void adamStep(const torch::Tensor& value, torch::Tensor gradient, const AdamSlots& slots, double learningRate, double clipNorm, std::int64_t t)
{
    torch::NoGradGuard noGraph;
    const double norm = gradient.norm().item<double>();
    if (norm > clipNorm)
        gradient = gradient * (clipNorm / norm);
    adamUpdate(value, gradient, slots, learningRate * std::sqrt(1.0 - std::pow(kBeta2, t)) / (1.0 - std::pow(kBeta1, t)));
}

} // namespace partita::nn
