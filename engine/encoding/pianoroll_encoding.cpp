#include "engine/encoding/pianoroll_encoding.h"

#include <algorithm>

namespace partita::encoding {

void PianorollEncoding::writeInput(std::span<const int> codes, std::size_t position, std::span<float> out) const
{
    const auto keys = static_cast<std::size_t>(m_keys);
    std::ranges::transform(codes.subspan(position * keys, keys), out.begin(), [](int bit) { return static_cast<float>(bit); });
}

void PianorollEncoding::writeLabels(std::span<const int> codes, std::size_t position, std::span<int> out) const
{
    const auto keys = static_cast<std::size_t>(m_keys);
    std::ranges::copy(codes.subspan(position * keys, keys), out.begin());
}

void PianorollEncoding::decode(std::span<const int> labels, std::span<const int>, std::span<int> out) const
{
    std::ranges::copy(labels.first(static_cast<std::size_t>(m_keys)), out.begin());
}

std::int64_t PianorollEncoding::labelsToNumSteps(std::span<const int> labels) const
{
    return static_cast<std::int64_t>(labels.size()) / m_keys;
}

std::vector<int> pianorollCodes(std::span<const PianorollFrame> frames, int keys)
{
    std::vector<int> codes;
    for (const PianorollFrame& frame : frames)
        for (int key = 0; key < keys; ++key)
            codes.push_back(frame.test(static_cast<std::size_t>(key)));
    return codes;
}

std::vector<PianorollFrame> pianorollFrames(std::span<const int> codes, int keys)
{
    std::vector<PianorollFrame> frames(codes.size() / static_cast<std::size_t>(keys));
    for (std::size_t i = 0; i < frames.size() * static_cast<std::size_t>(keys); ++i)
        frames[i / static_cast<std::size_t>(keys)][i % static_cast<std::size_t>(keys)] = codes[i] != 0;
    return frames;
}

} // namespace partita::encoding
