#pragma once

#include "engine/core/error.h"
#include "engine/formats/score_reading.h"
#include "engine/music/note_sequence.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace partita::formats {

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
