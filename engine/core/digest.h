#pragma once

#include "engine/core/error.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace partita {

/// SHA-256 as 64 lower-case hex digits.
std::string sha256(std::span<const std::uint8_t> bytes);
std::string sha256(std::string_view text);
/// SHA-1 as 40 digits: Magenta names sequences by it. For nothing that has to withstand an attack.
std::string sha1(std::string_view text);
/// SHA-256 of a file's bytes, read in pieces. Errors: kNotFound, kUnreadable.
Result<std::string> sha256OfFile(const std::filesystem::path& path);

} // namespace partita
