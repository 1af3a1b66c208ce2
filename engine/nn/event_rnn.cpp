#include "engine/nn/event_rnn.h"

#include "engine/core/rng.h"
#include "engine/models/rnn_variables.h"
#include "engine/nn/attention.h"
#include "engine/nn/device.h"

#include <torch/torch.h>

#include <cmath>

namespace partita::nn {
namespace {

using torch::Tensor;

/// Limits of Glorot's uniform distribution; a vector counts its length as both fans, a 1×1 convolution its channels.
void fillGlorot(std::span<float> values, std::span<const std::int64_t> shape, Rng rng)
{
    const double fanOut = static_cast<double>(shape.back());
    const double fanIn = shape.size() > 1 ? static_cast<double>(shape[shape.size() - 2]) : fanOut;
    const double limit = std::sqrt(6.0 / (fanIn + fanOut));
    for (float& value : values)
        value = static_cast<float>((2.0 * rng.uniform() - 1.0) * limit);
}

/// [rows, units] of 0 and 1/keep. Sixteen bits decide on an element, so that one draw serves four.
Tensor dropoutMask(const Dropout& dropout, std::size_t layer, std::int64_t rows, std::int64_t units, torch::Device device)
{
    constexpr double kRange = 65536.0;
    auto rng = Rng::stream(dropout.seed, "dropout/" + std::to_string(dropout.step) + "/" + std::to_string(layer));
    const auto threshold = static_cast<std::uint64_t>(std::lround(dropout.keep * kRange));
    const float kept = static_cast<float>(1.0 / dropout.keep);
    auto mask = torch::empty({rows, units});
    float* out = mask.data_ptr<float>();
    std::uint64_t bits = 0;
    for (std::int64_t i = 0, size = mask.numel(); i < size; ++i, bits >>= 16) {
        if (i % 4 == 0)
            bits = rng.next();
        out[i] = (bits & 0xffff) < threshold ? kept : 0.0f;
    }
    return mask.to(device);
}

} // namespace

Tensor fromPlain(const bundle::Tensor& tensor, torch::Device device)
{
    const auto values = bundle::floats(tensor);
    auto copy = torch::empty(tensor.shape);
    std::copy(values.begin(), values.end(), copy.data_ptr<float>());
    return copy.to(device);
}

bundle::Tensor toPlain(std::string name, const Tensor& tensor)
{
    const auto copy = hostCopy(tensor.detach());
    return bundle::makeTensor(std::move(name), copy.sizes().vec(), std::span<const float>(copy.data_ptr<float>(), copy.numel()));
}

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
        auto value = torch::zeros(shape);
        if (!name.ends_with("bias") && !name.ends_with("biases"))
            fillGlorot({value.data_ptr<float>(), static_cast<std::size_t>(value.numel())}, shape, Rng::stream(seed, "init/" + name));
        parameters.push_back({name, value.to(device)});
    }
    return EventRnn(spec, std::move(parameters));
}

Result<EventRnn> EventRnn::fromTensors(const std::map<std::string, bundle::Tensor>& tensors, const models::RnnSpec& spec, torch::Device device)
{
    std::vector<Parameter> parameters;
    for (const auto& [name, shape] : models::eventRnnVariables(spec)) {
        const auto found = tensors.find(name);
        std::string problem;
        if (found == tensors.end())
            problem = "is missing";
        else if (found->second.shape != shape || found->second.dtype == bundle::DType::kString)
            problem = "has the shape " + bundle::shapeText(found->second.shape) + " instead of " + bundle::shapeText(shape);
        if (!problem.empty())
            return fail(ErrorCode::kMismatch, "The checkpoint does not fit the model: its tensor \"" + name + "\" " + problem + ". Choose the config that it was trained with.");
        parameters.push_back({name, fromPlain(found->second, device)});
    }
    return EventRnn(spec, std::move(parameters));
}

Tensor EventRnn::logits(const PackedSteps& steps, const Tensor& inputs, const Dropout& dropout) const
{
    const auto rows = inputs.size(0);
    std::vector<Tensor> masks;
    if (dropout.keep < 1.0)
        for (std::size_t i = 0; i < m_weights.layers.size(); ++i)
            masks.push_back(dropoutMask(dropout, i, rows, m_weights.layers[i].lstm.units(), device()));

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
