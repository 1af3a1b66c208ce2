#include "engine/nn/event_network.h"

#include "engine/nn/attention.h"
#include "engine/nn/device.h"
#include "engine/nn/event_rnn.h"
#include "engine/nn/gates.h"
#include "engine/nn/small_product.h"

#include <torch/torch.h>

#include <algorithm>
#include <cassert>
#include <optional>

namespace partita::nn {
namespace {

using torch::Tensor;

/// For each cell the joined row that its product reads, [B, input + units]: the input is written to its left part, and
/// h stays in its right part from step to step.
struct State final : models::NetworkState {
    std::vector<Tensor> joined;
    std::vector<Tensor> c;
    Tensor attended; ///< [B, A]
    Tensor memory;   ///< [B, L, A]: a ring
    Tensor keys;     ///< [B, L, A]: memory · attn_w
    std::int64_t oldest = 0;

    std::int64_t batch() const { return c.front().size(0); }
};

/// The attention wrapper's products.
struct AttentionStep {
    SmallProduct input, query, output;
    const AttentionWeights* weights = nullptr;
};

class NadeDistribution final : public models::JointDistribution {
public:
    explicit NadeDistribution(NadeWeights weights) : m_weights(std::move(weights)) {}

    int labels() const override { return static_cast<int>(m_weights.visible()); }

    double draw(std::span<const float> outputs, double temperature, const std::function<double()>& uniform, std::span<int> labels) const override
    {
        if (temperature <= 0.0)
            return take(sampleNade(m_weights, biases(outputs), {}), labels);
        auto uniforms = torch::empty({1, m_weights.visible()});
        for (int i = 0; i < this->labels(); ++i)
            uniforms.data_ptr<float>()[i] = static_cast<float>(uniform());
        return take(sampleNade(m_weights, biases(outputs), temperature, uniforms.to(m_weights.wEnc.device())), labels);
    }

    double logProbability(std::span<const float> outputs, std::span<const int> labels) const override
    {
        torch::InferenceMode inference;
        const auto values = torch::from_blob(const_cast<int*>(labels.data()), {1, m_weights.visible()}, torch::kInt).to(m_weights.wEnc.device(), torch::kFloat);
        return nadeLogProbability(m_weights, biases(outputs), values).logProbability.item<double>();
    }

private:
    Tensor biases(std::span<const float> outputs) const
    {
        return torch::from_blob(const_cast<float*>(outputs.data()), {1, static_cast<std::int64_t>(outputs.size())}).to(m_weights.wEnc.device());
    }

    static double take(const NadeOutcome& outcome, std::span<int> labels)
    {
        const auto values = hostCopy(outcome.values);
        std::ranges::transform(std::span(values.data_ptr<float>(), labels.size()), labels.begin(), [](float value) { return value != 0.0f; });
        return outcome.logProbability.item<double>();
    }

    NadeWeights m_weights;
};

class StepNetwork final : public models::EventNetwork {
public:
    explicit StepNetwork(const EventRnn& network)
        : m_network(network), m_spec(m_network.spec()), m_weights(m_network.weights())
    {
        torch::InferenceMode inference;
        for (const auto& layer : m_weights.layers) {
            m_cells.emplace_back(layer.lstm);
            m_projections.emplace_back(layer.projection ? SmallProduct(*layer.projection) : SmallProduct());
        }
        if (m_weights.attention)
            m_attention = {SmallProduct(m_weights.attention->input), SmallProduct(m_weights.attention->query), SmallProduct(m_weights.attention->output), &*m_weights.attention};
        m_output = SmallProduct(m_weights.output);
        if (m_weights.nade)
            m_joint.emplace(m_network.nade());
    }

    int inputSize() const override { return m_spec.inputSize; }
    int numClasses() const override { return static_cast<int>(m_output.outputs()); }
    const models::JointDistribution* joint() const override { return m_joint ? &*m_joint : nullptr; }

    std::unique_ptr<models::NetworkState> initialState(int batch) const override
    {
        torch::InferenceMode inference;
        const auto options = torch::TensorOptions().device(m_network.device());
        auto state = std::make_unique<State>();
        for (std::size_t i = 0; i < m_cells.size(); ++i) {
            state->joined.push_back(torch::zeros({batch, m_cells[i].inputs()}, options));
            state->c.push_back(torch::zeros({batch, units(i)}, options));
        }
        if (m_attention.weights) {
            const auto size = m_attention.output.outputs();
            state->attended = torch::zeros({batch, size}, options);
            state->memory = torch::zeros({batch, m_spec.attn_length, size}, options);
            state->keys = torch::zeros_like(state->memory);
        }
        return state;
    }

    std::unique_ptr<models::NetworkState> select(const models::NetworkState& from, std::span<const int> rows) const override
    {
        torch::InferenceMode inference;
        const auto& state = dynamic_cast<const State&>(from);
        const auto index = torch::tensor(std::vector<std::int64_t>(rows.begin(), rows.end())).to(m_network.device());
        const auto pick = [&](const Tensor& tensor) { return tensor.defined() ? tensor.index_select(0, index) : Tensor(); };
        auto picked = std::make_unique<State>();
        for (std::size_t i = 0; i < m_cells.size(); ++i) {
            picked->joined.push_back(pick(state.joined[i]));
            picked->c.push_back(pick(state.c[i]));
        }
        picked->attended = pick(state.attended);
        picked->memory = pick(state.memory);
        picked->keys = pick(state.keys);
        picked->oldest = state.oldest;
        return picked;
    }

