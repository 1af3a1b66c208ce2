#include "engine/nn/packed_weights.h"

#include "engine/nn/large_memory.h"
#include "engine/nn/lstm_gates.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace partita::nn {
namespace {

using namespace simd;

constexpr int kBlock = 4; ///< rows done together: their sums, a row of the panel and four inputs fit AVX-512's registers

constexpr int vectorsOf(PackedWeights::Order order) { return order == PackedWeights::Order::kGates ? 4 : 2; }

/// A number that is not zero, and the kernel's row that it meets.
struct Entry {
    std::int64_t row;
    float value;
};

/// What a product reads, sorted by how.
struct Inputs {
    std::vector<InputPart> dense;
    std::vector<Entry> entries;    ///< of all rows, one row after the other
    std::vector<std::size_t> ends; ///< of each row's entries; empty: none
};

/// The outcome lies in memory of the thread, which is kept for its next product.
const Inputs& sorted(std::span<const InputPart> parts, std::span<const InputPart> further, std::int64_t rows)
{
    thread_local Inputs inputs;
    inputs.dense.clear();
    inputs.entries.clear();
    inputs.ends.clear();
    for (const auto each : {parts, further})
        std::ranges::copy_if(each, std::back_inserter(inputs.dense), [](const InputPart& part) { return !part.sparse; });
    if (inputs.dense.size() == parts.size() + further.size())
        return inputs;
    for (std::int64_t row = 0; row < rows; ++row) {
        for (const auto& part : parts)
            for (std::int64_t k = 0; part.sparse && k < part.width; ++k)
                if (const float value = part.x.at(row)[k]; value != 0.0f)
                    inputs.entries.push_back({part.first + k, value});
        inputs.ends.push_back(inputs.entries.size());
    }
    return inputs;
}

/// Adds to the sums of rows [row, row + kRows) what the inputs make of a panel.
template <int kRows, int kVectors>
PARTITA_INLINE void addInputs(const Inputs& inputs, const float* panel, std::int64_t row, Floats (&sums)[kRows][kVectors])
{
    constexpr std::int64_t kWidth = kVectors * kLanes;
    if (!inputs.ends.empty())
        for (int r = 0; r < kRows; ++r) {
            const auto at = static_cast<std::size_t>(row + r);
            for (std::size_t e = at == 0 ? 0 : inputs.ends[at - 1]; e < inputs.ends[at]; ++e)
                for (int v = 0; v < kVectors; ++v)
                    sums[r][v] += load(panel + inputs.entries[e].row * kWidth + v * kLanes) * inputs.entries[e].value;
        }
    for (const auto& part : inputs.dense) {
        const float* x[kRows];
        for (int r = 0; r < kRows; ++r)
            x[r] = part.x.at(row + r);
        const float* weights = panel + part.first * kWidth;
        for (std::int64_t k = 0; k < part.width; ++k, weights += kWidth) {
            Floats read[kVectors];
            for (int v = 0; v < kVectors; ++v)
                read[v] = load(weights + v * kLanes);
            for (int r = 0; r < kRows; ++r) {
                const float value = x[r][k];
                for (int v = 0; v < kVectors; ++v)
                    sums[r][v] += read[v] * value;
            }
        }
    }
}

/// Calls `block` with the first row of each block of rows, and as a constant how many it has.
template <class Block>
PARTITA_INLINE void blocksOf(std::int64_t rows, Block&& block)
{
    std::int64_t row = 0;
    for (; row + kBlock <= rows; row += kBlock)
        block.template operator()<kBlock>(row);
    if (row + 2 <= rows) {
        block.template operator()<2>(row);
        row += 2;
    }
    if (row < rows)
        block.template operator()<1>(row);
}

struct PanelRange {
    const float* weights;
    std::int64_t inputs, outputs, begin, end;
};

PARTITA_CLONES
void productPanels(const PanelRange& panels, RowsView base, const Inputs& inputs, std::int64_t rows, float* out, std::int64_t outStride)
{
    constexpr int kVectors = vectorsOf(PackedWeights::Order::kColumns);
    for (std::int64_t p = panels.begin; p < panels.end; ++p) {
        const float* panel = panels.weights + p * panels.inputs * kVectors * kLanes;
        const std::int64_t column = p * kVectors * kLanes;
        const auto lanes = [&](int v) { return static_cast<int>(std::clamp<std::int64_t>(panels.outputs - column - v * kLanes, 0, kLanes)); };
        blocksOf(rows, [&]<int kRows>(std::int64_t row) __attribute__((always_inline)) {
            Floats sums[kRows][kVectors];
            for (int r = 0; r < kRows; ++r)
                for (int v = 0; v < kVectors; ++v)
                    sums[r][v] = load(base.at(row + r) + column + v * kLanes, lanes(v));
            addInputs(inputs, panel, row, sums);
            for (int r = 0; r < kRows; ++r)
                for (int v = 0; v < kVectors; ++v)
                    store(out + (row + r) * outStride + column + v * kLanes, sums[r][v], lanes(v));
        });
    }
}

PARTITA_CLONES
void lstmPanels(const PanelRange& panels, RowsView base, const Inputs& inputs, std::int64_t rows, float forgetBias, float* c, float* h)
{
    constexpr int kVectors = vectorsOf(PackedWeights::Order::kGates);
    const std::int64_t units = panels.outputs / 4;
    for (std::int64_t p = panels.begin; p < panels.end; ++p) {
        const float* panel = panels.weights + p * panels.inputs * kVectors * kLanes;
        const std::int64_t unit = p * kLanes;
        const int lanes = static_cast<int>(std::min<std::int64_t>(kLanes, units - unit));
        blocksOf(rows, [&]<int kRows>(std::int64_t row) __attribute__((always_inline)) {
            Floats sums[kRows][kVectors];
            for (int r = 0; r < kRows; ++r)
                for (int v = 0; v < kVectors; ++v)
                    sums[r][v] = load(base.at(row + r) + v * units + unit, lanes);
            addInputs(inputs, panel, row, sums);
            for (int r = 0; r < kRows; ++r) {
                float* const cRow = c + (row + r) * units + unit;
                const auto gates = Gates::of(sums[r][0], sums[r][1], sums[r][2], sums[r][3], load(cRow, lanes), forgetBias);
                store(cRow, gates.c, lanes);
                store(h + (row + r) * units + unit, gates.h, lanes);
            }
        });
    }
}

} // namespace

