#pragma once

#include "engine/core/error.h"
#include "engine/generate/latent_clip.h"
#include "engine/generate/latent_model.h"

#include <string_view>
#include <vector>

/// What conditioned models are told beside z: [steps, controlDepth].
namespace partita::generate {

/// "C G Am F": chord symbols that share the clip equally, as magenta-js lays them out; of multitrack models each track
/// begins with "no chord", as in training. Models that want chords only.
/// Errors: kInvalidArgument; the sentence names the symbol, or says why the model takes no chords.
Result<std::vector<float>> chordControls(const LatentModel& model, std::string_view chords);

/// What the clip itself was told, its chords or its hits, up to the model's length; its last chord holds on.
std::vector<float> controlsOf(const LatentModel& model, const Clip& clip);

} // namespace partita::generate
