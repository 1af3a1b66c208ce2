#pragma once

#include "engine/generate/latent_clip.h"

#include <functional>
#include <optional>
#include <span>

/// A piece made ready for a model's converter; only what makes clips includes it.
namespace partita::generate {

struct LatentSource {
    NoteSequence sequence;
    std::function<Seconds(Seconds)> inPiece; ///< from its time to the piece's
    std::optional<int> track; ///< the instrument that was asked for
};

/// Does to `piece` what the options ask for. Errors: as findClips.
Result<LatentSource> prepare(const LatentModel& model, const NoteSequence& piece, std::span<const ClipTrack> tracks, const ClipOptions& options);

/// The model's converter without a limit on examples; with `pad` one that takes rests for music. Grooves then come as a
/// single example.
converters::ConverterSpec converterFor(const LatentModel& model, bool pad);

} // namespace partita::generate
