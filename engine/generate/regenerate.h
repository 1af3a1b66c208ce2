#pragma once

#include "engine/core/error.h"
#include "engine/generate/fill.h"
#include "engine/generate/model.h"
#include "engine/generate/sampling.h"
#include "engine/project/document.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace partita::generate {

struct RegenerateOptions {
    int numOutputs = 4;      ///< 1–64
    Sampling sampling;
    std::uint64_t seed = 0;
    int contextBars = 16;    ///< at most so many bars before the region are the primer
    int followingBars = 4;   ///< so many bars after it decide the ranking
};

/// Notes that could stand in the region, not yet part of the document: `applyCandidate` makes them so.
using Candidate = project::Take;

/// New notes for bars `firstBar`–`lastBar` (from 1, both included) of a track, best first.
///
/// The bars before are the primer; the candidates are ranked by how likely the model finds the notes that follow after
/// them (Recipe::score: that log-likelihood, or, where nothing follows, the candidate's own for each event).
/// Notes that cross a bar line of the region stay exactly as they are, and the model plays around them; new notes end
/// with the region at the latest. Of several notes at once the model hears the top one. Where nothing sounds before the
/// region, the model begins with a note of its own.
/// All happens in musical time: steps of the model's grid, through the meters, whatever PPQ and tempo are. The music is
/// moved to the model's key and range, and back.
///
/// The same document, options and model give the same candidates on every run. Each candidate has a seed of its own:
/// given as `seed` with one output, it gives that candidate again. Candidate 1 has `seed` itself, and asking for more
/// candidates leaves the first ones as they are.
/// Errors:  kInvalidArgument, kNotFound (track), kMismatch (drums and melody models, …), kUnsupported, kStopped, kFailed;
/// the sentence says what to do.
/// Threads: the inference thread.      Source: after Magenta's melody_rnn_sequence_generator.py.
Result<std::vector<Candidate>> regenerateBars(const project::Document& document, project::TrackId track, int firstBar, int lastBar,
                                              const RegenerateOptions& options, const Model& model, std::stop_token stop = {},
                                              const Progress& progress = {});

/// The document with the candidate's notes in place of those that lie wholly in its region, and with its recipe. Every
/// other note and event stays. A track that is gone changes nothing.
project::Document applyCandidate(project::Document document, const Candidate& candidate);

/// Number of bars: those that the document's notes and events reach.
int numBars(const project::Document& document);

} // namespace partita::generate
