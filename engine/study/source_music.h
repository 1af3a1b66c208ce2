#pragma once

#include "engine/core/error.h"
#include "engine/music/note_sequence.h"

#include <filesystem>

namespace partita::study {

/// The music of a file that a golden table names, as note_seq reads it: a score by its ending, anything else as MIDI.
/// Errors: those of the reader; kUnsupported for a book of several tunes.
Result<NoteSequence> readSourceMusic(const std::filesystem::path& path);

} // namespace partita::study
