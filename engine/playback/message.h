#pragma once

#include "engine/core/quantity.h"

#include <cstdint>

namespace partita::playback {

/// MIDI ports a timeline may speak to, sixteen channels each. Files that name more share these.
inline constexpr int kPorts = 4;
inline constexpr int kChannels = kPorts * 16;
/// The metronome has a port of its own, so that a song's percussion volume does not change the click.
inline constexpr std::uint8_t kClickPort = kPorts;
inline constexpr std::uint8_t kPercussionChannel = 9;

/// Controller 91 where nothing else is said (General MIDI 2).
inline constexpr std::uint8_t kDefaultReverbSend = 40;

/// One MIDI message. Small and trivially copyable: the audio thread moves it through queues.
struct Message {
    std::uint8_t status = 0; ///< 80–ef; f0: system exclusive
    std::uint8_t data1 = 0;
    std::uint8_t data2 = 0;
    std::uint8_t port = 0;   ///< 0–3, or kClickPort
    std::uint32_t sysex = 0; ///< with status f0: index into Timeline::sysex()

    std::uint8_t kind() const { return status & 0xf0; }
    /// Across all ports, 0–63; the click port's lie above.
    int channel() const { return port * 16 + (status & 0x0f); }
    bool isClick() const { return port == kClickPort; }
    bool isSysex() const { return status == 0xf0; }
    /// System exclusive after which a receiver knows nothing of what it was told; marked by data1.
    bool isReset() const { return isSysex() && data1 != 0; }
    /// All sound off, all notes off, and the modes that mean the latter, too.
    bool isEndOfNotes() const { return kind() == 0xb0 && (data1 == 120 || data1 >= 123); }
    bool isNoteOn() const { return kind() == 0x90 && data2 > 0; }
    bool isNoteOff() const { return kind() == 0x80 || (kind() == 0x90 && data2 == 0); }

    friend bool operator==(const Message&, const Message&) = default;
};

/// A message of `kind` (80, 90, … e0) for a channel counted across all ports.
inline Message channelMessage(std::uint8_t kind, int channel, int data1, int data2 = 0)
{
    return {static_cast<std::uint8_t>(kind | (channel & 0x0f)), static_cast<std::uint8_t>(data1), static_cast<std::uint8_t>(data2),
            static_cast<std::uint8_t>(channel / 16)};
}

/// The metronome: General MIDI's high and low wood block.
inline Message clickOn(bool accent)
{
    return {0x90 | kPercussionChannel, static_cast<std::uint8_t>(accent ? 76 : 77), static_cast<std::uint8_t>(accent ? 120 : 96), kClickPort};
}
inline Message clickOff(bool accent)
{
    return {0x80 | kPercussionChannel, clickOn(accent).data1, 64, kClickPort};
}

inline bool isAccent(const Message& click)
{
    return click.data1 == clickOn(true).data1;
}

struct TimedMessage {
    Frames frame;
    Message message;

    friend bool operator==(const TimedMessage&, const TimedMessage&) = default;
};

} // namespace partita::playback
