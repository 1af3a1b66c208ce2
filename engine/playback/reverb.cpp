#include "engine/playback/reverb.h"

#include <cmath>
#include <numbers>

namespace partita::playback {
namespace {

constexpr double kSixtyDecibels = 1.6;   ///< seconds until a sound has died away
constexpr double kTrebleCutoff = 4500.0; ///< Hz
constexpr float kLevel = 0.2f;           ///< a full send answers with about half the power of the sound
/// Seconds; without common measure, so that echoes never coincide.
constexpr std::array kLengths{0.02515, 0.02805, 0.03195, 0.03521, 0.03853, 0.04247, 0.04655, 0.05104};

} // namespace

Reverb::Reverb(double sampleRate)
    : m_damping(static_cast<float>(std::exp(-2 * std::numbers::pi * kTrebleCutoff / sampleRate)))
{
    for (std::size_t i = 0; i < kLines; ++i) {
        m_lines[i].delay.assign(static_cast<std::size_t>(std::lround(kLengths[i] * sampleRate)), 0.0f);
        m_lines[i].feedback = static_cast<float>(std::pow(10.0, -3.0 * kLengths[i] / kSixtyDecibels));
    }
}

void Reverb::process(const float* sendLeft, const float* sendRight, float* left, float* right, int frames) noexcept
{
    constexpr float kTiny = 1e-18f; // keeps the tail from ending in denormals, which are slow
    for (int i = 0; i < frames; ++i) {
        std::array<float, kLines> out;
        float sum = 0;
        for (std::size_t k = 0; k < kLines; ++k) {
            Line& line = m_lines[k];
            line.damped = line.delay[line.at] + m_damping * (line.damped - line.delay[line.at]) + kTiny;
            out[k] = line.damped * line.feedback;
            sum += out[k];
        }
        const float reflected = sum * (2.0f / kLines);
        for (std::size_t k = 0; k < kLines; ++k) {
            Line& line = m_lines[k];
            line.delay[line.at] = (k % 2 == 0 ? sendLeft[i] : sendRight[i]) + out[k] - reflected;
            line.at = line.at + 1 == line.delay.size() ? 0 : line.at + 1;
        }
        left[i] += kLevel * (out[0] - out[2] + out[4] - out[6]);
        right[i] += kLevel * (out[1] - out[3] + out[5] - out[7]);
    }
}

} // namespace partita::playback
