#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace partita::playback {

/// A small hall: eight delay lines that feed one another through a Householder reflection, each losing treble on the way.
/// All memory is taken at construction; `process` neither allocates nor throws.
/// Source: Jot and Chaigne, "Digital delay networks for designing artificial reverberators", AES 90 (1991).
class Reverb {
public:
    explicit Reverb(double sampleRate);

    /// Adds to `left` and `right` what a hall answers to the two sends.
    void process(const float* sendLeft, const float* sendRight, float* left, float* right, int frames) noexcept;

private:
    static constexpr std::size_t kLines = 8;

    struct Line {
        std::vector<float> delay;
        std::size_t at = 0;
        float feedback = 0; ///< so that all lines die away alike
        float damped = 0;   ///< state of the treble loss
    };
    std::array<Line, kLines> m_lines;
    float m_damping;
};

} // namespace partita::playback
