#pragma once

#include "engine/models/vae_hparams.h"

#include <cstdint>

/// What changes from step to step when a MusicVAE is trained; `step` counts the updates before. All powers are float32
/// with their base rounded to float32 first, which is how the original computes them and shows in its numbers.
/// Source:  Magenta base_model.py, lstm_utils.py (get_sampling_probability).
namespace partita::training {

/// The weight of the KL cost: (1 − beta_rate^step) · max_beta, where 0^0 is 1.
float klBeta(const models::VaeHParams& hparams, std::int64_t step);

float learningRate(const models::VaeHParams& hparams, std::int64_t step);

/// How likely a decoder reads its own choice instead of the target. Not in training it always does, unless it never does.
float samplingProbability(const models::VaeHParams& hparams, std::int64_t step, bool isTraining);

} // namespace partita::training
