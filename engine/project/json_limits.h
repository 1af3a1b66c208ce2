#pragma once

#include <cstddef>
#include <string_view>

namespace partita::project {

enum class JsonSize { kFits, kTooLarge, kMalformed };

/// Walks through a JSON text without keeping any of it: whether parsing it would stay within these limits.
JsonSize measureJson(std::string_view text, std::size_t maxValues, int maxDepth);

} // namespace partita::project
