#pragma once

#include "engine/converters/converter.h"
#include "engine/converters/dropped.h"
#include "engine/core/error.h"
#include "engine/generate/bar_range.h"
#include "engine/generate/latent_model.h"
#include "engine/music/note_sequence.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// From a piece of music to the clip that a model can take.
namespace partita::generate {

/// What may be done to a piece so that it fits. Without any of it, a piece is taken as Magenta takes it.
struct ClipOptions {
    std::optional<BarRange> bars{}; ///< only these, counted as the piece's meters count
    /// Only this track: its name or its number (see ClipSearch::tracks). It is then read as an instrument that the model
    /// knows, whatever its program is. Empty: all.
    std::string track{};
    bool topVoice = false; ///< melodies: all tracks together, of notes that sound at once the highest
    bool pad = false;      ///< rests count as music, and silence is added up to the model's length
    bool quantize = false; ///< the beats at one steady tempo, in bars of four quarters, whatever tempos and meters the piece has
    friend bool operator==(const ClipOptions&, const ClipOptions&) = default;
};

/// An instrument of a piece.
struct ClipTrack {
    int number = 1; ///< from 1, in the order of the piece's instruments
    int instrument = 0;
    std::string name; ///< may be empty
    std::size_t notes = 0;
};

std::vector<ClipTrack> tracksOf(const NoteSequence& piece);

/// A stretch of a piece as long as the model reads.
struct Clip {
    converters::LatentExample example;
    NoteSequence music; ///< what the model hears and is to say: from time 0, at 120 qpm
    BarRange bars;      ///< of the piece
    Seconds start;      ///< where in the piece it begins
    double qpm = 120.0; ///< the piece's tempo there
    std::optional<ClipTrack> track{}; ///< whose notes it holds, where it is one's
};

/// "bars 5–6 of track 2 “Bass” (from 0:08)".
std::string describe(const Clip& clip);

/// All that a piece offers to a model.
struct ClipSearch {
    std::vector<Clip> clips; ///< in the order in which the converter finds them
    std::vector<converters::Dropped> dropped; ///< what became no clip, and why
    std::vector<ClipTrack> tracks;
};

/// Finds them all: the config's limit on examples of a piece does not hold here.
/// Errors:  kNotFound for a track that is not there (the sentence lists them), and bars behind the end; kInvalidArgument
///          for options that mean nothing to the model.
/// Threads: any.
Result<ClipSearch> findClips(const LatentModel& model, const NoteSequence& piece, const ClipOptions& options = {});

/// What `findClips` found, and with which options.
struct FittedClips {
    ClipSearch search;
    ClipOptions options;
};

/// As findClips; where that gives no clip, with as few further options as give one: rests, a steady tempo, both, and for
/// melodies the top voice besides. Nothing found: as asked.
Result<FittedClips> fitClips(const LatentModel& model, const NoteSequence& piece, const ClipOptions& options = {});

/// Options that may help where a piece gives no clip, or more than one.
enum class ClipFix { kBars, kTrack, kTopVoice, kPad, kQuantize };
std::vector<ClipFix> fixesFor(const LatentModel& model, const ClipSearch& search, const ClipOptions& options);

/// Why a piece (`name` in the sentence) does not give the one clip that is wanted: it lists the clips there are with track,
/// bars and time, or says why there is none. What would help is left to the caller, who knows how to ask for it.
/// Source: Magenta trained_model.py (NoExtractedExamplesError, MultipleExtractedExamplesError).
Error refusal(const LatentModel& model, const ClipSearch& search, std::string_view name);

/// The one clip of a piece, as Magenta's encode wants it.
/// Errors: those of findClips; kMismatch where there is none or more than one: `refusal`, and what would help.
Result<Clip> onlyClip(const LatentModel& model, const NoteSequence& piece, std::string_view name, const ClipOptions& options = {});

} // namespace partita::generate
