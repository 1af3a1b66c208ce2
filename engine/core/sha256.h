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
/// Of a file's bytes, read in pieces. Errors: kNotFound, kUnreadable.
Result<std::string> sha256OfFile(const std::filesystem::path& path);

} // namespace partita
