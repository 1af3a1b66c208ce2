#include "engine/nn/event_steps.h"

#include "engine/nn/attention.h"
#include "engine/nn/device.h"
#include "engine/nn/gates.h"

#include <torch/types.h>

#include <cassert>

namespace partita::nn {
namespace {

using torch::Tensor;

struct TorchState final : models::NetworkState {
    std::vector<Tensor> c, h; ///< of each cell, [B, units]
    Tensor attended; ///< [B, A]
    Tensor memory;   ///< [B, L, A]: a ring
    Tensor keys;     ///< [B, L, A]: memory · attn_w
    std::int64_t oldest = 0;

    std::int64_t batch() const { return c.front().size(0); }
};

Tensor affine(const DenseWeights& weights, const Tensor& x)
{
    return torch::addmm(weights.bias, x, weights.kernel);
}

class TorchNetwork final : public models::EventNetwork {
public:
    TorchNetwork(const EventRnn& network, std::unique_ptr<models::JointDistribution> joint) : m_network(network), m_spec(m_network.spec()), m_weights(m_network.weights()), m_joint(std::move(joint)) {}

    int inputSize() const override { return m_spec.inputSize; }
    int numClasses() const override { return static_cast<int>(m_weights.output.bias.size(0)); }
    const models::JointDistribution* joint() const override { return m_joint.get(); }

    std::unique_ptr<models::NetworkState> initialState(int batch) const override
    {
        const torch::InferenceMode inference;
        const auto zeros = [&](torch::IntArrayRef shape) { return torch::zeros(shape, torch::TensorOptions().device(m_network.device())); };
        auto state = std::make_unique<TorchState>();
        for (std::size_t i = 0; i < m_weights.layers.size(); ++i) {
            state->c.push_back(zeros({batch, m_network.cell(i).units()}));
            state->h.push_back(zeros({batch, m_network.cell(i).units()}));
        }
        if (m_weights.attention) {
            const auto size = m_weights.attention->attnV.size(0);
            state->attended = zeros({batch, size});
            state->memory = zeros({batch, m_spec.attn_length, size});
            state->keys = zeros({batch, m_spec.attn_length, size});
        }
        return state;
    }

    std::unique_ptr<models::NetworkState> select(const models::NetworkState& from, std::span<const int> rows) const override
    {
        const torch::InferenceMode inference;
        const auto& state = dynamic_cast<const TorchState&>(from);
        const auto index = torch::tensor(std::vector<std::int64_t>(rows.begin(), rows.end())).to(m_network.device());
        const auto pick = [&](const Tensor& tensor) { return tensor.defined() ? tensor.index_select(0, index) : Tensor(); };
        auto picked = std::make_unique<TorchState>();
        for (std::size_t i = 0; i < state.c.size(); ++i) {
            picked->c.push_back(pick(state.c[i]));
            picked->h.push_back(pick(state.h[i]));
        }
        picked->attended = pick(state.attended);
        picked->memory = pick(state.memory);
        picked->keys = pick(state.keys);
        picked->oldest = state.oldest;
        return picked;
    }

    std::span<const float> run(models::NetworkState& opaque, std::span<const float> values, int steps, bool lastOnly) override
    {
        const torch::InferenceMode inference;
        auto& state = dynamic_cast<TorchState&>(opaque);
        const auto batch = state.batch();
        assert(steps > 0 && values.size() == static_cast<std::size_t>(batch) * steps * inputSize());
        const auto inputs = widenIndices(m_spec, torch::from_blob(const_cast<float*>(values.data()), {batch, steps, inputSize()}).to(m_network.device()));
        std::vector<Tensor> outputs;
        for (int t = 0; t < steps; ++t) {
            const auto output = step(state, inputs.select(1, t));
            if (!lastOnly || t + 1 == steps)
                outputs.push_back(output);
        }
        const auto rows = torch::stack(outputs, 1); // [B, T, units]
        m_logits = hostCopy(affine(m_weights.output, rows.flatten(0, 1)));
        return {m_logits.data_ptr<float>(), static_cast<std::size_t>(m_logits.numel())};
    }

private:
    /// Cell `i` reads `input` and moves on; returns its h.
    Tensor stepCell(TorchState& state, std::size_t i, const Tensor& input)
    {
        const auto cell = m_network.cell(i);
        auto z = torch::addmm(cell.bias, torch::cat({input, state.h[i]}, 1), cell.kernel);
        auto h = torch::empty_like(state.h[i]); // the one before stays what a layer above has read
        gatesForward(z, state.c[i], state.c[i], h, cell.forgetBias);
        return state.h[i] = h;
    }

    /// The wrapper around cells [0, count).
    Tensor stepAttention(TorchState& state, std::size_t count, const Tensor& input)
    {
        const auto& weights = *m_weights.attention;
        auto h = affine(weights.input, torch::cat({input, state.attended}, 1));
        std::vector<Tensor> flat;
        for (std::size_t i = 0; i < count; ++i) {
            h = stepCell(state, i, h);
            flat.insert(flat.end(), {state.c[i], h});
        }
        state.attended = attend(affine(weights.query, torch::cat(flat, 1)), state.keys, state.memory, weights.attnV);
        const auto output = affine(weights.output, torch::cat({h, state.attended}, 1));
        state.memory.select(1, state.oldest).copy_(output);
        state.keys.select(1, state.oldest).copy_(attentionKeys(output, weights));
        state.oldest = (state.oldest + 1) % m_spec.attn_length;
        return output;
    }

    Tensor step(TorchState& state, const Tensor& input)
    {
        if (m_spec.attention == models::Attention::kWholeStack)
            return stepAttention(state, m_weights.layers.size(), input);
        Tensor x = input;
        for (std::size_t i = 0; i < m_weights.layers.size(); ++i) {
            if (const auto& projection = m_weights.layers[i].projection)
                x = affine(*projection, x);
            const auto y = i == 0 && m_weights.attention ? stepAttention(state, 1, x) : stepCell(state, i, x);
            x = m_spec.residual_connections ? y + x : y;
        }
        return x;
    }

    EventRnn m_network;
    models::RnnSpec m_spec;
    EventRnnWeights m_weights;
    std::unique_ptr<models::JointDistribution> m_joint;
    Tensor m_logits;
};

} // namespace

std::unique_ptr<models::EventNetwork> stepByTorch(const EventRnn& network, std::unique_ptr<models::JointDistribution> joint)
{
    return std::make_unique<TorchNetwork>(network, std::move(joint));
}

} // namespace partita::nn
