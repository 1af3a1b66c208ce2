#include "engine/devices/null_sink.h"

namespace partita::devices {

NullSink::NullSink(playback::Player& player)
    : AudioSink(player, kNullName), m_thread([this](std::stop_token stop) { run(stop); })
{
    player.setLatency(Frames(0));
}

void NullSink::run(std::stop_token stop)
{
    using Clock = std::chrono::steady_clock;
    constexpr auto kTooLate = std::chrono::milliseconds(200); // the machine slept: do not catch up
    const auto period = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(kBlock / player().sampleRate()));
    for (auto due = Clock::now(); !stop.stop_requested(); due += period) {
        if (const auto now = Clock::now(); now - due > kTooLate)
            due = now;
        std::this_thread::sleep_until(due);
        pull({m_left.data(), m_right.data(), kBlock});
    }
}

} // namespace partita::devices
