#pragma once

#include <chrono>

namespace partita::playback {

/// Says when each block of sound begins: sound cards ask for blocks in bursts, but play them evenly.
class BlockClock {
public:
    using Clock = std::chrono::steady_clock;

    explicit BlockClock(double sampleRate) : m_frame(1.0 / sampleRate) {}

    /// The time of the next block's first frame, given that it was asked for at `now`.
    Clock::time_point next(int frames, Clock::time_point now) noexcept
    {
        const auto error = now - m_expected;
        const bool lost = error > kTolerance || error < -kTolerance; // the first block, or one after a stall
        const auto start = lost ? now : m_expected + error / kSmoothing;
        m_expected = start + after(frames);
        return start;
    }
    Clock::duration after(int frames) const noexcept { return std::chrono::duration_cast<Clock::duration>(m_frame * frames); }

private:
    static constexpr std::chrono::milliseconds kTolerance{50};
    static constexpr int kSmoothing = 16;

    std::chrono::duration<double> m_frame;
    Clock::time_point m_expected{};
};

} // namespace partita::playback
