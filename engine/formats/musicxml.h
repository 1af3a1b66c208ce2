#pragma once

#include "engine/core/error.h"
#include "engine/music/note_sequence.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace partita::formats {

enum class ScoreReading {
    /// Exactly what note_seq makes of the file, its peculiarities included: for data sets that must agree with Magenta's.
    kAsNoteSeq,
    /// What the score means: minor keys, B♯ and C♭ in their octave, ties joined, grace notes where they are written, programs
    /// counted from 1, dynamics, chords of transposing parts, full measures that keep their meter.
    kForPeople,
};

struct ScoreSequence {
    NoteSequence sequence;
    std::vector<std::string> warnings; ///< sentences about what was repaired or left out
};

/// MusicXML: plain (.xml, .musicxml) or compressed (.mxl).
/// Errors: kDamaged, kNotRecognized, kTooLarge; the message is what is wrong, without the file's name.
/// Source: note_seq musicxml_reader.py and musicxml_parser.py (kAsNoteSeq).
Result<ScoreSequence> readMusicXml(std::span<const std::uint8_t> bytes, bool compressed, ScoreReading reading);

/// As above from disk; messages name the file. kAsNoteSeq takes a name ending in ".mxl" for compressed, kForPeople looks at the bytes.
Result<ScoreSequence> readMusicXmlFile(const std::filesystem::path& path, ScoreReading reading);

} // namespace partita::formats
