#pragma once

#include "engine/core/error.h"
#include "engine/core/file_io.h"
#include "engine/music/note_sequence.h"

#include <cstddef>
#include <span>

namespace partita::formats {

/// A NoteSequence as note_seq's data sets hold it: a protobuf message, fields in ascending order.
/// Its text must be UTF-8, or other programs will refuse the message.
Bytes serialize(const NoteSequence& sequence);

inline constexpr std::size_t kMaxNoteSequenceBytes = 64 << 20;
/// Notes, controls and all other entries together: an entry may take two bytes in a file and two hundred in memory.
inline constexpr std::size_t kMaxNoteSequenceEntries = 1'500'000;

/// The inverse. Unknown fields are skipped; enumerations keep numbers that they have no name for.
/// Errors: kDamaged, kTooLarge; the message speaks of "the NoteSequence", for the caller to name the file.
Result<NoteSequence> parseNoteSequence(std::span<const std::uint8_t> bytes);

} // namespace partita::formats
