#include "engine/core/utf8.h"

#include <array>
#include <cstdint>

namespace partita {

bool isUtf8(std::string_view bytes)
{
    constexpr std::array<std::uint32_t, 4> kSmallest{0, 0x80, 0x800, 0x10000}; // by the number of bytes that follow
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = static_cast<std::uint8_t>(bytes[i++]);
        const int following = lead < 0x80 ? 0 : lead >> 5 == 6 ? 1 : lead >> 4 == 14 ? 2 : lead >> 3 == 30 ? 3 : -1;
        if (following < 0)
            return false;
        std::uint32_t code = following == 0 ? lead : lead & (0x3f >> following);
        for (int k = 0; k < following; ++k, ++i) {
            if (i == bytes.size() || (static_cast<std::uint8_t>(bytes[i]) & 0xc0) != 0x80)
                return false;
            code = code << 6 | (static_cast<std::uint8_t>(bytes[i]) & 0x3f);
        }
        if (code < kSmallest[static_cast<std::size_t>(following)] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
            return false;
    }
    return true;
}

std::string latin1ToUtf8(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size());
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            text += c;
        } else {
            text += static_cast<char>(0xc0 | byte >> 6);
            text += static_cast<char>(0x80 | (byte & 0x3f));
        }
    }
    return text;
}

} // namespace partita
