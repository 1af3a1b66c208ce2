#pragma once

#include "engine/core/error.h"
#include "engine/music/note_sequence.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace partita::doctor {

enum class MusicKind { kMidi, kMusicXml, kAbc };

/// By the name's ending in lower case, as Magenta's folder converter decides: .mid .midi, .xml .mxl .musicxml, .abc.
std::optional<MusicKind> kindOf(const std::filesystem::path& path);

enum class Convention {
    kAsNoteSeq, ///< exactly what note_seq makes of the file, its refusals included: for data sets
    kForPeople, ///< what the file means, damage mended
};

/// The music of one file.
struct MusicFile {
    struct Tune {
        NoteSequence sequence;
        std::int64_t number = 0; ///< ABC: the tune's reference number
    };
    MusicKind kind = MusicKind::kMidi;
    std::vector<Tune> tunes;          ///< one, but for tunebooks
    std::vector<std::string> remarks;       ///< sentences: what was mended
    std::vector<std::string> rejectedTunes; ///< sentences: which tunes of a book were refused and why
};

/// Reads music of any kind. Errors: those of the kind's reader; kUnsupported for another kind of file.
Result<MusicFile> readMusic(const std::filesystem::path& path, Convention convention);
/// The same whatever the file's name ends in.
Result<MusicFile> readMusic(const std::filesystem::path& path, MusicKind kind, Convention convention);

} // namespace partita::doctor
