#pragma once

#include "engine/nn/affine.h"
#include "engine/nn/cell_stack.h"

#include <vector>

namespace partita::nn {

/// What an attention wrapper remembers of B sequences. Shapes: A the wrapper's size, L the steps that it looks back.
struct AttentionState {
    std::vector<float> attended; ///< [B, A]
    std::vector<float> memory;   ///< [B, L, A]: a ring; step t writes row t mod L
    std::vector<float> keys;     ///< [B, L, A]: memory · attn_w
};

/// The attention wrapper around a stack of cells, stepped by a team.
/// Source:  TensorFlow contrib rnn.AttentionCellWrapper; the memory's empty rows take part in the softmax, as there.
class AttentionStep {
public:
    AttentionStep(const AttentionWeights& weights, std::vector<StackCell> cells, int attnLength, Reading reading, Team& team);

    std::int64_t size() const { return m_output.outputs; }
    const CellStack& cells() const { return m_cells; }

    /// Working memory for B sequences.
    void resize(std::int64_t rows);
    AttentionState zeroState(std::int64_t rows) const;

    /// Step `t`: reads `x` and returns [B, A], which stays until the next step has begun. Every member calls it; it ends with a meeting.
    RowsView step(int member, AttentionState& state, StackState& cells, std::int64_t t, const InputPart& x);

private:
    Team& m_team;
    Affine m_input, m_query, m_output;
    torch::Tensor m_keysBias; ///< zero
    Affine m_keys;
    const float* m_attnV = nullptr;
    CellStack m_cells;
    std::int64_t m_length, m_rows = 0;
    std::vector<float> m_cellInput, m_queries, m_scores, m_outputs;
};

} // namespace partita::nn
