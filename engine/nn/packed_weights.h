#pragma once

#include "engine/nn/rows_view.h"
#include "engine/nn/team.h"

#include <cstdint>
#include <memory>
#include <span>

namespace partita::nn {

/// A kernel laid out once in the order in which steps read it: products of a few rows, again and again, with weights that
/// fit a cache. Columns lie in panels; sums stay in registers while a panel passes, each weight is read once for a block
/// of rows, and a cell's four gates lie together, so that they are activated where they were summed.
///
/// Shapes:  rows [B, …], row-major. A share of the work is a range of columns or units, in whole panels.
/// Threads: any; shares are independent of each other.
class PackedWeights {
public:
    enum class Order {
        kColumns, ///< 32 columns a panel
        kGates,   ///< 16 units of an LSTM cell, their four gates
    };

    PackedWeights() = default;
    /// `kernel` [inputs, outputs], row-major, is copied.
    PackedWeights(const float* kernel, std::int64_t inputs, std::int64_t outputs, Order order);

    explicit operator bool() const { return m_panels != nullptr; }
    /// Columns or units of a panel: shares are multiples of it.
    std::int64_t group() const;

    /// out[row][share] = base[row][share] + Σ parts.
    void product(RowsView base, std::span<const InputPart> parts, std::int64_t rows, float* out, std::int64_t outStride, Share share) const;

    /// A step of the cell for units `share`: `base` [4 · units] a row in the order i, j, f, o, `parts` and h [rows, units].
    /// Moves c [rows, units] on and writes `hAfter`.
    void lstm(RowsView base, std::span<const InputPart> parts, const InputPart& h, std::int64_t rows, float forgetBias, float* c, float* hAfter, Share share) const;

private:
    std::int64_t m_inputs = 0, m_outputs = 0;
    Order m_order = Order::kColumns;
    std::shared_ptr<const float[]> m_panels; ///< [panels, inputs, vectors of a panel · 16]
};

} // namespace partita::nn
