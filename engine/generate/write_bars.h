#pragma once

#include "engine/core/error.h"
#include "engine/encoding/performance_controls.h"
#include "engine/generate/bar_range.h"
#include "engine/generate/fill.h"
#include "engine/generate/model.h"
#include "engine/generate/sampling.h"
#include "engine/project/document.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

/// Bars of a document written by a model: what the window and the command line both do.
namespace partita::generate {

/// What the new bars are to what is there.
enum class Operation {
    kRegenerate, ///< they take the place of others: what is before is heard, what follows ranks the candidates
    kContinue,   ///< they go on from what is before, and may lie behind the song's end
    kNew,        ///< they begin by themselves, and may lie behind the song's end
};

/// "regenerate", "continue", "new": as recipes have it.
std::string_view nameOf(Operation operation);

struct WriteOptions {
    Operation operation = Operation::kRegenerate;
    int numOutputs = 4;      ///< 1–64
    Sampling sampling;
    std::uint64_t seed = 0;
    int contextBars = 16;    ///< at most so many bars before the region are the primer
    int followingBars = 4;   ///< so many bars after it decide the ranking
    /// For performance models that take them: the first value of each; without any the model's default.
    std::vector<double> notesPerSecond;
    std::vector<encoding::PitchHistogram> pitchClassHistogram;
    std::vector<bool> disableConditioning;
};

/// The bars that an operation writes on a track when `selected` bars are selected and `count` new ones are wished for.
/// Regenerate writes the selected ones; nothing where there are none. Continue writes those after the selection, else
/// after the last bar that the track's notes reach. New writes the selection, else from the first bar.
std::optional<BarRange> barsToWrite(const project::Document& document, project::TrackId track, Operation operation, std::optional<BarRange> selected, int count);

/// Notes that could stand in the region, not yet part of the document: `applyCandidate` makes them so.
using Candidate = project::Take;

/// New notes for bars `firstBar`–`lastBar` of a track, best first.
///
/// The bars before are the primer; the candidates are ranked by how likely the model finds the notes that follow after
/// them (Recipe::score: that log-likelihood, or, where nothing follows, the candidate's own for each event).
/// Notes that cross a bar line of the region stay exactly as they are, and the model plays around them; new notes end
/// with the region at the latest. Where nothing sounds before the region, the model begins with a note of its own (but for
/// piano rolls, which may begin with a rest).
/// Melody models hear the top one of several notes at once; those over chords play over the document's chord symbols.
/// Performance models write in real time, through the tempos; all others in musical time: steps of the model's grid,
/// through the meters, whatever PPQ and tempo are. Melodies are moved to the model's key and range, and back.
/// A model of single performed notes does not hear those that begin in the region and cross its end.
///
/// The same document, options and model give the same candidates on every run. Each candidate has a seed of its own:
/// given as `seed` with one output, it gives that candidate again. Candidate 1 has `seed` itself, and asking for more
/// candidates leaves the first ones as they are.
/// Errors:  kInvalidArgument, kNotFound (track), those of `checkFit`, kUnsupported, kStopped, kFailed; the sentence says
/// what to do.
/// Threads: the inference thread.      Source: after Magenta's *_sequence_generator.py.
Result<std::vector<Candidate>> writeBars(const project::Document& document, project::TrackId track, int firstBar, int lastBar,
                                         const WriteOptions& options, const Model& model, std::stop_token stop = {}, const Progress& progress = {});

/// Why a model cannot write for a track.
enum class Misfit {
    kDrumTrack,   ///< a drum track wants a drums model
    kNoDrumTrack, ///< a drums model wants a drum track
};
/// All tracks but drums take any model but drums.
std::optional<Misfit> misfitOf(const models::EventRnnConfig& config, const project::Track& track);
/// Errors: kMismatch; the sentence says what to choose.
Result<void> checkFit(const models::EventRnnConfig& config, const project::Track& track);

/// The document with the candidate's notes in place of those that lie wholly in its region, and with its recipe. Every
/// other note and event stays. A track that is gone changes nothing.
project::Document applyCandidate(project::Document document, const Candidate& candidate);

/// Number of bars: those that the document's notes and events reach.
int numBars(const project::Document& document);

} // namespace partita::generate
