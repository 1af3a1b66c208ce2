#pragma once

#include "engine/playback/message.h"

#include <array>
#include <cstdint>

namespace partita::playback {

/// What one channel has been told and still holds. A negative value: never told, so the receiver's default holds.
struct ChannelState {
    /// Registered parameters that are followed: bend range, fine tuning, coarse tuning. The value has 14 bits.
    static constexpr int kParameters = 3;

    std::array<std::int8_t, 128> controllers;
    std::array<std::int16_t, kParameters> parameters;
    bool registered; ///< data entry goes to the registered (not the non-registered) parameter that was addressed
    std::int16_t bend;
    std::int8_t program;
    std::int8_t pressure;
    std::array<std::uint8_t, 128> velocity; ///< of the notes held; 0: silent

    ChannelState();
    friend bool operator==(const ChannelState&, const ChannelState&) = default;
};

/// What a MIDI receiver knows: the ground for chasing. Seeking into the middle of a piece sends what
/// differs between the state the receiver has and the state the piece has there.
/// Threads: a value; `apply` neither allocates nor throws.
class MidiState {
public:
    void apply(const Message& message) noexcept;

    const ChannelState& channel(int index) const { return m_channels[static_cast<std::size_t>(index)]; }

    /// No notes held, pedals up: what a stopped player wants of the state at its position.
    void rest() noexcept;
    /// Held percussion is dropped: a cymbal struck late is wrong where a late string note is right.
    void dropHeldPercussion() noexcept;
    /// Keeps of the notes held only those that `other` holds too.
    void keepNotesHeldIn(const MidiState& other) noexcept;

    friend bool operator==(const MidiState&, const MidiState&) = default;

private:
    std::array<ChannelState, kChannels> m_channels;
};

/// Something that takes messages one by one: a synthesizer, a player's outputs.
class Receiver {
public:
    virtual void send(const Message& message) noexcept = 0;

protected:
    ~Receiver() = default;
};

/// Sends what takes a receiver from one state to another: notes end first, then banks and programs, controllers,
/// parameters and bends change, then notes start. What `to` was never told goes back to its MIDI default. What is the same
/// already is not sent: where nothing differs, nothing is. `from` may be the receiver's own record, changing underway.
void sendDifference(const MidiState& from, const MidiState& to, Receiver& receiver) noexcept;

} // namespace partita::playback
