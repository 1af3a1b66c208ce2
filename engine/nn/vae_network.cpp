#include "engine/nn/vae_network.h"

#include "engine/models/vae_variables.h"
#include "engine/nn/device.h"
#include "engine/nn/parameters.h"
#include "engine/nn/vae_decoder.h"
#include "engine/nn/vae_encoder.h"

#include <torch/torch.h>

#include <algorithm>

namespace partita::nn {
namespace {

using models::DecodeRequest;
using models::EncodeRequest;
using models::VaeSpec;

std::unexpected<Error> stopped()
{
    return fail(ErrorCode::kStopped, "Stopped.");
}

/// Weights that are worth another thread: below, its meetings cost more than it helps.
constexpr std::int64_t kFloatsForAThread = 200'000;

int threadsFor(const VaeSpec& spec)
{
    std::int64_t floats = 0;
    for (const auto& variable : models::vaeVariables(spec))
        floats += *bundle::elementCount(variable.shape);
    return static_cast<int>(std::clamp<std::int64_t>(floats / kFloatsForAThread, 1, at::get_num_threads()));
}

class ProcessorNetwork final : public models::LatentNetwork {
public:
    ProcessorNetwork(const VaeSpec& spec, VaeWeights weights) : m_spec(spec), m_weights(std::move(weights)) {}

    const VaeSpec& spec() const override { return m_spec; }

    Result<models::Posterior> encode(const EncodeRequest& request) override
    {
        if (const auto checked = models::checkRequest(m_spec, request); !checked)
            return fail(checked);
        const torch::InferenceMode inference;
        Team team(threadsFor(m_spec));
        models::Posterior posterior;
        if (!encodeAll(m_spec, m_weights, request, team, posterior))
            return stopped();
        return posterior;
    }

    Result<models::Decoded> decode(const DecodeRequest& request) override
    {
        if (const auto checked = models::checkRequest(m_spec, request); !checked)
            return fail(checked);
        const torch::InferenceMode inference;
        Team team(threadsFor(m_spec));
        models::Decoded decoded;
        if (!decodeAll(m_spec, m_weights, request, team, decoded))
            return stopped();
        return decoded;
    }

private:
    VaeSpec m_spec;
    VaeWeights m_weights;
};

} // namespace

Result<std::unique_ptr<models::LatentNetwork>> openLatentNetwork(const std::map<std::string, bundle::Tensor>& weights, const VaeSpec& spec, std::string_view device)
{
    if (const auto place = chooseDevice(device); !place)
        return fail(place);
    const torch::InferenceMode inference;
    const auto parameters = viewParameters(models::vaeVariables(spec), weights);
    if (!parameters)
        return fail(parameters);
    std::vector<torch::Tensor> tensors;
    for (const auto& parameter : *parameters)
        tensors.push_back(parameter.value);
    return std::make_unique<ProcessorNetwork>(spec, assignRoles(spec, tensors));
}

} // namespace partita::nn
