#include "engine/nn/event_steps.h"

#include "engine/nn/attention_step.h"
#include "engine/nn/cell_stack.h"

#include <torch/types.h>

#include <algorithm>
#include <cassert>

namespace partita::nn {
namespace {

struct ProcessorState final : models::NetworkState {
    std::int64_t batch = 0;
    std::int64_t steps = 0; ///< done so far
    AttentionState attention;
    StackState wrapped, stack;
};

class ProcessorNetwork final : public models::EventNetwork {
public:
    ProcessorNetwork(const models::RnnSpec& spec, EventRnnWeights weights, std::int64_t floats, std::unique_ptr<models::JointDistribution> joint)
        : m_spec(spec), m_weights(std::move(weights)), m_joint(std::move(joint)), m_floats(floats), m_width(spec.oneHotDepth > 0 ? spec.oneHotDepth : spec.inputSize),
          m_stack(cells(wrappedCells(), m_weights.layers.size()), m_team), m_output(m_weights.output, readingFor(floats))
    {
        if (!m_weights.attention)
            return;
        if (const auto& projection = m_weights.layers.front().projection; projection && spec.attention == models::Attention::kFirstLayer)
            m_projection = Affine(*projection, readingFor(floats));
        m_attention.emplace(*m_weights.attention, cells(0, wrappedCells()), spec.attn_length, readingFor(floats), m_team);
    }

    int inputSize() const override { return m_spec.inputSize; }
    int numClasses() const override { return static_cast<int>(m_output.outputs); }
    const models::JointDistribution* joint() const override { return m_joint.get(); }

    std::unique_ptr<models::NetworkState> initialState(int batch) const override
    {
        auto state = std::make_unique<ProcessorState>();
        state->batch = batch;
        state->stack = m_stack.zeroState(batch);
        if (m_attention) {
            state->attention = m_attention->zeroState(batch);
            state->wrapped = m_attention->cells().zeroState(batch);
        }
        return state;
    }

    std::unique_ptr<models::NetworkState> select(const models::NetworkState& from, std::span<const int> rows) const override
    {
        const auto& state = dynamic_cast<const ProcessorState&>(from);
        auto picked = std::make_unique<ProcessorState>();
        picked->batch = std::ssize(rows);
        picked->steps = state.steps;
        const auto pick = [&](const std::vector<float>& values) {
            const auto width = std::ssize(values) / state.batch;
            std::vector<float> chosen;
            chosen.reserve(rows.size() * static_cast<std::size_t>(width));
            for (const int row : rows)
                chosen.insert(chosen.end(), values.begin() + row * width, values.begin() + (row + 1) * width);
            return chosen;
        };
        const auto pickAll = [&](const StackState& cells) {
            StackState chosen;
            for (const auto& cell : cells)
                chosen.push_back({pick(cell.c), {pick(cell.h[0]), pick(cell.h[1])}});
            return chosen;
        };
        picked->attention = {pick(state.attention.attended), pick(state.attention.memory), pick(state.attention.keys)};
        picked->wrapped = pickAll(state.wrapped);
        picked->stack = pickAll(state.stack);
        return picked;
    }

    std::span<const float> run(models::NetworkState& opaque, std::span<const float> values, int steps, bool lastOnly) override
    {
        auto& state = dynamic_cast<ProcessorState&>(opaque);
        assert(steps > 0 && std::ssize(values) == state.batch * steps * inputSize());
        resize(state.batch);
        const auto inputs = widened(values);
        const std::int64_t kept = lastOnly ? 1 : steps;
        m_logits.resize(static_cast<std::size_t>(state.batch * kept * m_output.outputs));
        m_team.run([&](int member) {
            for (std::int64_t t = 0; t < steps; ++t) {
                const InputPart x{{inputs.data() + t * m_width, steps * m_width}, 0, m_width, /*sparse=*/true};
                const auto top = step(member, state, state.steps + t, x);
                const std::int64_t place = t - (steps - kept);
                if (place < 0)
                    continue;
                const InputPart read{top, 0, m_output.inputs};
                affine(m_output, {m_output.bias, 0}, {&read, 1}, state.batch, m_logits.data() + place * m_output.outputs, kept * m_output.outputs, m_output.share(member, m_team));
                m_team.meet();
            }
        });
        state.steps += steps;
        return m_logits;
    }

private:
    /// How many layers the attention wraps.
    std::size_t wrappedCells() const
    {
        switch (m_spec.attention) {
        case models::Attention::kNone: return 0;
        case models::Attention::kFirstLayer: return 1;
        case models::Attention::kWholeStack: return m_weights.layers.size();
        }
        return 0;
    }

