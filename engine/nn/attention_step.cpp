#include "engine/nn/attention_step.h"

#include "engine/nn/simd.h"

#include <torch/types.h>

#include <algorithm>
#include <array>

namespace partita::nn {
namespace {

using namespace simd;

PARTITA_INLINE float sumOf(Floats values)
{
    float sum = 0.0f;
    for (int lane = 0; lane < kLanes; ++lane)
        sum += values[lane];
    return sum;
}

/// scores[i] = v · tanh(keys[i] + query of i's row), for the pairs of row and memory row [share.begin, share.end).
PARTITA_CLONES
void scorePairs(const float* keys, const float* queries, const float* v, std::int64_t size, std::int64_t length, Share pairs, float* scores)
{
    for (auto i = pairs.begin; i < pairs.end; ++i) {
        const float* key = keys + i * size;
        const float* query = queries + i / length * size;
        Floats sum{};
        for (std::int64_t k = 0; k < size; k += kLanes) {
            const int n = static_cast<int>(std::min<std::int64_t>(kLanes, size - k));
            sum += load(v + k, n) * tanh(load(key + k, n) + load(query + k, n));
        }
        scores[i] = sumOf(sum);
    }
}

/// attended[row][columns] = Σ softmax(scores) memory.
PARTITA_CLONES
void mixColumns(const float* scores, const float* memory, std::int64_t rows, std::int64_t size, std::int64_t length, Share columns, float* attended)
{
    for (std::int64_t row = 0; row < rows; ++row, scores += length, memory += length * size, attended += size) {
        const float most = *std::max_element(scores, scores + length);
        float total = 0.0f;
        for (auto k = columns.begin; k < columns.end; k += kLanes)
            store(attended + k, Floats{}, static_cast<int>(std::min<std::int64_t>(kLanes, columns.end - k)));
        for (std::int64_t l = 0; l < length; l += kLanes) {
            const int n = static_cast<int>(std::min<std::int64_t>(kLanes, length - l));
            const Floats weights = exp(load(scores + l, n) - most);
            for (int lane = 0; lane < n; ++lane) {
                const float weight = weights[lane];
                total += weight;
                for (auto k = columns.begin; k < columns.end; k += kLanes) {
                    const int width = static_cast<int>(std::min<std::int64_t>(kLanes, columns.end - k));
                    store(attended + k, load(attended + k, width) + load(memory + (l + lane) * size + k, width) * weight, width);
                }
            }
        }
        for (auto k = columns.begin; k < columns.end; k += kLanes) {
            const int width = static_cast<int>(std::min<std::int64_t>(kLanes, columns.end - k));
            store(attended + k, load(attended + k, width) / total, width);
        }
    }
}

} // namespace

AttentionStep::AttentionStep(const AttentionWeights& weights, std::vector<StackCell> cells, int attnLength, Reading reading, Team& team)
    : m_team(team), m_input(weights.input, reading), m_query(weights.query, reading), m_output(weights.output, reading), m_keysBias(torch::zeros_like(weights.attnV)),
      m_keys({weights.attnW.view({weights.attnV.size(0), -1}), m_keysBias}, reading), m_attnV(weights.attnV.data_ptr<float>()), m_cells(std::move(cells), team), m_length(attnLength)
{
}

void AttentionStep::resize(std::int64_t rows)
{
    m_rows = rows;
    m_cells.resize(rows);
    const auto floats = [&](std::int64_t width) { return std::vector<float>(static_cast<std::size_t>(rows * width)); };
    m_cellInput = floats(m_input.outputs);
    m_queries = floats(size());
    m_scores = floats(m_length);
    m_outputs = floats(size());
}

AttentionState AttentionStep::zeroState(std::int64_t rows) const
{
    const std::vector<float> zeros(static_cast<std::size_t>(rows * size())), memory(zeros.size() * static_cast<std::size_t>(m_length));
    return {zeros, memory, memory};
}

RowsView AttentionStep::step(int member, AttentionState& state, StackState& cells, std::int64_t t, const InputPart& x)
{
    const auto product = [&](const Affine& weights, std::span<const InputPart> parts, float* out, std::int64_t stride) {
        affine(weights, {weights.bias, 0}, parts, m_rows, out, stride, weights.share(member, m_team));
        m_team.meet();
    };
    const std::array inputs{x, InputPart{{state.attended.data(), size()}, x.width, size()}};
    product(m_input, inputs, m_cellInput.data(), m_input.outputs);
    const InputPart cellInput{{m_cellInput.data(), m_input.outputs}, 0, m_input.outputs};
    m_cells.step(member, cells, t, {m_cells.front().cell.bias, 0}, {&cellInput, 1});

    RowsView query{m_query.bias, 0}; // of the flattened state, a cell at a time
    std::int64_t first = 0;
    for (const auto& cell : cells) {
        const auto units = std::ssize(cell.c) / m_rows;
        const std::array parts{InputPart{{cell.c.data(), units}, first, units}, InputPart{{cell.h[(t + 1) & 1].data(), units}, first + units, units}};
        affine(m_query, query, parts, m_rows, m_queries.data(), size(), m_query.share(member, m_team));
        query = {m_queries.data(), size()};
        first += 2 * units;
    }
    m_team.meet();
    scorePairs(state.keys.data(), m_queries.data(), m_attnV, size(), m_length, shareOf(m_rows * m_length, 1, member, m_team.size()), m_scores.data());
    m_team.meet();
    mixColumns(m_scores.data(), state.memory.data(), m_rows, size(), m_length, shareOf(size(), kLanes, member, m_team.size()), state.attended.data());
    m_team.meet();

    const std::array outputs{InputPart{m_cells.top(cells, t + 1), 0, m_output.inputs - size()}, InputPart{{state.attended.data(), size()}, m_output.inputs - size(), size()}};
    product(m_output, outputs, m_outputs.data(), size());

    // What this step made replaces the oldest; whoever reads it next has met the others before.
    const auto share = m_keys.share(member, m_team);
    const auto oldest = t % m_length * size();
    const InputPart output{{m_outputs.data(), size()}, 0, size()};
    affine(m_keys, {m_keys.bias, 0}, {&output, 1}, m_rows, state.keys.data() + oldest, m_length * size(), share);
    for (std::int64_t row = 0; row < m_rows; ++row)
        std::copy(m_outputs.begin() + row * size() + share.begin, m_outputs.begin() + row * size() + share.end, state.memory.begin() + row * m_length * size() + oldest + share.begin);
    return {m_outputs.data(), size()};
}

} // namespace partita::nn
