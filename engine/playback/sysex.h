#pragma once

#include <cstdint>
#include <span>

namespace partita::playback {

/// Whether a system exclusive message (f0 to f7) makes a receiver forget all it was told: General MIDI 1 on or off and
/// General MIDI 2 on, GS reset, XG on.
bool isReset(std::span<const std::uint8_t> sysex);

} // namespace partita::playback
