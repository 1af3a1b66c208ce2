#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace partita::nn {

/// What a layer reads at all its steps: rows that meet a matrix on the way there and on the way back. One-hots and other
/// rows that are nearly all zeros (and no output of a layer) touch only the rows of the matrix that they name; so do on
/// the way back the changes they make.
class LayerInput {
public:
    /// Shapes: rows [n, inputs]. `constant`: no layer's output, so perhaps worth looking for zeros.
    LayerInput(const torch::Tensor& rows, bool constant);

    /// out [n, outputs] += rows · matrix [inputs, outputs].
    void addProduct(const torch::Tensor& out, const torch::Tensor& matrix) const;
    /// gradient [inputs, outputs] += rowsᵀ · dOut [n, outputs].
    void addOuterProducts(const torch::Tensor& gradient, const torch::Tensor& dOut) const;

private:
    torch::Tensor m_rows;
    /// Of sparse rows: what is not zero, row by row, and where each row's begin and the last one's end; else empty.
    struct Entry {
        std::int32_t column;
        float value;
    };
    std::vector<Entry> m_entries;
    std::vector<std::int64_t> m_first;
};

/// bias + rows · kernel, differentiable.
torch::Tensor denseLayer(const torch::Tensor& rows, const torch::Tensor& kernel, const torch::Tensor& bias);

} // namespace partita::nn
