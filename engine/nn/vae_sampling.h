#pragma once

#include "engine/models/vae_spec.h"

#include <functional>
#include <span>

namespace partita::nn {

/// Chooses a row's output from its logits, for every head but NADE's: a one-hot vector for each softmax of `widths`, a bit,
/// or hits with σ of the velocities and tanh of the offsets. `temperature` 0 takes the likeliest and draws nothing.
/// Shapes: logits and sample as wide as the widths' sum.
/// Source:  Magenta lstm_models.py (_sample of each decoder); magenta-js where nothing is drawn.
void sampleHead(models::VaeHead head, std::span<const int> widths, std::span<const float> logits, double temperature, const std::function<double()>& draw, std::span<float> sample);

} // namespace partita::nn
