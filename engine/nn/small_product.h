#pragma once

#include "engine/nn/event_rnn_weights.h"

namespace partita::nn {

/// x · kernel + bias for a few rows, again and again: the arithmetic of generation. There the time goes into reading
/// the weights, so on the processor they are laid out once in the order in which they are read, and each is read once
/// for all rows. (General matrix products rearrange them at every call.) On other devices LibTorch's own product.
class SmallProduct {
public:
    SmallProduct() = default;
    explicit SmallProduct(const DenseWeights& weights);

    std::int64_t inputs() const { return m_inputs; }
    std::int64_t outputs() const { return m_outputs; }

    /// Shapes: x [rows, inputs], out [rows, outputs]; the floats of a row lie together.
    void apply(const torch::Tensor& x, const torch::Tensor& out) const;

private:
    std::int64_t m_inputs = 0;
    std::int64_t m_outputs = 0;
    DenseWeights m_weights;  ///< as given, where LibTorch multiplies
    torch::Tensor m_panels;  ///< [panels, inputs, kPanel]: columns in groups, zero beyond the last
    torch::Tensor m_bias;    ///< [panels, kPanel]
};

} // namespace partita::nn
