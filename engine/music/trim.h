#pragma once

#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"

namespace partita {

/// Keeps the notes that start in [start, end), cut at `end`, where they are; all else stays as it was.
/// Unlike `extractSubsequence` nothing moves. Errors: kQuantizationStatus for a quantised sequence.
Outcome<NoteSequence> trim(NoteSequence sequence, Seconds start, Seconds end);

} // namespace partita
