#include "engine/nn/vae_network.h"

#include "engine/models/vae_variables.h"
#include "engine/nn/device.h"
#include "engine/nn/parameters.h"
#include "engine/nn/vae_decoder.h"
#include "engine/nn/vae_encoder.h"

#include <torch/types.h>

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

class ProcessorLatentNetwork final : public models::LatentNetwork {
public:
    ProcessorLatentNetwork(const VaeSpec& spec, VaeWeights weights, std::int64_t floats, Reading reading) : m_spec(spec), m_vae(std::move(weights), reading), m_floats(floats) {}

    const VaeSpec& spec() const override { return m_spec; }

    Result<models::Posterior> encode(const EncodeRequest& request) override
    {
        if (const auto checked = models::checkRequest(m_spec, request); !checked)
            return fail(checked);
        const torch::InferenceMode inference;
        m_team.resize(threadsFor(m_floats));
        models::Posterior posterior;
        if (!encodeAll(m_spec, m_vae, request, m_team, posterior))
            return stopped();
        return posterior;
    }

    Result<models::Decoded> decode(const DecodeRequest& request) override
    {
        if (const auto checked = models::checkRequest(m_spec, request); !checked)
            return fail(checked);
        const torch::InferenceMode inference;
        m_team.resize(threadsFor(m_floats));
        models::Decoded decoded;
        if (!decodeAll(m_spec, m_vae, request, m_team, decoded))
            return stopped();
        return decoded;
    }

private:
    VaeSpec m_spec;
    VaeSteps m_vae;
    std::int64_t m_floats;
    Team m_team;
};

} // namespace

Result<std::unique_ptr<models::LatentNetwork>> openLatentNetwork(const std::map<std::string, bundle::Tensor>& weights, const VaeSpec& spec, std::string_view device, std::optional<Reading> reading)
{
    if (const auto place = chooseDevice(device); !place)
        return fail(place);
    const torch::InferenceMode inference;
    const auto parameters = viewParameters(models::vaeVariables(spec), weights);
    if (!parameters)
        return fail(parameters);
    std::vector<torch::Tensor> tensors;
    std::int64_t floats = 0;
    for (const auto& parameter : *parameters) {
        tensors.push_back(parameter.value);
        floats += parameter.value.numel();
    }
    return std::make_unique<ProcessorLatentNetwork>(spec, assignRoles(spec, tensors), floats, reading.value_or(readingFor(floats)));
}

} // namespace partita::nn
