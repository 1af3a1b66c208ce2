#pragma once

#include "engine/core/error.h"
#include "engine/core/file_io.h"
#include "engine/doctor/music_file.h"
#include "engine/formats/tfrecord.h"
#include "engine/music/note_sequence.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace partita::datasets {

/// A file that holds something to learn from.
struct Source {
    enum class Kind { kMusic, kNoteSequences, kSequenceExamples };

    std::filesystem::path file;
    std::string name;       ///< its path below the folder that was given; its file name where it was given itself
    std::string collection; ///< that folder's name
    Kind kind = Kind::kMusic;
    bool named = false; ///< given itself
};

/// The files that `paths` mean: files, folders with all below them, and patterns with *, ? or [ ]. Files of music go by
/// their names' endings in folders; files given by name are looked into. In the order of their names.
/// Errors: kNotFound, kUnreadable; those of reading the first record of a record file.
Result<std::vector<Source>> findSources(const std::vector<std::filesystem::path>& paths);

/// A file of music, or one record of a file of NoteSequences.
struct Item {
    const Source* source = nullptr;
    std::uint64_t number = 0; ///< of all items
    std::optional<std::uint64_t> recordNumber; ///< in its file, from 0
    std::variant<std::monostate, Bytes, Error> record; ///< the error ended its file
};

/// What sources hold, item by item, SequenceExamples left out.
class ItemReader {
public:
    explicit ItemReader(const std::vector<Source>& sources) : m_sources(sources) {}
    std::optional<Item> next();

private:
    const std::vector<Source>& m_sources;
    std::size_t m_source = 0;
    std::uint64_t m_items = 0, m_records = 0;
    std::optional<formats::TfRecordReader> m_reader;
};

struct Tune {
    NoteSequence sequence;
    std::string subject; ///< "file", or "file", record 3: for sentences
    /// What decides on which side of a partition it falls: its name below its folder, so that it is the same for a file
    /// and for the record that was made of it.
    std::string identity;
};

struct Tunes {
    std::vector<Tune> tunes;
    std::vector<std::string> rejections; ///< why the item, or a tune of a book, cannot be read
};

/// Threads: any.
Tunes readTunes(const Item& item, doctor::Convention convention);

} // namespace partita::datasets
