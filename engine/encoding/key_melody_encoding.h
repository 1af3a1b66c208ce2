#pragma once

#include "engine/encoding/event_encoding.h"
#include "engine/encoding/melody_codes.h"

namespace partita::encoding {

/// A melody as a musician would follow it: which pitch sounds, whether it was just struck, which way the line goes, what
/// repeats, where in the bar we are, and which keys fit all notes so far and the last three.
/// Labels: pitches, nothing new, note off, same as 16 events ago, as 32: unlike in the codes, the pitches come first.
/// Source: KeyMelodyEncoderDecoder.
class KeyMelodyEncoding : public EventEncoding {
public:
    explicit KeyMelodyEncoding(PitchRange range);

    int inputSize() const override;
    std::vector<int> labelClasses() const override;
    std::vector<int> defaultCodes() const override;
    std::vector<int> defaultLabels() const override;
    void writeInput(std::span<const int> codes, std::size_t position, std::span<float> out) const override;
    void writeLabels(std::span<const int> codes, std::size_t position, std::span<int> out) const override;
    void decode(std::span<const int> labels, std::span<const int> codes, std::span<int> out) const override;
    std::int64_t labelsToNumSteps(std::span<const int> labels) const override;

private:
    int pitches() const { return m_range.high - m_range.low; }

    PitchRange m_range;
};

} // namespace partita::encoding
