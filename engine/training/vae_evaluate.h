#pragma once

#include "engine/bundle/bundle.h"
#include "engine/training/options.h"

#include <stop_token>

namespace partita::training {

/// training::evaluate for a MusicVAE: for each side of the partition (train, eval, and test where the folder tells) the loss
/// and accuracies with the targets fed, as the metrics are named, and behind "sampled_" those of what the decoder makes at
/// temperature 1 from the same z = mu + sigma · eps: the share of steps that equal the example's.
Result<Json> evaluateVae(const bundle::Bundle& bundle, const EvaluateOptions& options, const EventSink& sink, std::stop_token stop);

} // namespace partita::training
