#include "engine/project/text.h"

#include "engine/core/utf8.h"

#include <cstdint>

namespace partita::project {

std::string toUtf8(std::string_view bytes)
{
    std::string text;
    if (isUtf8(bytes)) {
        text = bytes;
    } else {
        for (const char c : bytes) {
            const auto code = static_cast<std::uint8_t>(c);
            if (code < 0x80) {
                text += c;
            } else {
                text += static_cast<char>(0xc0 | code >> 6);
                text += static_cast<char>(0x80 | (code & 0x3f));
            }
        }
    }
    for (char& c : text)
        if (static_cast<std::uint8_t>(c) < 0x20 || c == 0x7f)
            c = ' ';
    const auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

} // namespace partita::project
