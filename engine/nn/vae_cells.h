#pragma once

#include "engine/nn/streamed_product.h"
#include "engine/nn/team.h"
#include "engine/nn/vae_weights.h"

#include <span>
#include <vector>

/// LSTM cells that a team of threads steps together, each computing its share of the units. Weights are read where they
/// lie. Shapes: rows [B, …], row-major.
namespace partita::nn {

/// A plain view of DenseWeights on the processor.
struct Affine {
    const float* kernel = nullptr; ///< [inputs, outputs]
    const float* bias = nullptr;
    std::int64_t inputs = 0, outputs = 0;

    Affine() = default;
    explicit Affine(const DenseWeights& weights);

    /// The product with rows [first, first + count) of the kernel, for columns [share.begin, share.end).
    StreamedProduct part(std::int64_t first, std::int64_t count, Share share) const;
};

/// Rows of numbers, or one for all where `stride` is 0.
struct RowsView {
    const float* data = nullptr;
    std::int64_t stride = 0;
    const float* at(std::int64_t row) const { return data + row * stride; }
};

/// A piece of what a stack's first layer reads.
struct InputPart {
    RowsView x;
    std::int64_t first = 0; ///< row of the kernel that its first number meets
    std::int64_t width = 0;
    bool sparse = false; ///< mostly zeros
};

/// out[row][share] = base[row][share] + Σ parts. `base` may be `out` itself.
void affine(const Affine& weights, RowsView base, std::span<const InputPart> parts, std::int64_t rows, float* out, std::int64_t outStride, Share share);

/// One LSTM cell's part of a step for units [share.begin, share.end): gates from `base` [4 · units] a row (their input's
/// product, or the bias alone), what `parts` add and h; c is moved on, h goes to `hAfter`.
void lstmShare(const Affine& cell, float forgetBias, RowsView base, std::span<const InputPart> parts, RowsView hBefore, std::int64_t rows, float* z, float* c, float* hAfter,
               std::int64_t hAfterStride, Share share);

/// A stack of cells with its state.
class CellStack {
public:
    CellStack(const std::vector<CellWeights>& cells, Team& team);

    /// Room for `rows` sequences; the state is undefined until `start`.
    void resize(std::int64_t rows);

    /// What the first layer's input meets: the first cell's kernel, or its projection's.
    const Affine& input() const { return m_layers.front().projection.kernel ? m_layers.front().projection : m_layers.front().cell; }

    /// Sets the state to tanh(e · W + b). Every member calls it; it ends with a meeting.
    void start(int member, const Affine& initial, RowsView e);

    /// Step `t` since `start`: the first layer reads `base` (its bias included) and `parts`. Ends with a meeting.
    void step(int member, std::int64_t t, RowsView base, std::span<const InputPart> parts);

    /// What the last layer says after `steps` steps.
    RowsView top(std::int64_t steps) const;

    std::int64_t stateSize() const { return m_stateSize; }
    /// c0, h0, c1, h1, … of `row` after `steps` steps, to `out` [stateSize].
    void copyState(std::int64_t row, std::int64_t steps, float* out) const;

private:
    struct Layer {
        Affine projection; ///< without kernel where there is none
        Affine cell;
        float forgetBias = 1.0f;
        bool residual = false;
        std::int64_t units = 0;
        std::vector<float> z, c, h[2], projected, sum;
    };

    Team& m_team;
    std::int64_t m_rows = 0;
    std::int64_t m_stateSize = 0;
    std::vector<Layer> m_layers;
    std::vector<float> m_start; ///< [rows, stateSize]
};

/// tanh in place, for columns [share.begin, share.end) of each row.
void tanhShare(float* values, std::int64_t stride, std::int64_t rows, Share share);

} // namespace partita::nn
