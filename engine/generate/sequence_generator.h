#pragma once

#include "engine/core/error.h"
#include "engine/generate/event_search.h"
#include "engine/generate/model.h"
#include "engine/music/note_sequence.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace partita::generate {

/// A stretch of a NoteSequence.
struct Section {
    Seconds start;
    Seconds end;
    friend bool operator==(const Section&, const Section&) = default;
};

/// What is asked of a generator, as Magenta's GeneratorOptions ask it.
struct GeneratorOptions {
    std::optional<Section> inputSection; ///< the part of the input that is the primer; else all of it
    Section generateSection;
    SearchOptions search;
};

/// Music with its continuation, and how it was found.
struct Continuation {
    /// One run of the search: what was fed and what came out, as the network's own codes.
    struct Search {
        std::size_t primerEvents = 0;
        int newEvents = 0;
        ScoredEvents found;
    };
    NoteSequence sequence; ///< the primer and what follows it
    std::vector<Search> searches;
};

/// Continues `input` to the end of the section asked for, with Magenta's step arithmetic: a start on an exact step moves
/// to the next one, an end stays; the primer is padded up to the start. A melody is squashed to the model's range and
/// key and moved back.
/// Errors:  kInvalidArgument (notes after the section's start, more than one melody in the primer, nothing to generate),
/// kUnsupported for what cannot be quantised (several tempos or meters); those of searchEvents.
/// Threads: the inference thread.      Source: Magenta *_sequence_generator.py.
Result<Continuation> continueSequence(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws,
                                      std::stop_token stop = {});

} // namespace partita::generate
