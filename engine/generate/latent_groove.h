#pragma once

#include "engine/generate/latent_music.h"

#include <string_view>

/// Drum clips played as a drummer would: GrooVAE.
namespace partita::generate {

struct GrooveOptions {
    double temperature = 1.0; ///< of hits; velocities and offsets are not drawn
    double spread = 0.0;      ///< how far from the clip's own place: z = mu + spread · sigma · N(0, I); Magenta's notebooks use 1
    std::uint64_t seed = 0;
    ClipOptions clip{}; ///< `bars` and `track`; `pad` is always on
    /// Models with hits as controls: whose hits are played; the piece's own if absent. As many bars, repeated if fewer.
    const NoteSequence* hits = nullptr;
    Progress progress{};
    std::stop_token stop{};
};

/// What came of the bars.
struct Groove {
    NoteSequence sequence; ///< drums only, at the piece's own tempo and place in time
    Seconds start;         ///< where the bars begin and end in the piece; a first note may be early
    Seconds end;
};

/// Plays all bars of a piece, or those asked for, with a GrooVAE: humanised, made of taps, with a hi-hat added, or with
/// another's feel, as the model has learnt. Bars go through it in windows of its length; the last is filled with rests.
/// Notes of taps may be of any instrument.
/// Errors:  kMismatch for a model that is no GrooVAE, and for pieces without drums or with bars of other meters.
/// Source:  Magenta's GrooVAE notebook.
Result<Groove> groove(const LatentModel& model, const NoteSequence& piece, std::string_view name, const GrooveOptions& options = {});

} // namespace partita::generate
