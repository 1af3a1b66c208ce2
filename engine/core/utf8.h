#pragma once

#include <string_view>

namespace partita {

/// Whether a strict reader would take it: no overlong forms, no surrogates, nothing cut off.
bool isUtf8(std::string_view bytes);

} // namespace partita
