#pragma once

#include "engine/devices/audio_sink.h"

#include <array>
#include <stop_token>
#include <thread>

namespace partita::devices {

/// Pulls in real time and throws the sound away: where no sound card is, the playhead moves and live MIDI sounds.
class NullSink final : public AudioSink {
public:
    explicit NullSink(playback::Player& player);

private:
    static constexpr int kBlock = 256;

    void run(std::stop_token stop);

    std::array<float, kBlock> m_left{}, m_right{};
    std::jthread m_thread;
};

} // namespace partita::devices
