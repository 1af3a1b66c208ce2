#pragma once

#include "engine/nn/packed_steps.h"

#include <torch/types.h>

#include <span>

namespace partita::nn {

/// Sequences of different lengths that come padded, [N, T, …], and how they lie as PackedSteps: which padded step each row
/// is. Sequences of length 0 have no rows.
class PackedRows {
public:
    PackedRows(std::span<const std::int64_t> lengths, std::int64_t steps, torch::Device device);

    const PackedSteps& steps() const { return m_steps; }
    std::int64_t count() const { return m_source.size(0); }
    /// Sequences N, those without rows included.
    std::int64_t sequences() const { return m_sequences; }

    /// [rows]: the sequence that a row belongs to, and its step.
    const torch::Tensor& sequence() const { return m_sequence; }
    const torch::Tensor& step() const { return m_step; }
    /// [M]: the sequences that have rows, in the order of each step's rows, and the row of each one's last step.
    const torch::Tensor& order() const { return m_order; }
    const torch::Tensor& last() const { return m_last; }

    /// [N, T, D] → [rows, D].
    torch::Tensor pack(const torch::Tensor& padded) const;
    /// [N, D], one for each sequence → [M, D], as `order` has them.
    torch::Tensor starts(const torch::Tensor& each) const { return m_inOrder ? each : each.index_select(0, m_order); }
    /// [N, D], the same for all steps of a sequence → [rows, D].
    torch::Tensor repeat(const torch::Tensor& each) const { return each.index_select(0, m_sequence); }
    /// [M, D] → [N, D]: back to the sequences' own order; zeros where one has no rows.
    torch::Tensor restore(const torch::Tensor& ordered) const;
    /// [rows, D] → [N, T, D], zeros where there is no row.
    torch::Tensor unpack(const torch::Tensor& rows) const;

private:
    PackedSteps m_steps;
    std::int64_t m_sequences = 0, m_time = 0;
    bool m_inOrder = false; ///< `order` is 0, 1, 2, …
    torch::Tensor m_source; ///< [rows]: index of the row in [N · T]
    torch::Tensor m_sequence, m_step, m_order, m_last;
};

} // namespace partita::nn
