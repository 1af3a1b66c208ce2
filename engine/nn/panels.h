#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

/// The matrix products of training. A general product rearranges its matrices at every call, which costs as much as the
/// arithmetic where a few rows meet the same weights at every step; here the weights are laid out once for all steps.
///
/// On the processor a call made inside a parallel loop stays on its thread, one outside takes all threads; the numbers are
/// the same, however many there are. On other devices LibTorch multiplies.
namespace partita::nn {

/// The right-hand matrix of many products, [inputs, outputs], as it was when this was made.
class Panels {
public:
    explicit Panels(const torch::Tensor& matrix);

    /// out += x · matrix. Shapes: x [rows, inputs], out [rows, outputs]; the floats of a row lie together.
    void addProduct(const torch::Tensor& out, const torch::Tensor& x) const;

private:
    std::int64_t m_inputs, m_outputs;
    torch::Tensor m_matrix; ///< where LibTorch multiplies
    torch::Tensor m_panels; ///< [panels, inputs, columns of a panel], zero beyond the last column
};

/// Rows [x, x + count) of one matrix, and [y, y + count) of another that belong to them.
struct RowPairs {
    std::int64_t x = 0, y = 0, count = 0;
};

/// out += Σ xᵀ · y over pairs of rows: how weights are to change that met x and gave what y is the gradient of.
/// Shapes: x [·, inputs], y [·, outputs], out [inputs, outputs]; the floats of a row lie together.
void addOuterProducts(const torch::Tensor& out, const torch::Tensor& x, const torch::Tensor& y, const std::vector<RowPairs>& rows);
/// The same over all rows.
void addOuterProducts(const torch::Tensor& out, const torch::Tensor& x, const torch::Tensor& y);

} // namespace partita::nn
