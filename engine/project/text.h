#pragma once

#include <string>
#include <string_view>

namespace partita::project {

/// Text of a MIDI file, which names no encoding, as UTF-8: kept where it is UTF-8 already, else read as Latin-1.
/// Control characters become spaces; blanks around it go.
std::string toUtf8(std::string_view bytes);

} // namespace partita::project
