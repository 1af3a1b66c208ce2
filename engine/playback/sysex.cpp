#include "engine/playback/sysex.h"

#include <algorithm>
#include <initializer_list>

namespace partita::playback {

bool isReset(std::span<const std::uint8_t> sysex)
{
    const auto matches = [&](std::initializer_list<int> pattern) { // −1: any byte
        return sysex.size() >= pattern.size()
            && std::equal(pattern.begin(), pattern.end(), sysex.begin(), [](int wanted, int byte) { return wanted < 0 || wanted == byte; });
    };
    return matches({0xf0, 0x7e, -1, 0x09}) || matches({0xf0, 0x41, -1, 0x42, 0x12, 0x40, 0x00, 0x7f})
        || matches({0xf0, 0x43, -1, 0x4c, 0x00, 0x00, 0x7e});
}

} // namespace partita::playback
