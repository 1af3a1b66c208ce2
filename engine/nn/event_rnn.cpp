#include "engine/nn/event_rnn.h"

#include "engine/models/rnn_variables.h"
#include "engine/nn/attention.h"
#include "engine/nn/initial_weights.h"

#include <torch/torch.h>

namespace partita::nn {

using torch::Tensor;

Tensor widenIndices(const models::RnnSpec& spec, const Tensor& inputs)
{
    if (spec.oneHotDepth == 0)
        return inputs;
    return torch::one_hot(inputs.squeeze(-1).to(torch::kLong), spec.oneHotDepth).to(torch::kFloat);
}

EventRnn::EventRnn(models::RnnSpec spec, std::vector<Parameter> parameters)
    : m_spec(std::move(spec)), m_parameters(std::move(parameters))
{
    std::vector<Tensor> values;
    for (auto& parameter : m_parameters)
        values.push_back(parameter.value.requires_grad_());
    m_weights = assignRoles(m_spec, values);
}

EventRnn EventRnn::fresh(const models::RnnSpec& spec, std::uint64_t seed, torch::Device device)
{
    std::vector<Parameter> parameters;
    for (const auto& [name, shape] : models::eventRnnVariables(spec)) {
        const bool bias = name.ends_with("bias") || name.ends_with("biases");
        parameters.push_back({name, (bias ? torch::zeros(shape) : glorotUniform(shape, seed, name)).to(device)});
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
            masks.push_back(dropoutMask(dropout, std::to_string(i), rows, m_weights.layers[i].lstm.units(), device()));

    auto x = widenIndices(m_spec, inputs);
    if (m_spec.attention == models::Attention::kWholeStack) {
        std::vector<LstmWeights> cells;
        for (const auto& layer : m_weights.layers)
            cells.push_back(layer.lstm);
        x = attentionLayer(steps, x, *m_weights.attention, cells, m_spec.attn_length, masks);
    } else {
        for (std::size_t i = 0; i < m_weights.layers.size(); ++i) {
            const auto& layer = m_weights.layers[i];
            if (layer.projection)
                x = torch::addmm(layer.projection->bias, x, layer.projection->kernel);
            auto y = i == 0 && m_weights.attention ? attentionLayer(steps, x, *m_weights.attention, {&layer.lstm, 1}, m_spec.attn_length, {})
                                                   : lstmLayer(steps, x, layer.lstm);
            if (m_spec.residual_connections)
                y = y + x;
            x = masks.empty() ? y : y * masks[i];
        }
    }
    return torch::addmm(m_weights.output.bias, x, m_weights.output.kernel);
}

} // namespace partita::nn
