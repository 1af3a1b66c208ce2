#pragma once

#include <torch/types.h>

#include <cstdint>
#include <span>
#include <string>

/// Values that training begins with. A tensor's draws depend on the seed and its name alone.
namespace partita::nn {

/// Uniform within √(6 / (in + out)); a vector counts its length as both, a convolution of width 1 its channels.
torch::Tensor glorotUniform(std::span<const std::int64_t> shape, std::uint64_t seed, const std::string& name);

/// Normal around 0; `truncated`: draws beyond two standard deviations are drawn again.
torch::Tensor normalDraws(std::span<const std::int64_t> shape, double deviation, bool truncated, std::uint64_t seed, const std::string& name);

} // namespace partita::nn
