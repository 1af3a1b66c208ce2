#pragma once

#include "engine/models/latent_network.h"
#include "engine/nn/team.h"
#include "engine/nn/vae_steps.h"

namespace partita::nn {

/// The writing half of a MusicVAE on the processor: weights are read once a step for the whole batch; what
/// z, or a segment's embedding, adds to a core's input is computed once a segment. The request has been checked.
/// Returns false when stopped.
bool decodeAll(const models::VaeSpec& spec, const VaeSteps& vae, const models::DecodeRequest& request, Team& team, models::Decoded& decoded);

} // namespace partita::nn
