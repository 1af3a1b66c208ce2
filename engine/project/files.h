#pragma once

#include "engine/core/error.h"
#include "engine/midi/file.h"
#include "engine/project/edit.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// Files that a document can come from and go to.
namespace partita::project {

/// How sound a MIDI file was.
struct ImportReport {
    midi::Verdict verdict = midi::Verdict::kComplete;
    std::vector<std::string> reasons; ///< sentences; empty when complete
    friend bool operator==(const ImportReport&, const ImportReport&) = default;
};

struct Opened {
    Document document;
    std::optional<ImportReport> report; ///< of a MIDI file; a project has none
};

/// Reads a project or a MIDI file, told apart by content. Errors: as `loadProject` and `midi::readFile`.
Result<Opened> openFile(const std::filesystem::path& path);

/// Errors: kUnwritable; the old file is then as it was.
Result<void> exportMidi(const Document& document, const std::filesystem::path& path);

/// The document with these notes alone, each at its place; everything else goes with them.
Document onlyNotes(Document document, NoteIds ids);

} // namespace partita::project
