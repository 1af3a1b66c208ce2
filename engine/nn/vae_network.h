#pragma once

#include "engine/bundle/tensor.h"
#include "engine/core/error.h"
#include "engine/models/latent_network.h"
#include "engine/nn/reading.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace partita::nn {

/// A MusicVAE for encoding and decoding: no dropout, no graph. Large float32 weights stay where they lie (a mapped file is
/// computed with in place), small ones are copied into the order in which steps read them, others are widened once.
/// `reading` says so for weights of any size. Errors: kNoDevice; kMismatch names the tensor that is missing or has another shape.
Result<std::unique_ptr<models::LatentNetwork>> openLatentNetwork(const std::map<std::string, bundle::Tensor>& weights, const models::VaeSpec& spec, std::string_view device,
                                                                 std::optional<Reading> reading = {});

} // namespace partita::nn
