#pragma once

#include "engine/core/rng.h"
#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"

namespace partita::converters {

/// By how much training may move and stretch a piece; both ends of a range included.
struct Augmentation {
    int lowestTransposition = 0; ///< semitones
    int highestTransposition = 0;
    double lowestStretch = 1.0;  ///< of its times; 2 is half as fast
    double highestStretch = 1.0;
};

/// The sequence in another tempo and key, both drawn evenly. Drums stay where they are; notes that leave MIDI's pitches are
/// deleted. A sequence without notes stays as it is. Errors: those of `stretch` and `transpose`, kChordSymbol among them.
/// Source: magenta music_vae/data.py NoteSequenceAugmenter.
Outcome<NoteSequence> augment(NoteSequence sequence, const Augmentation& ranges, Rng& rng);

} // namespace partita::converters
