#pragma once

#include "engine/encoding/event_encoding.h"

namespace partita::encoding {

/// Tells the network where the music repeats itself. Input: the event's one-hot vector; for each distance d that of event
/// position − d + 1 (the default event before the beginning), i.e. what comes next if the repeat goes on; `counterBits` bits
/// of position + 1, ±1, lowest first; for each distance whether the event repeats the one d before.
/// Labels: the codes, then one class a distance for "the same as d events ago", which is preferred, the longest distance
/// first; default events before the longest distance are such repeats too.
/// Source: LookbackEventSequenceEncoderDecoder (Waite 2016).
class LookbackEncoding : public EventEncoding {
public:
    /// `distances` rise; they may be none.
    explicit LookbackEncoding(Vocabulary vocabulary, std::vector<int> distances = {16, 32}, int counterBits = 5);

    int inputSize() const override;
    std::vector<int> labelClasses() const override;
    std::vector<int> defaultCodes() const override { return {m_vocabulary.defaultCode}; }
    std::vector<int> defaultLabels() const override { return {m_vocabulary.defaultCode}; }
    void writeInput(std::span<const int> codes, std::size_t position, std::span<float> out) const override;
    void writeLabels(std::span<const int> codes, std::size_t position, std::span<int> out) const override;
    void decode(std::span<const int> labels, std::span<const int> codes, std::span<int> out) const override;
    std::int64_t labelsToNumSteps(std::span<const int> labels) const override;

private:
    Vocabulary m_vocabulary;
    std::vector<int> m_distances;
    int m_counterBits;
};

} // namespace partita::encoding
