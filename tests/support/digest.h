#pragma once

#include "engine/music/note_sequence.h"

#include <string>

/// A NoteSequence as the texts that the golden tables hash (golden/tensorflow/core, midi/).
namespace partita::test {

/// Notes sorted, times with nine decimals: column notes_sha256.
std::string notesText(const NoteSequence& sequence);
/// Notes in list order, times as bits: column exact_sha256.
std::string exactText(const NoteSequence& sequence);
/// Tempos, meters, keys, bends, controls, names, annotations: column events_sha256.
std::string eventsText(const NoteSequence& sequence);

} // namespace partita::test
