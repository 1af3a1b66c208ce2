#pragma once

#include "engine/midi/file.h"

#include <string>

namespace partita::study {

/// A MIDI file as the golden tables' text: `H format tracks division`, then a line per event,
/// `track tick status data…`, in file order, each line ended by a newline.
std::string midiLines(const midi::File& file);

} // namespace partita::study
