#include "engine/nn/event_rnn.h"

#include "engine/nn/attention.h"
#include "engine/nn/initial_weights.h"
#include "engine/nn/layer_input.h"

#include <torch/types.h>

#include <cmath>

namespace partita::nn {

using torch::Tensor;

Tensor widenIndices(const models::RnnSpec& spec, const Tensor& inputs)
{
    if (spec.oneHotDepth == 0)
        return inputs;
    return torch::one_hot(inputs.squeeze(-1).to(torch::kLong), spec.oneHotDepth).to(torch::kFloat);
}

Tensor oneStepLater(const PackedSteps& steps, const Tensor& rows)
{
    const auto later = torch::zeros_like(rows);
    std::int64_t before = 0, row = steps.sequences();
    for (std::size_t t = 1; t < steps.counts.size(); ++t) {
        later.narrow(0, row, steps.counts[t]).copy_(rows.narrow(0, before, steps.counts[t]));
        before += steps.counts[t - 1];
        row += steps.counts[t];
    }
    return later;
}

EventRnn::EventRnn(models::RnnSpec spec, std::vector<Parameter> parameters)
    : m_spec(std::move(spec)), m_parameters(std::move(parameters))
{
    std::size_t next = 0; // the parameters are eventRnnVariables, which lists the parts in the order in which they are visited
    m_weights = models::mapParts(models::eventRnnParts(m_spec), [&](const models::Variable&) { return m_parameters[next++].value.requires_grad_(); });
}

LstmWeights EventRnn::cell(std::size_t layer) const
{
    const auto& [kernel, bias] = m_weights.layers[layer].lstm;
    return {kernel, bias, m_spec.forgetBias};
}

EventRnn EventRnn::fresh(const models::RnnSpec& spec, std::uint64_t seed, torch::Device device)
{
    std::vector<Parameter> parameters;
    for (const auto& [name, shape] : models::eventRnnVariables(spec)) {
        torch::Tensor value;
        if (name.starts_with("nade/"))
            value = normalDraws(shape, 1.0 / std::sqrt(static_cast<double>(shape.front())), /*truncated=*/true, seed, name);
        else if (name.ends_with("bias") || name.ends_with("biases"))
            value = torch::zeros(shape);
        else
            value = glorotUniform(shape, seed, name);
        parameters.push_back({name, value.to(device)});
    }
    return EventRnn(spec, std::move(parameters));
}

Result<EventRnn> EventRnn::fromTensors(const std::map<std::string, bundle::Tensor>& tensors, const models::RnnSpec& spec, torch::Device device)
{
    auto parameters = readParameters(models::eventRnnVariables(spec), tensors, device);
    if (!parameters)
        return fail(parameters);
    return EventRnn(spec, std::move(*parameters));
}

Tensor EventRnn::logits(const PackedSteps& steps, const Tensor& inputs, const Dropout& dropout) const
{
    const auto rows = inputs.size(0);
    std::vector<Tensor> masks;
    if (dropout.keep < 1.0)
        for (std::size_t i = 0; i < m_weights.layers.size(); ++i)
            masks.push_back(dropoutMask(dropout, std::to_string(i), rows, cell(i).units(), device()));

    auto x = widenIndices(m_spec, inputs);
    if (m_spec.attention == models::Attention::kWholeStack) {
        std::vector<LstmWeights> cells;
        for (std::size_t i = 0; i < m_weights.layers.size(); ++i)
            cells.push_back(cell(i));
        x = attentionLayer(steps, x, *m_weights.attention, cells, m_spec.attn_length, masks);
    } else {
        for (std::size_t i = 0; i < m_weights.layers.size(); ++i) {
            const auto& layer = m_weights.layers[i];
            if (layer.projection)
                x = denseLayer(x, layer.projection->kernel, layer.projection->bias);
            const auto lstm = cell(i);
            auto y = i == 0 && m_weights.attention ? attentionLayer(steps, x, *m_weights.attention, {&lstm, 1}, m_spec.attn_length, {}) : lstmLayer(steps, x, lstm);
            if (m_spec.residual_connections)
                y = y + x;
            x = masks.empty() ? y : y * masks[i];
        }
    }
    return denseLayer(x, m_weights.output.kernel, m_weights.output.bias);
}

} // namespace partita::nn
