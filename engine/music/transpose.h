#pragma once

#include "engine/music/constants.h"
#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"

namespace partita {

struct TransposeOptions {
    int lowest = kMinMidiPitch; ///< notes that leave [lowest, highest] are deleted
    int highest = kMaxMidiPitch;
    bool chords = true; ///< move chord symbols too; otherwise they are removed
};

struct Transposed {
    NoteSequence sequence;
    int deletedNotes = 0;
};

/// Moves notes, chords and keys; drums stay. The total time becomes the end of the last note left.
/// Quantised sequences may be moved too. Errors: kChordSymbol.
/// Source: note_seq sequences_lib.transpose_note_sequence.
Outcome<Transposed> transpose(NoteSequence sequence, int semitones, const TransposeOptions& options = {});

/// By how many semitones the sequence can move towards `semitones` with all its notes in [lowest, highest].
int clampTransposition(const NoteSequence& sequence, int semitones, int lowest, int highest);

} // namespace partita
