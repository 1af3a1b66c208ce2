#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace partita::formats {

/// `text` without white space (as Python's str.strip knows it, ASCII) at both ends.
std::string_view trimmed(std::string_view text);

/// As Python's int(text): white space around, a sign, digits with single underscores between them.
/// Magnitudes above 10^9 mean nothing in a score and count as malformed.
std::optional<std::int64_t> parseInteger(std::string_view text);

/// As Python's float(text) for what stands in scores: a complete decimal number, inf or nan, with white space around.
std::optional<double> parseReal(std::string_view text);

} // namespace partita::formats
