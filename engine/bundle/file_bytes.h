#pragma once

#include "engine/core/error.h"
#include "engine/core/file_io.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>

namespace partita::bundle {

/// Bytes and what keeps them alive: a mapped file or a buffer. Readers slice it; no slice copies.
struct FileBytes {
    std::span<const std::uint8_t> bytes;
    std::shared_ptr<const void> owner;
};

/// Maps a file for reading, so that opening a large checkpoint costs what is used of it. Whoever replaces the file
/// must do so by renaming (as Partita and TensorFlow do): a file cut short in place would fault its readers.
/// Errors: kNotFound, kUnreadable (folder, device, forbidden), by name.
Result<FileBytes> mapFile(const std::filesystem::path& path);

/// Several files end to end, mapped side by side: nothing is copied. Nothing where they do not fit together so, because one
/// before the last does not fill whole pages. Errors: as mapFile.
Result<std::optional<FileBytes>> mapFiles(std::span<const std::filesystem::path> paths);

/// Takes over a buffer.
FileBytes ownBytes(Bytes bytes);

} // namespace partita::bundle
