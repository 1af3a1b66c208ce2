#include "engine/nn/vae_cells.h"

#include "engine/nn/gates.h"
#include "engine/nn/simd.h"

#include <torch/torch.h>

#include <algorithm>
#include <array>

namespace partita::nn {

Affine::Affine(const DenseWeights& weights)
    : kernel(weights.kernel.data_ptr<float>()), bias(weights.bias.data_ptr<float>()), inputs(weights.kernel.size(0)), outputs(weights.kernel.size(1))
{
}

StreamedProduct Affine::part(std::int64_t first, std::int64_t count, Share share) const
{
    return {kernel + first * outputs + share.begin, outputs, count, share.end - share.begin};
}

void affine(const Affine& weights, RowsView base, std::span<const InputPart> parts, std::int64_t rows, float* out, std::int64_t outStride, Share share)
{
    if (share.begin == share.end)
        return;
    for (std::int64_t row = 0; row < rows && base.data != out; ++row)
        std::copy(base.at(row) + share.begin, base.at(row) + share.end, out + row * outStride + share.begin);
    for (const auto& part : parts)
        (part.sparse ? accumulateSparse : accumulate)(weights.part(part.first, part.width, share), part.x.data, part.x.stride, rows, out + share.begin, outStride);
}

void lstmShare(const Affine& cell, float forgetBias, RowsView base, std::span<const InputPart> parts, RowsView hBefore, std::int64_t rows, float* z, float* c, float* hAfter,
               std::int64_t hAfterStride, Share share)
{
    if (share.begin == share.end)
        return;
    const auto units = cell.outputs / 4;
    const std::array h{InputPart{hBefore, cell.inputs - units, units}};
    const auto columns = [&](Share range) {
        affine(cell, base, parts, rows, z, cell.outputs, range);
        accumulate(cell.part(h[0].first, units, range), hBefore.data, hBefore.stride, rows, z + range.begin, cell.outputs);
    };
    if (share.begin == 0 && share.end == units)
        columns({0, 4 * units});
    else
        for (std::int64_t gate = 0; gate < 4; ++gate)
            columns({gate * units + share.begin, gate * units + share.end});
    for (std::int64_t row = 0; row < rows; ++row) {
        float* const cRow = c + row * units + share.begin;
        gatesForward(z + row * cell.outputs + share.begin, units, cRow, cRow, hAfter + row * hAfterStride + share.begin, static_cast<int>(share.end - share.begin), forgetBias);
    }
}

PARTITA_CLONES
void tanhShare(float* values, std::int64_t stride, std::int64_t rows, Share share)
{
    for (std::int64_t row = 0; row < rows; ++row)
        for (auto i = share.begin; i < share.end; i += simd::kLanes) {
            const int n = static_cast<int>(std::min<std::int64_t>(simd::kLanes, share.end - i));
            float* const at = values + row * stride + i;
            simd::store(at, simd::tanh(simd::load(at, n)), n);
        }
}

CellStack::CellStack(const std::vector<CellWeights>& cells, Team& team) : m_team(team)
{
    for (const auto& weights : cells) {
        Layer layer;
        if (weights.projection)
            layer.projection = Affine(*weights.projection);
        layer.cell = Affine(DenseWeights{weights.lstm.kernel, weights.lstm.bias});
        layer.forgetBias = weights.lstm.forgetBias;
        layer.residual = weights.residual;
        layer.units = weights.lstm.units();
        m_stateSize += 2 * layer.units;
        m_layers.push_back(std::move(layer));
    }
}

void CellStack::resize(std::int64_t rows)
{
    m_rows = rows;
    m_start.assign(static_cast<std::size_t>(rows * m_stateSize), 0.0f);
    for (auto& layer : m_layers) {
        const auto size = static_cast<std::size_t>(rows * layer.units);
        layer.z.assign(4 * size, 0.0f);
        for (auto* buffer : {&layer.c, &layer.h[0], &layer.h[1]})
            buffer->assign(size, 0.0f);
        layer.projected.assign(layer.projection.kernel ? size : 0, 0.0f);
        layer.sum.assign(layer.residual ? size : 0, 0.0f);
    }
}

void CellStack::start(int member, const Affine& initial, RowsView e)
{
    const auto share = shareOf(m_stateSize, simd::kLanes, member, m_team.size());
    const std::array parts{InputPart{e, 0, initial.inputs}};
    affine(initial, {initial.bias, 0}, parts, m_rows, m_start.data(), m_stateSize, share);
    tanhShare(m_start.data(), m_stateSize, m_rows, share);
    m_team.meet();
    if (member == 0)
        for (std::int64_t row = 0; row < m_rows; ++row) {
            const float* from = m_start.data() + row * m_stateSize;
            for (auto& layer : m_layers) {
                for (auto* to : {&layer.c, &layer.h[0]}) {
                    std::copy(from, from + layer.units, to->begin() + row * layer.units);
                    from += layer.units;
                }
            }
        }
    m_team.meet();
}

void CellStack::step(int member, std::int64_t t, RowsView base, std::span<const InputPart> parts)
{
    InputPart below; // of all layers but the first
    for (auto& layer : m_layers) {
        const auto share = shareOf(layer.units, simd::kLanes, member, m_team.size());
        RowsView read = below.x; // what a residual cell adds to its h
        if (layer.projection.kernel) {
            affine(layer.projection, base, parts, m_rows, layer.projected.data(), layer.units, share);
            m_team.meet();
            read = {layer.projected.data(), layer.units};
            below = {read, 0, layer.units};
            base = {layer.cell.bias, 0};
            parts = {&below, 1};
        }
        lstmShare(layer.cell, layer.forgetBias, base, parts, {layer.h[t & 1].data(), layer.units}, m_rows, layer.z.data(), layer.c.data(), layer.h[(t + 1) & 1].data(), layer.units,
                  share);
        if (layer.residual)
            for (std::int64_t row = 0; row < m_rows; ++row)
                for (auto u = share.begin; u < share.end; ++u)
                    layer.sum[static_cast<std::size_t>(row * layer.units + u)] = layer.h[(t + 1) & 1][static_cast<std::size_t>(row * layer.units + u)] + read.at(row)[u];
        m_team.meet();
        below = {{layer.residual ? layer.sum.data() : layer.h[(t + 1) & 1].data(), layer.units}, 0, layer.units};
        parts = {&below, 1};
        if (&layer != &m_layers.back()) {
            const auto& next = *(&layer + 1);
            base = {next.projection.kernel ? next.projection.bias : next.cell.bias, 0};
        }
    }
}

RowsView CellStack::top(std::int64_t steps) const
{
    const auto& layer = m_layers.back();
    return {layer.residual && steps > 0 ? layer.sum.data() : layer.h[steps & 1].data(), layer.units};
}

void CellStack::copyState(std::int64_t row, std::int64_t steps, float* out) const
{
    for (const auto& layer : m_layers)
        for (const auto* from : {&layer.c, &layer.h[steps & 1]})
            out = std::copy_n(from->begin() + row * layer.units, layer.units, out);
}

} // namespace partita::nn
