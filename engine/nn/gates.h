#pragma once

#include <torch/types.h>

#include <cstdint>

/// The elementwise half of an LSTM step, everything between two matrix products, fused into one pass over memory.
///
/// Shapes:  z and gates [n, 4 · units] in the order i, j, f, o; c and h [n, units]. Rows may be apart (stride), the
///          floats of a row lie together. On other devices than the processor the same is done by LibTorch's operations.
/// Source:  TensorFlow rnn_cell.BasicLSTMCell:  c' = c σ(f + forgetBias) + σ(i) tanh(j),  h' = tanh(c') σ(o).
namespace partita::nn {

/// Turns `z` into the activated gates in place and fills `c` and `h`. `cBefore` undefined means zero; it may be `c`.
void gatesForward(const torch::Tensor& z, const torch::Tensor& cBefore, const torch::Tensor& c, const torch::Tensor& h, float forgetBias);

/// The same for `count` units of one row: its four gates lie `gateStride` floats apart, from `z` on. Threads: any.
void gatesForward(float* z, std::int64_t gateStride, const float* cBefore, float* c, float* h, int count, float forgetBias);

/// The way back: turns `gates` into the gradient of z in place, and `dc` from the gradient of c into that of `cBefore`.
void gatesBackward(const torch::Tensor& gates, const torch::Tensor& cBefore, const torch::Tensor& c, const torch::Tensor& dh, const torch::Tensor& dc);

} // namespace partita::nn
