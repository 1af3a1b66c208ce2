#pragma once

#include <string>
#include <string_view>

namespace partita {

/// Whether a strict reader would take it: no overlong forms, no surrogates, nothing cut off.
bool isUtf8(std::string_view bytes);

/// Every byte is a character of ISO 8859-1.
std::string latin1ToUtf8(std::string_view bytes);

} // namespace partita
