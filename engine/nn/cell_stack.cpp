#include "engine/nn/cell_stack.h"

#include "engine/nn/simd.h"

#include <torch/types.h>

#include <algorithm>

namespace partita::nn {

StackCell::StackCell(const CellWeights& weights, Reading reading) : cell(weights.lstm, reading), residual(weights.residual)
{
    if (weights.projection)
        projection = Affine(*weights.projection, reading);
}

Affine StackCell::input() const
{
    Affine input;
    input.kernel = projection ? projection.kernel : cell.kernel;
    input.bias = projection ? projection.bias : cell.bias;
    input.inputs = projection ? projection.inputs : cell.inputs;
    input.outputs = projection ? projection.outputs : 4 * cell.units;
    return input;
}

void CellStack::resize(std::int64_t rows)
{
    m_rows = rows;
    m_work.clear();
    for (const auto& [projection, cell, residual] : m_cells) {
        const auto size = static_cast<std::size_t>(rows * cell.units);
        auto& work = m_work.emplace_back();
        work.z.resize(cell.packed ? 0 : 4 * size);
        work.projected.resize(projection ? size : 0);
        work.sum.resize(residual ? size : 0);
    }
}

StackState CellStack::zeroState(std::int64_t rows) const
{
    StackState state;
    for (const auto& each : m_cells) {
        const std::vector<float> zeros(static_cast<std::size_t>(rows * each.cell.units));
        state.push_back({zeros, {zeros, zeros}});
    }
    return state;
}

void CellStack::step(int member, StackState& state, std::int64_t t, RowsView base, std::span<const InputPart> parts)
{
    InputPart below; // of all cells but the first
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        const auto& [projection, cell, residual] = m_cells[i];
        auto& work = m_work[i];
        const auto share = cell.share(member, m_team);
        RowsView read = parts.empty() ? RowsView{} : parts.front().x; // what a residual cell adds to its h
        if (projection) {
            affine(projection, base, parts, m_rows, work.projected.data(), cell.units, projection.share(member, m_team));
            m_team.meet();
            read = {work.projected.data(), cell.units};
            below = {read, 0, cell.units};
            base = {cell.bias, 0};
            parts = {&below, 1};
        }
        const float* before = state[i].h[t & 1].data();
        float* const after = state[i].h[(t + 1) & 1].data();
        if (cell.packed) {
            cell.step(base, parts, before, m_rows, work.z.data(), state[i].c.data(), after, share);
        } else {
            cell.addUp(base, parts, before, m_rows, work.z.data(), shareOf(4 * cell.units, simd::kLanes, member, m_team.size()));
            m_team.meet();
            cell.activate(m_rows, work.z.data(), state[i].c.data(), after, share);
        }
        if (residual)
            for (std::int64_t row = 0; row < m_rows; ++row)
                for (auto u = share.begin; u < share.end; ++u)
                    work.sum[static_cast<std::size_t>(row * cell.units + u)] = after[row * cell.units + u] + read.at(row)[u];
        m_team.meet();
        below = {{residual ? work.sum.data() : after, cell.units}, 0, cell.units};
        parts = {&below, 1};
        if (i + 1 < m_cells.size()) {
            const auto& next = m_cells[i + 1];
            base = {next.projection ? next.projection.bias : next.cell.bias, 0};
        }
    }
}

RowsView CellStack::top(const StackState& state, std::int64_t steps) const
{
    const auto& [projection, cell, residual] = m_cells.back();
    return {residual && steps > 0 ? m_work.back().sum.data() : state.back().h[steps & 1].data(), cell.units};
}

std::int64_t CellStack::stateSize() const
{
    std::int64_t size = 0;
    for (const auto& each : m_cells)
        size += 2 * each.cell.units;
    return size;
}

void CellStack::setState(StackState& state, std::int64_t row, std::int64_t steps, const float* from) const
{
    for (std::size_t i = 0; i < m_cells.size(); ++i)
        for (const auto units = m_cells[i].cell.units; auto* to : {&state[i].c, &state[i].h[steps & 1]}) {
            std::copy_n(from, units, to->begin() + row * units);
            from += units;
        }
}

void CellStack::copyState(const StackState& state, std::int64_t row, std::int64_t steps, float* to) const
{
    for (std::size_t i = 0; i < m_cells.size(); ++i)
        for (const auto units = m_cells[i].cell.units; const auto* from : {&state[i].c, &state[i].h[steps & 1]})
            to = std::copy_n(from->begin() + row * units, units, to);
}

} // namespace partita::nn
