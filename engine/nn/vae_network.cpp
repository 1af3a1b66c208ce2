#include "engine/nn/vae_network.h"

#include "engine/models/vae_variables.h"
#include "engine/nn/device.h"
#include "engine/nn/event_rnn.h"
#include "engine/nn/vae_decoder.h"
#include "engine/nn/vae_encoder.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <numeric>

namespace partita::nn {
namespace {

using models::DecodeRequest;
using models::EncodeRequest;
using models::VaeSpec;

/// `tensor` without a copy where it is float32 in a place that floats can lie; else widened.
torch::Tensor inPlace(const bundle::Tensor& tensor)
{
    const auto address = reinterpret_cast<std::uintptr_t>(tensor.bytes.data());
    if (tensor.dtype != bundle::DType::kFloat32 || address % alignof(float) != 0)
        return fromPlain(tensor, torch::kCPU);
    // Nobody writes through it: all that is done with weights here is to read them.
    auto* const data = const_cast<std::uint8_t*>(tensor.bytes.data());
    return torch::from_blob(data, tensor.shape, [owner = tensor.owner](void*) {}, torch::kFloat);
}

Result<void> wrong(std::string message)
{
    return fail(ErrorCode::kInvalidArgument, std::move(message));
}

Result<void> check(const VaeSpec& spec, const EncodeRequest& request)
{
    const std::int64_t batch = request.batch, steps = request.steps, segments = spec.encoderSegments();
    if (batch < 1 || steps < 0 || std::ssize(request.inputs) != batch * steps * (spec.inputDepth + spec.controlDepth))
        return wrong(fmt::format("The encoder reads {} numbers a step; {} numbers are not {} examples of {} steps.", spec.inputDepth + spec.controlDepth, request.inputs.size(), batch, steps));
    if (steps > spec.max_seq_len || (spec.hierarchicalEncoder() && steps != spec.max_seq_len))
        return wrong(fmt::format("The model reads {} {} steps, not {}.", spec.hierarchicalEncoder() ? "exactly" : "at most", spec.max_seq_len, steps));
    const bool ofSegments = std::ssize(request.lengths) == batch * segments;
    if (!ofSegments && std::ssize(request.lengths) != batch)
        return wrong(fmt::format("{} lengths were given for {} examples of {} parts.", request.lengths.size(), batch, segments));
    const int longest = ofSegments && spec.hierarchicalEncoder() ? spec.encoderLevels.front() : request.steps;
    for (const int length : request.lengths) {
        if (length < 0 || length > longest)
            return wrong(fmt::format("A length of {} does not lie between 0 and {}.", length, longest));
        if (!ofSegments && length != 0 && length != spec.max_seq_len)
            return wrong(fmt::format("A hierarchical model reads all of its {} steps or none, not {}.", spec.max_seq_len, length));
    }
    return {};
}

Result<void> check(const VaeSpec& spec, const DecodeRequest& request)
{
    const std::int64_t batch = request.batch, steps = request.steps;
    if (batch < 1 || std::ssize(request.z) != batch * spec.z_size)
        return wrong(fmt::format("A latent vector of this model has {} numbers; {} are not {} vectors.", spec.z_size, request.z.size(), batch));
    if (steps < 1 || (spec.hierarchicalDecoder() && steps != spec.max_seq_len))
        return wrong(fmt::format("The model makes {} steps at once, not {}.", spec.hierarchicalDecoder() ? std::to_string(spec.max_seq_len) : "one or more", steps));
    const auto given = std::ssize(request.controls);
    if (given != steps * spec.controlDepth && given != batch * steps * spec.controlDepth)
        return wrong(spec.controlDepth == 0 ? std::string("The model takes no controls.")
                                            : fmt::format("The model takes {} numbers of control a step; {} are neither {} steps for all nor for each.", spec.controlDepth, given, steps));
    if (!request.start.empty() && std::ssize(request.start) != batch * spec.outputDepth)
        return wrong(fmt::format("A start has {} numbers for each of {} rows.", spec.outputDepth, batch));
    if (!request.given.empty() && std::ssize(request.given) != batch * steps * spec.outputDepth)
        return wrong(fmt::format("What the steps read has {} numbers for each of {} steps of {} rows.", spec.outputDepth, steps, batch));
    if (request.temperature > 0.0 && !request.draw)
        return wrong("Sampling at a temperature needs something to draw from.");
    if (request.endToken && (spec.cores.size() != 1 || spec.head != models::VaeHead::kCategorical || *request.endToken < 0 || *request.endToken >= spec.outputDepth))
        return wrong("Only a decoder of one softmax can end with a token, and the token must be one of its classes.");
    return {};
}

std::unexpected<Error> stopped()
{
    return fail(ErrorCode::kStopped, "Stopped.");
}

class ProcessorNetwork final : public models::LatentNetwork {
public:
    ProcessorNetwork(const VaeSpec& spec, VaeWeights weights) : m_spec(spec), m_weights(std::move(weights)) {}

    const VaeSpec& spec() const override { return m_spec; }

    Result<models::Posterior> encode(const EncodeRequest& request) override
    {
        if (const auto checked = check(m_spec, request); !checked)
            return fail(checked);
        const torch::InferenceMode inference;
        Team team(at::get_num_threads());
        models::Posterior posterior;
        if (!encodeAll(m_spec, m_weights, request, team, posterior))
            return stopped();
        return posterior;
    }

    Result<models::Decoded> decode(const DecodeRequest& request) override
    {
        if (const auto checked = check(m_spec, request); !checked)
            return fail(checked);
        const torch::InferenceMode inference;
        Team team(at::get_num_threads());
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
    std::vector<torch::Tensor> tensors;
    for (const auto& [name, shape] : models::vaeVariables(spec)) {
        const auto found = weights.find(name);
        if (found == weights.end() || found->second.shape != shape)
            return fail(ErrorCode::kMismatch, fmt::format("{} is {}; the model needs it in the shape {}.", name, found == weights.end() ? "missing" : bundle::shapeText(found->second.shape),
                                                          bundle::shapeText(shape)));
        tensors.push_back(inPlace(found->second));
    }
    return std::make_unique<ProcessorNetwork>(spec, assignRoles(spec, tensors));
}

} // namespace partita::nn
