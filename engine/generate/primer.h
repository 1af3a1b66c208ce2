#pragma once

#include "engine/core/error.h"
#include "engine/events/chord_progression.h"
#include "engine/generate/sequence_generator.h"
#include "engine/music/note_sequence.h"

#include <string_view>

namespace partita::generate {

/// Primers as Magenta's command line takes them, as music at `qpm`, velocity 100.
/// Errors: kInvalidArgument; the sentence shows the place.
///
/// `[60, -2, 62, -2]`: per sixteenth a pitch, −2 (nothing new) or −1 (note off).
Result<NoteSequence> melodyPrimer(std::string_view text, double qpm);
/// `[(36, 42), (), (42,)]`: per sixteenth the drums struck together, in tuples.
Result<NoteSequence> drumPrimer(std::string_view text, double qpm);
Result<NoteSequence> pianorollPrimer(std::string_view text, double qpm);
/// `[60, 64, 67]`: pitches that sound together, each for `length`.
Result<NoteSequence> chordPrimer(std::string_view text, Seconds length, double qpm);
/// Silence, with a tempo.
NoteSequence emptyPrimer(double qpm);

/// "C G Am F": chord symbols, each for so many steps. Errors: kInvalidArgument; the sentence names the symbol.
Result<ChordProgression> chordsFrom(std::string_view text, int stepsPerChord);
/// The primer with the chords written over it from the beginning, as long as they are.
NoteSequence underChords(NoteSequence primer, const ChordProgression& chords, const models::EventRnnConfig& config);

/// The tempo a request runs at: the primer's first, else 120.
double primerQpm(const NoteSequence& primer);

/// The section that Magenta's command line asks for: `numSteps` of the model's steps from the beginning, less the primer.
/// Melodies, drums and chords go on a step after the primer's last note (after 0 without notes), the others at its end.
/// Errors: kInvalidArgument where the primer is already that long.
Result<Section> sectionAfter(const NoteSequence& primer, int numSteps, const models::EventRnnConfig& config);

} // namespace partita::generate
