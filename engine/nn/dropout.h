#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string_view>

namespace partita::nn {

/// What is dropped during training: a mask depends on seed, step and name alone, so no generator has to be saved.
/// `keep` 1 drops nothing.
struct Dropout {
    double keep = 1.0;
    std::uint64_t seed = 0;
    std::int64_t step = 0;
};

/// [rows, columns] of 0 and 1/keep.
torch::Tensor dropoutMask(const Dropout& dropout, std::string_view name, std::int64_t rows, std::int64_t columns, torch::Device device);

} // namespace partita::nn