    std::span<const float> run(models::NetworkState& opaque, std::span<const float> values, int steps, bool lastOnly) override
    {
        torch::InferenceMode inference;
        auto& state = dynamic_cast<State&>(opaque);
        const auto batch = state.batch();
        assert(steps > 0 && values.size() == static_cast<std::size_t>(batch) * steps * inputSize());
        const auto inputs = widenIndices(m_spec, torch::from_blob(const_cast<float*>(values.data()), {batch, steps, inputSize()}).to(m_network.device()));
        prepare(batch);

        const auto kept = lastOnly ? 1 : steps;
        if (!m_outputs.defined() || m_outputs.size(0) != batch || m_outputs.size(1) != kept) {
            m_outputs = torch::empty({batch, kept, m_output.inputs()}, inputs.options());
            m_logits = torch::empty({batch, kept, m_output.outputs()}, inputs.options());
        }
        for (int t = 0; t < steps; ++t) {
            const auto output = step(state, inputs.select(1, t));
            if (t >= steps - kept)
                m_outputs.select(1, t - (steps - kept)).copy_(output);
        }
        m_output.apply(m_outputs.view({batch * kept, -1}), m_logits.view({batch * kept, -1}));
        m_host = hostCopy(m_logits);
        return {m_host.data_ptr<float>(), static_cast<std::size_t>(m_host.numel())};
    }

private:
    std::int64_t units(std::size_t cell) const { return m_weights.layers[cell].lstm.bias.size(0) / 4; }
    std::int64_t cellInputs(std::size_t cell) const { return m_cells[cell].inputs() - units(cell); }

    void prepare(std::int64_t batch)
    {
        if (!m_gates.empty() && m_gates.front().size(0) == batch)
            return;
        const auto options = torch::TensorOptions().device(m_network.device());
        m_gates.clear();
        m_projected.clear();
        for (std::size_t i = 0; i < m_cells.size(); ++i) {
            m_gates.push_back(torch::empty({batch, m_cells[i].outputs()}, options));
            m_projected.push_back(torch::empty({batch, m_projections[i].outputs()}, options));
        }
        if (m_attention.weights) {
            const auto wrapped = m_attention.input.inputs() - m_attention.output.outputs();
            m_attentionInput = torch::empty({batch, m_attention.input.inputs()}, options);
            m_cellInput = torch::empty({batch, wrapped}, options);
            m_query = torch::empty({batch, m_attention.query.outputs()}, options);
            m_attentionOutput = torch::empty({batch, m_attention.output.outputs()}, options);
        }
    }

    /// Cell `i` reads `input` and moves on; returns its h, a view into the state.
    Tensor stepCell(State& state, std::size_t i, const Tensor& input)
    {
        const auto& joined = state.joined[i];
        joined.narrow(1, 0, cellInputs(i)).copy_(input);
        m_cells[i].apply(joined, m_gates[i]);
        auto h = joined.narrow(1, cellInputs(i), units(i));
        gatesForward(m_gates[i], state.c[i], state.c[i], h, m_spec.forgetBias);
        return h;
    }

    /// The wrapper around cells [0, count).
    Tensor stepAttention(State& state, std::size_t count, const Tensor& input)
    {
        const auto size = m_attention.output.outputs();
        m_attentionInput.narrow(1, 0, input.size(1)).copy_(input);
        m_attentionInput.narrow(1, input.size(1), size).copy_(state.attended);
        m_attention.input.apply(m_attentionInput, m_cellInput);
        Tensor h = m_cellInput;
        std::vector<Tensor> flat;
        for (std::size_t i = 0; i < count; ++i) {
            h = stepCell(state, i, h);
            flat.insert(flat.end(), {state.c[i], h});
        }
        m_attention.query.apply(torch::cat(flat, 1), m_query);
        state.attended = attend(m_query, state.keys, state.memory, m_attention.weights->attnV);
        m_attention.output.apply(torch::cat({h, state.attended}, 1), m_attentionOutput);
        state.memory.select(1, state.oldest).copy_(m_attentionOutput);
        state.keys.select(1, state.oldest).copy_(attentionKeys(m_attentionOutput, *m_attention.weights));
        state.oldest = (state.oldest + 1) % m_spec.attn_length;
        return m_attentionOutput;
    }

    Tensor step(State& state, const Tensor& input)
    {
        if (m_spec.attention == models::Attention::kWholeStack)
            return stepAttention(state, m_cells.size(), input);
        Tensor x = input;
        for (std::size_t i = 0; i < m_cells.size(); ++i) {
            if (m_weights.layers[i].projection) {
                m_projections[i].apply(x, m_projected[i]);
                x = m_projected[i];
            }
            const auto y = i == 0 && m_attention.weights ? stepAttention(state, 1, x) : stepCell(state, i, x);
            x = m_spec.residual_connections ? y + x : y;
        }
        return x;
    }

    EventRnn m_network;
    models::RnnSpec m_spec;
    EventRnnWeights m_weights;
    std::vector<SmallProduct> m_cells;
    std::vector<SmallProduct> m_projections;
    AttentionStep m_attention;
    SmallProduct m_output;
    std::optional<NadeDistribution> m_joint;

    // Working memory of a step, kept for the next.
    std::vector<Tensor> m_gates, m_projected;
    Tensor m_attentionInput, m_cellInput, m_query, m_attentionOutput;
    Tensor m_outputs, m_logits, m_host;
};

} // namespace

Result<std::unique_ptr<models::EventNetwork>> openEventNetwork(const std::map<std::string, bundle::Tensor>& weights, const models::RnnSpec& spec, std::string_view device)
{
    const auto place = chooseDevice(device);
    if (!place)
        return fail(place);
    const auto network = EventRnn::fromTensors(weights, spec, *place);
    if (!network)
        return fail(network);
    return std::make_unique<StepNetwork>(*network);
}

} // namespace partita::nn
