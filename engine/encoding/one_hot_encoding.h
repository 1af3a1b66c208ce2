#pragma once

#include "engine/encoding/event_encoding.h"

namespace partita::encoding {

/// The plainest encoding: input is the event's one-hot vector, label its code.
/// As an index (`OneHotInput::kIndex`) the input is the code itself as one float, for a graph that expands it.
/// Source: OneHotEventSequenceEncoderDecoder, OneHotIndexEventSequenceEncoderDecoder.
class OneHotEncoding : public EventEncoding {
public:
    enum class Input { kVector, kIndex };

    explicit OneHotEncoding(Vocabulary vocabulary, Input input = Input::kVector);

    int inputSize() const override;
    std::vector<int> labelClasses() const override { return {m_vocabulary.size}; }
    std::vector<int> defaultCodes() const override { return {m_vocabulary.defaultCode}; }
    std::vector<int> defaultLabels() const override { return {m_vocabulary.defaultCode}; }
    void writeInput(std::span<const int> codes, std::size_t position, std::span<float> out) const override;
    void writeLabels(std::span<const int> codes, std::size_t position, std::span<int> out) const override;
    void decode(std::span<const int> labels, std::span<const int> codes, std::span<int> out) const override;
    std::int64_t labelsToNumSteps(std::span<const int> labels) const override;

private:
    Vocabulary m_vocabulary;
    Input m_input;
};

} // namespace partita::encoding
