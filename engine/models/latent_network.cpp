#include "engine/models/latent_network.h"

#include <fmt/format.h>

namespace partita::models {
namespace {

Result<void> wrong(std::string message)
{
    return fail(ErrorCode::kInvalidArgument, std::move(message));
}

} // namespace

Result<void> checkRequest(const VaeSpec& spec, const EncodeRequest& request)
{
    const std::int64_t batch = request.batch, steps = request.steps, segments = spec.encoderSegments(), depth = spec.inputDepth + spec.controlDepth;
    if (batch < 1 || steps < 0 || std::ssize(request.inputs) != batch * steps * depth)
        return wrong(fmt::format("The encoder reads {} numbers a step; {} numbers are not {} examples of {} steps.", depth, request.inputs.size(), batch, steps));
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

Result<void> checkRequest(const VaeSpec& spec, const DecodeRequest& request)
{
    const std::int64_t batch = request.batch, steps = request.steps, controls = std::ssize(request.controls);
    if (batch < 1 || std::ssize(request.z) != batch * spec.z_size)
        return wrong(fmt::format("A latent vector of this model has {} numbers; {} are not {} vectors.", spec.z_size, request.z.size(), batch));
    if (spec.hierarchicalDecoder() && steps != spec.max_seq_len)
        return wrong(fmt::format("The model makes {} steps at once, not {}.", spec.max_seq_len, steps));
    if (steps < 1 || steps > kMostDecodeSteps)
        return wrong(fmt::format("A model makes 1 to {} steps, not {}.", kMostDecodeSteps, steps));
    if (spec.controlDepth == 0 && controls > 0)
        return wrong("The model takes no controls.");
    if (controls != steps * spec.controlDepth && controls != batch * steps * spec.controlDepth)
        return wrong(fmt::format("The model takes {} numbers of control a step; {} are neither {} steps for all rows nor for each.", spec.controlDepth, controls, steps));
    if (!request.start.empty() && std::ssize(request.start) != batch * spec.outputDepth)
        return wrong(fmt::format("A start has {} numbers for each of {} rows.", spec.outputDepth, batch));
    if (!request.given.empty() && std::ssize(request.given) != batch * steps * spec.outputDepth)
        return wrong(fmt::format("What the steps read has {} numbers for each of {} steps of {} rows.", spec.outputDepth, steps, batch));
    if (request.temperature > 0.0 && !request.draw)
        return wrong("Sampling at a temperature needs something to draw from.");
    const bool oneSoftmax = spec.head == VaeHead::kCategorical && spec.cores.size() == 1 && spec.cores.front().size() == 1;
    if (request.endToken && (!oneSoftmax || *request.endToken < 0 || *request.endToken >= spec.outputDepth))
        return wrong("Only a decoder of one softmax can end with a token, and the token must be one of its classes.");
    return {};
}

} // namespace partita::models
