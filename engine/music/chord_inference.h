#pragma once

#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"
#include "engine/music/quantize.h"

#include <optional>

namespace partita {

/// How the most likely chords and keys are found. Probabilities lie between 0 and 1.
struct ChordInferenceOptions {
    std::optional<int> chordsPerBar; ///< by the meter if absent: 2/2, 2/4, 3/4 one, 4/4, 6/8 two
    double keyChangeProbability = 0.001;
    double chordChangeProbability = 0.5;
    double outOfKeyProbability = 0.01; ///< of a chord's tone
    double concentration = 100.0;      ///< how closely the sound has to follow the chord
    bool addKeySignatures = false;     ///< in place of those that are there
};

struct InferredChords {
    NoteSequence sequence; ///< with a chord annotation at each change
    int frames = 0;
    double logLikelihood = 0.0; ///< natural log, of the path found
};

/// Finds a chord for each equal part of a bar by the Viterbi algorithm over 12 keys × 97 chords (N.C.; major, m, +, dim, 7,
/// maj7, m7, m7b5). Many pieces fit several paths equally well; of equal ones the first in that order is taken.
/// Errors: kChordsExist, kUncommonTimeSignature, kNonIntegerStepsPerChord, kEmptySequence, kSequenceTooLong (1000 chords).
/// Source: note_seq chord_inference.infer_chords_for_sequence.
Outcome<InferredChords> inferChords(const QuantizedSequence& sequence, const ChordInferenceOptions& options = {});

/// Finds a chord for each annotated beat of a sequence that is not on a metric grid.
/// Errors: kChordsExist, kQuantizationStatus without beats, kSequenceTooLong.
Outcome<InferredChords> inferChordsAtBeats(const NoteSequence& sequence, const ChordInferenceOptions& options = {});

/// Names each change in the set of sounding pitches, of one instrument or all, wherever there are at least `minNotes`.
/// Quantised sequences are compared step by step; their annotations' times are then steps · stepsPerQuarter, as in Magenta.
/// Errors: kChordSymbol. Source: note_seq sequences_lib.infer_dense_chords_for_sequence.
Outcome<NoteSequence> inferDenseChords(NoteSequence sequence, std::optional<int> instrument = {}, int minNotes = 3);

} // namespace partita
