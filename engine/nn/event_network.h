#pragma once

#include "engine/bundle/tensor.h"
#include "engine/core/error.h"
#include "engine/models/event_network.h"
#include "engine/models/rnn_spec.h"

#include <map>
#include <string>
#include <string_view>

namespace partita::nn {

/// An event RNN for generation, step by step: no dropout, no graph, working memory kept between steps, the weights
/// copied into the order in which steps read them.
/// Errors: kNoDevice; kMismatch names the tensor that is missing or has another shape.
Result<std::unique_ptr<models::EventNetwork>> openEventNetwork(const std::map<std::string, bundle::Tensor>& weights, const models::RnnSpec& spec, std::string_view device);

} // namespace partita::nn
