#include "engine/nn/adam.h"

#include <torch/torch.h>

#include <cmath>

namespace partita::nn {

namespace {

constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEpsilon = 1e-8;

} // namespace

void adamUpdate(const torch::Tensor& value, const torch::Tensor& gradient, const AdamSlots& slots, double rate)
{
    torch::NoGradGuard noGraph;
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
