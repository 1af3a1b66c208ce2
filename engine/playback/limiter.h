#pragma once

#include "engine/playback/audio_block.h"

#include <algorithm>
#include <cmath>

namespace partita::playback {

/// Keeps sound below full scale: turns loud passages down at once and comes back within a second, so that no
/// converter clips. Sound that stays below the ceiling passes unchanged.
class Limiter {
public:
    static constexpr float kCeiling = 0.98f;

    explicit Limiter(double sampleRate) : m_recovery(static_cast<float>(1.0 - std::exp(-1.0 / (0.3 * sampleRate)))) {}

    void process(AudioBlock block, float volume) noexcept
    {
        for (int i = 0; i < block.frames; ++i) {
            const float left = block.left[i] * volume, right = block.right[i] * volume;
            const float peak = std::max(std::abs(left), std::abs(right));
            m_gain += (1.0f - m_gain) * m_recovery;
            if (peak * m_gain > kCeiling)
                m_gain = kCeiling / peak;
            block.left[i] = left * m_gain;
            block.right[i] = right * m_gain;
        }
    }

private:
    float m_recovery;
    float m_gain = 1.0f;
};

} // namespace partita::playback
