#pragma once

#include "engine/core/error.h"
#include "engine/midi/file.h"
#include "engine/project/edit.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Files that a document can come from and go to.
namespace partita::project {

/// How sound a file of music was.
struct ImportReport {
    midi::Verdict verdict = midi::Verdict::kComplete;
    std::vector<std::string> reasons; ///< sentences; empty when complete
    friend bool operator==(const ImportReport&, const ImportReport&) = default;
};

struct Opened {
    Document document;
    std::optional<ImportReport> report; ///< of a file of music; a project has none
    std::vector<std::string> tunes;     ///< titles of a tune book, in its order; `document` is one of them
};

/// Reads a project, a MIDI file, MusicXML (.xml, .musicxml, .mxl) or ABC, told apart by content. Scores are read for
/// people (formats::ScoreReading::kForPeople). Of a tune book the `tune`-th, from 0.
/// Errors: as `loadProject` and the readers of midi/ and formats/; kNotFound for a tune that is not there.
Result<Opened> openFile(const std::filesystem::path& path, std::size_t tune = 0);

/// The name endings of files that `openFile` reads, in lower case, without the dot.
std::span<const std::string_view> fileEndings();

/// Errors: kUnwritable; the old file is then as it was.
Result<void> exportMidi(const Document& document, const std::filesystem::path& path);

/// The document with these notes alone, each at its place; everything else goes with them.
Document onlyNotes(Document document, NoteIds ids);

} // namespace partita::project
