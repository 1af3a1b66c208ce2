#pragma once

#include "engine/encoding/event_encoding.h"
#include "engine/events/pianoroll_sequence.h"

namespace partita::encoding {

/// A code a key, 0 or 1; input and labels are the codes. The RNN-NADE reads them as one vector of bits.
/// Source: PianorollEncoderDecoder.
class PianorollEncoding : public EventEncoding {
public:
    explicit PianorollEncoding(int keys = 88) : m_keys(keys) {}

    int width() const override { return m_keys; }
    int inputSize() const override { return m_keys; }
    std::vector<int> labelClasses() const override { return std::vector(static_cast<std::size_t>(m_keys), 2); }
    std::vector<int> defaultCodes() const override { return std::vector(static_cast<std::size_t>(m_keys), 0); }
    std::vector<int> defaultLabels() const override { return defaultCodes(); }
    void writeInput(std::span<const int> codes, std::size_t position, std::span<float> out) const override;
    void writeLabels(std::span<const int> codes, std::size_t position, std::span<int> out) const override;
    void decode(std::span<const int> labels, std::span<const int> codes, std::span<int> out) const override;
    std::int64_t labelsToNumSteps(std::span<const int> labels) const override;

private:
    int m_keys;
};

std::vector<int> pianorollCodes(std::span<const PianorollFrame> frames, int keys);
std::vector<PianorollFrame> pianorollFrames(std::span<const int> codes, int keys);

} // namespace partita::encoding
