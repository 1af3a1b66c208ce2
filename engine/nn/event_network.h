#pragma once

#include "engine/bundle/tensor.h"
#include "engine/core/error.h"
#include "engine/models/event_network.h"
#include "engine/models/rnn_spec.h"

#include <map>
#include <string>
#include <string_view>

namespace partita::nn {

/// Who does the arithmetic of the steps.
enum class Stepping {
    kBest,  ///< our own code on the processor, LibTorch on other devices
    kTorch, ///< LibTorch everywhere
};

/// An event RNN for generation, step by step: no dropout, no graph, working memory kept between steps. On the processor
/// large weights stay where the file has them; small ones are copied into the order in which steps read them.
/// Errors: kNoDevice; kMismatch names the tensor that is missing or has another shape.
Result<std::unique_ptr<models::EventNetwork>> openEventNetwork(const std::map<std::string, bundle::Tensor>& weights, const models::RnnSpec& spec, std::string_view device,
                                                               Stepping stepping = Stepping::kBest);

} // namespace partita::nn
