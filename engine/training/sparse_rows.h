#pragma once

#include "engine/core/digest.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace partita::training {

/// A matrix whose rows are nearly all zeros (one-hots, rolls, grooves), kept by what is not zero: of thousands of examples
/// there is no room for every zero.
class SparseRows {
public:
    SparseRows() = default;
    /// `values` [rows, depth], `depth` at most 65536.
    SparseRows(std::span<const float> values, int depth);

    std::size_t rows() const { return m_counts.size(); }
    bool empty() const { return m_counts.empty(); }
    /// Sets what is not zero in `out` [at least rows(), depth], which holds zeros.
    void writeTo(std::span<float> out, int depth) const;
    /// What it holds and where it ends: no two lists of matrices give the same bytes.
    void addTo(Sha256& digest) const;

private:
    std::vector<std::uint16_t> m_counts;  ///< of each row
    std::vector<std::uint16_t> m_columns;
    std::vector<float> m_values; ///< empty: ones
};

} // namespace partita::training
