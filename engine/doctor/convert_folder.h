#pragma once

#include "engine/core/error.h"

#include "engine/doctor/music_file.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace partita::doctor {

struct FolderOptions {
    bool recursive = false;
    Convention convention = Convention::kAsNoteSeq;
};

struct FolderReport {
    struct Rejected {
        std::filesystem::path file;
        std::string reason; ///< a sentence that names the file
    };
    std::size_t files = 0;     ///< of a kind that can be read
    std::size_t sequences = 0; ///< written
    std::size_t others = 0;    ///< files of other kinds, passed over
    std::vector<Rejected> rejected; ///< files, and tunes of books
};

/// Writes the music of a folder as a TFRecord of NoteSequences, as Magenta's convert_dir_to_note_sequences does: read as
/// note_seq reads, with its ids and names. Files come in the order of their names, a folder's own before its folders'.
/// A few files are read at a time, in parallel: memory stays flat, and the output is the same on any machine.
/// Errors:  kNotFound, kUnreadable (the folder); kUnwritable; kStopped. A file that cannot be read is rejected, with a reason.
/// Source:  Magenta scripts/convert_dir_to_note_sequences.py.
Result<FolderReport> convertFolder(const std::filesystem::path& folder, const std::filesystem::path& output, const FolderOptions& options = {},
                                   std::stop_token stop = {}, const std::function<void(std::size_t done, std::size_t of)>& progress = {});

} // namespace partita::doctor
