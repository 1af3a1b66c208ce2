#pragma once

#include "engine/core/atomic_file.h"
#include "engine/core/error.h"
#include "engine/core/file_io.h"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace partita::formats {

/// A closed `std::FILE` when the owner goes.
struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using OpenFile = std::unique_ptr<std::FILE, CloseFile>;

/// Reads TensorFlow's record files (uncompressed) one record at a time: length, payload, and a checked sum of each.
/// Threads: one reader, one thread.
class TfRecordReader {
public:
    static constexpr std::uint64_t kMaxRecordBytes = 256 << 20;
    /// Where a payload lies: after its length with a sum, and before its own sum.
    static constexpr std::size_t kBytesBeforePayload = 12, kBytesAfterPayload = 4;

    /// Errors: kNotFound, kUnreadable.
    static Result<TfRecordReader> open(const std::filesystem::path& path);

    /// The next payload; nothing at the end of the file.
    /// Errors, after which reading is over: kNotRecognized (the first record is none), kDamaged, kTooLarge, kUnreadable.
    Result<std::optional<Bytes>> next();

private:
    TfRecordReader(std::filesystem::path path, OpenFile file, std::uint64_t size)
        : m_path(std::move(path)), m_file(std::move(file)), m_left(size)
    {
    }
    std::unexpected<Error> damaged(std::string_view what);
    std::unexpected<Error> unreadable();

    std::filesystem::path m_path;
    OpenFile m_file;
    std::uint64_t m_left;       ///< bytes of the file after the last record
    std::uint64_t m_record = 0; ///< number of the next record, from 0
};

/// Writes such a file. It appears under its name with `finish`; a writer that goes before that leaves nothing behind.
class TfRecordWriter {
public:
    /// Errors: kUnwritable.
    static Result<TfRecordWriter> open(const std::filesystem::path& path);

    /// Small records wait for others. Errors: kUnwritable.
    Result<void> write(std::span<const std::uint8_t> payload);
    /// Call it last and once. Errors: kUnwritable.
    Result<void> finish();

private:
    explicit TfRecordWriter(AtomicFile file) : m_file(std::move(file)) {}

    Result<void> flush();

    AtomicFile m_file;
    Bytes m_waiting; ///< records that are not yet in the file
};

} // namespace partita::formats
