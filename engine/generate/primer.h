#pragma once

#include "engine/core/error.h"
#include "engine/generate/sequence_generator.h"
#include "engine/music/note_sequence.h"

#include <string_view>

namespace partita::generate {

/// A melody as Magenta's command line takes it, `[60, -2, 62, -2]`: per step a pitch, −2 (nothing new) or −1 (note off).
/// Returns it as music at `qpm`, in sixteenths, velocity 100.
/// Errors: kInvalidArgument; the sentence shows the place.
Result<NoteSequence> melodyPrimer(std::string_view text, double qpm);

/// The tempo a request runs at: the primer's first, else 120.
double primerQpm(const NoteSequence& primer);

/// The section that Magenta's command line asks for: `numSteps` of the model's steps from the beginning, less the primer.
/// Melodies, drums and chords go on a step after the primer's last note (from 0 without notes), the others at its end.
/// Errors: kInvalidArgument where the primer is already that long.
Result<Section> sectionAfter(const NoteSequence& primer, int numSteps, const models::EventRnnConfig& config);

} // namespace partita::generate
