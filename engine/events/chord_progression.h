#pragma once

#include "engine/events/step_sequence.h"
#include "engine/events/statistics.h"
#include "engine/music/chord_symbol.h"
#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"
#include "engine/music/quantize.h"

#include <span>
#include <string>
#include <vector>

namespace partita {

/// A chord symbol a step; a chord that is held is repeated, silence is "N.C.".
/// Source: note_seq chords_lib.ChordProgression.
class ChordProgression : public StepSequence<std::string> {
public:
    explicit ChordProgression(const StepGrid& grid = {}) : StepSequence(grid) {}
    ChordProgression(std::vector<std::string> figures, const StepGrid& grid) : StepSequence(grid) { m_events = std::move(figures); }

    /// The chord annotations over [start, end), the one that holds at `start` included.
    /// Errors: kNonIntegerStepsPerBar, kCoincidentChords; kInvalidArgument when start ≥ end.
    static Outcome<ChordProgression> fromQuantized(const QuantizedSequence& sequence, Steps start, Steps end);

    void append(std::string figure) { m_events.push_back(std::move(figure)); }
    void setLength(std::size_t steps, Side side = Side::kRight) { resize(steps, std::string(kNoChord), side); }
    void increaseResolution(int factor) { refine(factor, [](const std::string& figure) { return figure; }); }

    /// Errors: kChordSymbol; the progression is then as it was.
    Outcome<void> transpose(int semitones);

    /// An annotation at each change, the first step at `offset`: unlike a melody's, the start step plays no part.
    NoteSequence toNoteSequence(Seconds offset = {}, double qpm = kDefaultQuartersPerMinute) const;
};

struct ExtractedChords {
    std::vector<ChordProgression> progressions;
    Statistics statistics;
};

/// The piece's one progression, cut at `maxSteps`; with `allTranspositions` twelve, by −6 … 5 semitones.
/// Errors: as fromQuantized; kChordSymbol.
Outcome<ExtractedChords> extractChords(const QuantizedSequence& sequence, std::optional<int> maxSteps = {}, bool allTranspositions = false);

/// The chord at each of the given steps; the last one beyond the piece. Errors: as fromQuantized.
Outcome<std::vector<std::string>> chordsAtSteps(const QuantizedSequence& sequence, std::span<const std::int64_t> steps);

/// The key (0 C … 11 B) in force at each of the given steps; before the first signature, that one.
/// Errors: kInvalidArgument without key signatures.
Outcome<std::vector<int>> keysAtSteps(const NoteSequence& sequence, std::span<const std::int64_t> steps, double stepsPerSecond);

struct ChordRendering {
    int velocity = 100;
    int instrument = 1;
    int program = 88;
    int octave = 4;     ///< of the chord's notes: C of octave n is 12 n
    int bassOctave = 3;
};

/// Adds the notes of each chord, from its annotation to the next or the end. Errors: kChordSymbol.
Outcome<NoteSequence> renderChords(NoteSequence sequence, const ChordRendering& rendering = {});

} // namespace partita
