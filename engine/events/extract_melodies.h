#pragma once

#include "engine/events/melody.h"
#include "engine/events/statistics.h"

#include <limits>
#include <optional>
#include <vector>

namespace partita {

/// Defaults are those of note_seq; data sets of melody_rnn use `dataset()`, generators `primer()`.
struct MelodyExtraction {
    Steps searchStart;
    int minBars = 7;
    std::optional<int> maxStepsTruncate;
    std::optional<int> maxStepsDiscard;
    double gapBars = 1.0;
    int minUniquePitches = 5; ///< pitch classes, in fact
    bool ignorePolyphonic = true;
    bool padEnd = false;
    bool filterDrums = true;

    /// What melody_rnn trains on: monophonic tracks, at most 512 steps.
    static MelodyExtraction dataset() { return {.maxStepsTruncate = 512, .ignorePolyphonic = false}; }
    /// What generation takes of a primer: everything, the highest note of those that start together.
    static MelodyExtraction primer(Steps searchStart = {})
    {
        return {.searchStart = searchStart, .minBars = 0, .gapBars = std::numeric_limits<double>::infinity(), .minUniquePitches = 1};
    }
};

struct ExtractedMelodies {
    std::vector<Melody> melodies;
    std::vector<int> instruments; ///< of each melody
    Statistics statistics;
};

/// All melodies of all instruments, instrument by instrument, by rising time.
/// Errors: kNonIntegerStepsPerBar, kBadNote, kEventOutOfRange. A polyphonic track is no error: it is counted and left.
/// Source: note_seq melodies_lib / magenta melody_pipelines.extract_melodies.
Outcome<ExtractedMelodies> extractMelodies(const QuantizedSequence& sequence, const MelodyExtraction& options = {});

} // namespace partita
