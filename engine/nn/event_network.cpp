#include "engine/nn/event_network.h"

#include "engine/nn/device.h"
#include "engine/nn/event_steps.h"

#include <torch/types.h>

#include <algorithm>

namespace partita::nn {
namespace {

using torch::Tensor;

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

std::unique_ptr<models::JointDistribution> jointOf(const EventRnnWeights& weights)
{
    return weights.nade ? std::make_unique<NadeDistribution>(NadeWeights{weights.nade->wEnc, weights.nade->wDecT}) : nullptr;
}

} // namespace

Result<std::unique_ptr<models::EventNetwork>> openEventNetwork(const std::map<std::string, bundle::Tensor>& weights, const models::RnnSpec& spec, std::string_view device, Stepping stepping)
{
    const auto place = chooseDevice(device);
    if (!place)
        return fail(place);
    if (place->is_cpu() && stepping == Stepping::kBest) {
        const torch::InferenceMode inference;
        const auto parameters = viewParameters(models::eventRnnVariables(spec), weights);
        if (!parameters)
            return fail(parameters);
        auto next = parameters->begin(); // mapParts visits them in this order
        auto roles = models::mapParts(models::eventRnnParts(spec), [&](const models::Variable&) { return next++->value; });
        auto joint = jointOf(roles);
        return stepOnProcessor(spec, std::move(roles), std::move(joint));
    }
    const auto network = EventRnn::fromTensors(weights, spec, *place);
    if (!network)
        return fail(network);
    return stepByTorch(*network, jointOf(network->weights()));
}

} // namespace partita::nn
