#pragma once

#include "engine/core/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace partita {

using Bytes = std::vector<std::uint8_t>;

/// The whole file. Refuses directories, devices, and files above `limit` bytes (kTooLarge), by name.
Result<Bytes> readFile(const std::filesystem::path& path, std::uint64_t limit);

/// Replaces `path` as one act: writes a temporary neighbour, syncs it, renames it over `path`.
/// On failure the old file is as it was. `keepBackup` first keeps the old file as `path` + ".bak".
/// Errors: kUnwritable.
Result<void> writeFileAtomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes, bool keepBackup = false);
Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view text, bool keepBackup = false);

/// Creates the folder and its parents. Errors: kUnwritable, by name.
Result<void> makeFolder(const std::filesystem::path& path);

/// `path` as people should read it in a sentence: quoted, UTF-8.
std::string quoted(const std::filesystem::path& path);

/// What the operating system says about `errno`-style number `code`, e.g. "Permission denied".
std::string systemMessage(int code);

} // namespace partita
