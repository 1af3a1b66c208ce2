#pragma once

#include "engine/nn/affine.h"
#include "engine/nn/vae_weights.h"

#include <array>
#include <span>
#include <vector>

namespace partita::nn {

/// A cell of a stack. A residual cell returns what it read (projected, where there is a projection) plus h.
struct StackCell {
    Affine projection; ///< without kernel where there is none
    StepCell cell;
    bool residual = false;

    StackCell(const CellWeights& weights, Reading reading);

    /// What the input meets first: the projection, or the cell's kernel. Read in place.
    Affine input() const;
};

/// What the cells of a stack remember of B sequences, cell by cell.
struct CellState {
    std::vector<float> c;                ///< [B, units]
    std::array<std::vector<float>, 2> h; ///< [B, units]: after an even number of steps, after an odd one
};
using StackState = std::vector<CellState>;

/// LSTM cells on top of each other that a team steps together. Shapes: rows [B, …], row-major.
class CellStack {
public:
    CellStack(std::vector<StackCell> cells, Team& team) : m_team(team), m_cells(std::move(cells)) {}

    bool empty() const { return m_cells.empty(); }
    const StackCell& front() const { return m_cells.front(); }

    /// Working memory for B sequences.
    void resize(std::int64_t rows);
    /// The zero state of B sequences.
    StackState zeroState(std::int64_t rows) const;

    /// Step `t` of `state`: the first cell reads `base` (its bias included) and `parts`. Every member calls it; it ends with
    /// a meeting.
    void step(int member, StackState& state, std::int64_t t, RowsView base, std::span<const InputPart> parts);

    /// What the last cell says after `steps` steps, until the next step has begun.
    RowsView top(const StackState& state, std::int64_t steps) const;

    /// c0, h0, c1, h1, … of a row as one line.
    std::int64_t stateSize() const;
    /// From `from` [stateSize] to what `row` remembers after `steps` steps, and back.
    void setState(StackState& state, std::int64_t row, std::int64_t steps, const float* from) const;
    void copyState(const StackState& state, std::int64_t row, std::int64_t steps, float* to) const;

private:
    /// Between two meetings of a step.
    struct Work {
        std::vector<float> z, projected, sum;
    };

    Team& m_team;
    std::vector<StackCell> m_cells;
    std::vector<Work> m_work;
    std::int64_t m_rows = 0;
};

} // namespace partita::nn
