#pragma once

#include "engine/devices/midi_out.h"
#include "engine/playback/player.h"

#include <array>
#include <atomic>
#include <bitset>
#include <memory>
#include <stop_token>
#include <thread>

namespace partita::devices {

/// Sends a player's messages to a MIDI sink at the time at which they are heard, from a thread of its own, from
/// construction to destruction. Whatever it started it ends: on destruction, on loss of messages, notes are ended one by
/// one and pedals come up. The player outlives it; one feed a player.
/// Threads: constructed and destroyed on the player's control thread.
class MidiFeed {
public:
    MidiFeed(playback::Player& player, std::unique_ptr<MidiSink> sink);
    ~MidiFeed();
    MidiFeed(const MidiFeed&) = delete;
    MidiFeed& operator=(const MidiFeed&) = delete;

    /// False once the device no longer takes messages: it was unplugged, or its server ended.
    bool isAlive() const { return m_alive.load(std::memory_order_relaxed); }

private:
    void run(std::stop_token stop);
    void send(const playback::DueMessage& due);
    void sendBytes(std::span<const std::uint8_t> bytes);
    void silence();

    playback::Player& m_player;
    std::unique_ptr<MidiSink> m_sink;
    std::atomic<bool> m_alive{true};
    std::array<std::bitset<128>, 16> m_sounding; ///< as the receiver has it; the thread's own
    std::jthread m_thread;
};

} // namespace partita::devices
