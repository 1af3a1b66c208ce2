#pragma once

#include <torch/types.h>

#include <cstdint>

namespace partita::nn {

/// Adam as TensorFlow has it: θ −= lr √(1−β2^t)/(1−β1^t) · m / (√v + ε), with β1 0.9, β2 0.999, ε 1e−8. (PyTorch's puts
/// ε inside the bias correction.)
/// Source:  Kingma and Ba 2015, the form before their section 2.1's end; tf.train.AdamOptimizer.
struct AdamSlots {
    torch::Tensor m, v;
};

/// What a checkpoint adds to a variable's name for its m and v.
inline constexpr const char* kFirstMoment = "/Adam";
inline constexpr const char* kSecondMoment = "/Adam_1";

/// One update of `value` by `gradient` at a rate that has its bias correction.
void adamUpdate(const torch::Tensor& value, const torch::Tensor& gradient, const AdamSlots& slots, double rate);

/// One update of `value` by `gradient`, its `t`-th (from 1), after scaling a gradient longer than `clipNorm` to it.
void adamStep(const torch::Tensor& value, torch::Tensor gradient, const AdamSlots& slots, double learningRate, double clipNorm, std::int64_t t);

} // namespace partita::nn