    /// Layers [begin, end); those inside the wrapper are plain.
    std::vector<StackCell> cells(std::size_t begin, std::size_t end) const
    {
        std::vector<StackCell> cells;
        for (auto i = begin; i < end; ++i) {
            const auto& layer = m_weights.layers[i];
            const bool wrapped = i < wrappedCells();
            cells.emplace_back(CellWeights{wrapped ? std::nullopt : layer.projection, {layer.lstm.kernel, layer.lstm.bias, m_spec.forgetBias}, !wrapped && m_spec.residual_connections},
                               readingFor(m_floats));
        }
        return cells;
    }

    void resize(std::int64_t batch)
    {
        m_team.resize(threadsFor(m_floats));
        if (batch == m_batch)
            return;
        m_batch = batch;
        m_stack.resize(batch);
        m_projected.resize(static_cast<std::size_t>(batch * m_projection.outputs));
        if (m_attention) {
            m_attention->resize(batch);
            m_sum.resize(static_cast<std::size_t>(batch * m_attention->size()));
        }
    }

    /// Indices as one-hots where the spec says so.
    std::span<const float> widened(std::span<const float> values)
    {
        if (m_spec.oneHotDepth == 0)
            return values;
        m_widened.assign(values.size() * static_cast<std::size_t>(m_width), 0.0f);
        for (std::size_t i = 0; i < values.size(); ++i) {
            assert(values[i] >= 0.0f && values[i] < static_cast<float>(m_width));
            m_widened[i * static_cast<std::size_t>(m_width) + static_cast<std::size_t>(values[i])] = 1.0f;
        }
        return m_widened;
    }

    /// One step by `member`; what the last layer says.
    RowsView step(int member, ProcessorState& state, std::int64_t t, InputPart x)
    {
        if (!m_attention) {
            const auto input = m_stack.front().input();
            m_stack.step(member, state.stack, t, {input.bias, 0}, {&x, 1});
            return m_stack.top(state.stack, t + 1);
        }
        if (m_projection) {
            affine(m_projection, {m_projection.bias, 0}, {&x, 1}, m_batch, m_projected.data(), m_projection.outputs, m_projection.share(member, m_team));
            m_team.meet();
            x = {{m_projected.data(), m_projection.outputs}, 0, m_projection.outputs};
        }
        RowsView y = m_attention->step(member, state.attention, state.wrapped, t, x);
        if (m_spec.residual_connections && m_spec.attention == models::Attention::kFirstLayer) {
            const auto size = m_attention->size();
            const auto share = shareOf(size, 1, member, m_team.size());
            for (std::int64_t row = 0; row < m_batch; ++row)
                for (auto i = share.begin; i < share.end; ++i)
                    m_sum[static_cast<std::size_t>(row * size + i)] = y.at(row)[i] + x.x.at(row)[i];
            m_team.meet();
            y = {m_sum.data(), size};
        }
        if (m_stack.empty())
            return y;
        const InputPart below{y, 0, m_attention->size()};
        m_stack.step(member, state.stack, t, {m_stack.front().input().bias, 0}, {&below, 1});
        return m_stack.top(state.stack, t + 1);
    }

    models::RnnSpec m_spec;
    EventRnnWeights m_weights;
    std::unique_ptr<models::JointDistribution> m_joint;
    std::int64_t m_floats, m_width;
    Team m_team;
    Affine m_projection; ///< of a residual layer that attention wraps
    std::optional<AttentionStep> m_attention;
    CellStack m_stack; ///< the layers above it, or all
    Affine m_output;

    // Working memory, kept for the next call.
    std::int64_t m_batch = 0;
    std::vector<float> m_widened, m_projected, m_sum, m_logits;
};

} // namespace

std::unique_ptr<models::EventNetwork> stepOnProcessor(const models::RnnSpec& spec, EventRnnWeights weights, std::unique_ptr<models::JointDistribution> joint)
{
    const torch::InferenceMode inference;
    std::int64_t floats = 0;
    models::mapParts(weights, [&](const torch::Tensor& tensor) { return floats += tensor.numel(); });
    return std::make_unique<ProcessorNetwork>(spec, std::move(weights), floats, std::move(joint));
}

} // namespace partita::nn
