#pragma once

#include "engine/nn/rows_view.h"

#include <cstdint>

/// Products of a few rows with a large matrix, read once, where it lies: the arithmetic of a network that makes or reads a
/// handful of sequences. The time goes into fetching the weights, so they are neither copied nor rearranged; a mapped
/// checkpoint is computed with in place.
///
/// Shapes:  x [rows, inputs], kernel [inputs, …] with `kernelStride` floats a row, out [rows, columns]; strides in floats.
///          A share of the columns is a shifted `kernel` and `out`.
/// Threads: any; the output ranges of calls at the same time must not overlap.
namespace partita::nn {

struct StreamedProduct {
    const float* kernel = nullptr;
    std::int64_t kernelStride = 0;
    std::int64_t inputs = 0;
    std::int64_t columns = 0;
};

/// out += x · kernel.
void accumulate(const StreamedProduct& product, RowsView x, std::int64_t rows, float* out, std::int64_t outStride);

/// The same for one row, looking only at the rows of the kernel whose input is not zero: for one-hot vectors and the like.
void accumulateSparse(const StreamedProduct& product, const float* x, float* out);

} // namespace partita::nn
