#pragma once

#include "engine/music/note_sequence.h"

#include <string>
#include <string_view>

/// The texts whose hashes golden tables hold: one line an event.
namespace partita::study {

/// `pitch velocity program is_drum instrument start end`, sorted by start, pitch and the rest; times as %.9f.
std::string noteText(const NoteSequence& sequence);
/// The same fields in list order, times as the doubles' bits.
std::string exactNoteText(const NoteSequence& sequence);
/// `start_step end_step pitch velocity instrument program is_drum`, sorted by start, pitch and the rest; then `c step` and
/// `a step` for each control and annotation in list order.
std::string quantizedText(const NoteSequence& sequence);
/// Tempos, meters, keys, bends, controls, names, annotations and sections in list order.
std::string eventText(const NoteSequence& sequence);
/// SHA-256 in lower-case hex, cut to the 32 digits that the tables keep.
std::string hashOf(std::string_view text);
/// The double's 16 hex digits, big-endian.
std::string doubleBits(double value);
/// %.9f, without the sign of a negative zero.
std::string timeText(double seconds);

} // namespace partita::study
