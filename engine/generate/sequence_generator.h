#pragma once

#include "engine/core/error.h"
#include "engine/encoding/performance_controls.h"
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

    /// Polyphony: whether the network hears the primer; else it begins afresh and the primer is laid over its notes.
    bool conditionOnPrimer = false;
    /// Polyphony: whether the primer's notes are put into what the network writes, step by step.
    bool injectPrimer = true;

    /// Performances, for models that take them: notes a second, and weights of the twelve pitch classes. Several values
    /// share the section equally. Without any, the model's default.
    std::vector<double> notesPerSecond;
    std::vector<encoding::PitchHistogram> pitchClassHistogram;
    std::vector<bool> disableConditioning;
    /// Performances: go on until the section is full; else one run of an estimated number of events.
    bool fillSection = true;
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
/// key and moved back. Chords, for models that play over them, are annotations of the input that reach to the section's end.
/// A note performance may end after the section's end, as its last notes are not cut.
/// Errors:  kInvalidArgument (notes after the section's start, more than one melody in the primer, nothing to generate, no
/// chords), kUnsupported for what cannot be quantised; those of searchEvents.
/// Threads: the inference thread.      Source: Magenta *_sequence_generator.py.
Result<Continuation> continueSequence(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws,
                                      std::stop_token stop = {});

} // namespace partita::generate
