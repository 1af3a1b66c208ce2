#pragma once

#include "engine/music/note_sequence.h"

#include <string>

/// The texts whose hashes the golden tables of ../shared/golden/tensorflow/core hold: one line an event.
namespace partita::test {

/// `pitch velocity program is_drum instrument start end`, sorted by start, pitch and the rest; times as %.9f.
std::string noteText(const NoteSequence& sequence);
/// The same fields in list order, times as the doubles' bits.
std::string exactNoteText(const NoteSequence& sequence);
/// `start_step end_step pitch velocity instrument program is_drum`, sorted by start, pitch and the rest; then `c step` and
/// `a step` for each control and annotation in list order.
std::string quantizedText(const NoteSequence& sequence);
/// Tempos, meters, keys, bends, controls, names, annotations and sections in list order.
std::string eventText(const NoteSequence& sequence);
/// %.9f, without the sign of a negative zero.
std::string timeText(double seconds);

} // namespace partita::test
