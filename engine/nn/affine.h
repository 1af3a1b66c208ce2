#pragma once

#include "engine/nn/event_rnn_weights.h"
#include "engine/nn/lstm.h"
#include "engine/nn/packed_weights.h"
#include "engine/nn/reading.h"
#include "engine/nn/team.h"

#include <cstdint>
#include <span>

/// The arithmetic of networks that go step by step, on the processor: products of a few rows with weights that are read
/// anew at every step, each once for all rows.
///
/// Shapes:  rows [B, …], row-major. A member of a team computes its share of the outputs.
/// Threads: any; shares at the same time must not overlap.
namespace partita::nn {

/// Which reading suits weights of so many floats altogether.
Reading readingFor(std::int64_t floats);
/// Members of a team that so many floats are worth: below, meetings cost more than another thread helps.
int threadsFor(std::int64_t floats);

/// The weights of x · kernel + bias, which must outlive it.
struct Affine {
    const float* kernel = nullptr; ///< [inputs, outputs]
    const float* bias = nullptr;
    std::int64_t inputs = 0, outputs = 0;
    PackedWeights packed; ///< empty: read in place

    Affine() = default;
    Affine(const DenseWeights& weights, Reading reading);

    explicit operator bool() const { return kernel != nullptr; }
    /// The part of the outputs that is `member`'s.
    Share share(int member, const Team& team) const;
};

/// out[row][share] = base[row][share] + Σ parts.
void affine(const Affine& weights, RowsView base, std::span<const InputPart> parts, std::int64_t rows, float* out, std::int64_t outStride, Share share);

/// An LSTM cell whose kernel is read by steps.
struct StepCell {
    const float* kernel = nullptr; ///< [inputs + units, 4 · units]
    const float* bias = nullptr;
    std::int64_t inputs = 0, units = 0;
    float forgetBias = 1.0f;
    PackedWeights packed;

    StepCell() = default;
    StepCell(const LstmWeights& weights, Reading reading);

    Share share(int member, const Team& team) const;

    /// The cell's part of a step for units `share`: gates from `base` [4 · units] a row (the bias, or more), what `parts`
    /// add, and h. c [rows, units] is moved on, h goes to `hAfter`; z [rows, 4 · units] is working memory, unused where the
    /// weights are packed.
    void step(RowsView base, std::span<const InputPart> parts, const float* hBefore, std::int64_t rows, float* z, float* c, float* hAfter, Share share) const;

    /// The two halves of that for weights read in place, so that between them a team can meet: then each member reads a range
    /// of `columns` of the kernel that lie together. The sums go to z; the gates make of them c and h of some `units`.
    void addUp(RowsView base, std::span<const InputPart> parts, const float* hBefore, std::int64_t rows, float* z, Share columns) const;
    void activate(std::int64_t rows, float* z, float* c, float* hAfter, Share units) const;
};

/// tanh in place, for columns [share.begin, share.end) of each row.
void tanhShare(float* values, std::int64_t stride, std::int64_t rows, Share share);

} // namespace partita::nn
