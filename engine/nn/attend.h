#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

/// What the attention wrapper does at one step between two matrix products, in one pass over the memory.
///
/// With keys k_l = memory_l · attn_w: scores s_l = Σ v tanh(k_l + query), weights their softmax, attended Σ weights_l memory_l.
/// Shapes:  query, attended [n, A]; keys and memory [·, A] hold the rows of all steps; weights [n, L], the oldest step first;
///          attnV [A]. The floats of a row lie together. On other devices than the processor LibTorch's operations.
/// Threads: any; calls at the same time must not share rows.
namespace partita::nn {

/// The steps that are remembered, of the L before the present one.
struct Remembered {
    std::int64_t length = 0;        ///< L
    std::vector<std::int64_t> rows; ///< for each step that there has been, oldest first: where the rows of our n sequences begin in it

    /// Steps before the first: their memory is zeros, and takes part in the softmax.
    std::int64_t empty() const { return length - static_cast<std::int64_t>(rows.size()); }
};

struct AttentionMemory {
    torch::Tensor keys, memory, attnV;
};

void attendForward(const torch::Tensor& query, const AttentionMemory& memory, const Remembered& steps, const torch::Tensor& weights, const torch::Tensor& attended);

/// The way back: writes dQuery, and adds to `gradients` of keys, memory and attnV.
void attendBackward(const torch::Tensor& query, const AttentionMemory& memory, const Remembered& steps, const torch::Tensor& weights, const torch::Tensor& dAttended,
                    const torch::Tensor& dQuery, const AttentionMemory& gradients);

} // namespace partita::nn