PackedWeights::PackedWeights(const float* kernel, std::int64_t inputs, std::int64_t outputs, Order order)
    : m_inputs(inputs), m_outputs(outputs), m_order(order)
{
    const std::int64_t vectors = vectorsOf(order);
    const std::int64_t apart = order == Order::kGates ? outputs / 4 : kLanes;            // columns from one vector of a panel to the next
    const std::int64_t step = order == Order::kGates ? kLanes : vectors * kLanes;        // columns from one panel to the next
    const std::int64_t last = order == Order::kGates ? outputs / 4 : outputs;            // end of the first vector's columns
    const std::int64_t panels = (last + step - 1) / step;
    auto floats = largeFloats(static_cast<std::size_t>(panels * inputs * vectors * kLanes));
    float* to = floats.get();
    for (std::int64_t p = 0; p < panels; ++p)
        for (std::int64_t k = 0; k < inputs; ++k)
            for (std::int64_t v = 0; v < vectors; ++v, to += kLanes) {
                const std::int64_t column = p * step + v * apart;
                const std::int64_t end = order == Order::kGates ? (v + 1) * apart : outputs;
                if (column < end)
                    std::copy_n(kernel + k * outputs + column, std::min<std::int64_t>(kLanes, end - column), to);
            }
    m_panels = std::move(floats);
}

std::int64_t PackedWeights::group() const
{
    return m_order == Order::kGates ? kLanes : vectorsOf(m_order) * kLanes;
}

void PackedWeights::product(RowsView base, std::span<const InputPart> parts, std::int64_t rows, float* out, std::int64_t outStride, Share share) const
{
    productPanels({m_panels.get(), m_inputs, m_outputs, share.begin / group(), (share.end + group() - 1) / group()}, base, sorted(parts, {}, rows), rows, out, outStride);
}

void PackedWeights::lstm(RowsView base, std::span<const InputPart> parts, const InputPart& h, std::int64_t rows, float forgetBias, float* c, float* hAfter, Share share) const
{
    lstmPanels({m_panels.get(), m_inputs, m_outputs, share.begin / group(), (share.end + group() - 1) / group()}, base, sorted(parts, {&h, 1}, rows), rows, forgetBias, c, hAfter);
}

} // namespace partita::nn
