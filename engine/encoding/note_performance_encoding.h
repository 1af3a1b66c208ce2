#pragma once

#include "engine/encoding/event_encoding.h"
#include "engine/events/note_performance.h"

#include <array>

namespace partita::encoding {

/// Six codes a note: shift / 77 and its rest, pitch, velocity bin − 1, (duration − 1) / 40 and its rest. Input is their one-hot
/// vectors, one after the other; labels are the codes.
/// Source: NotePerformanceEventSequenceEncoderDecoder.
class NotePerformanceEncoding : public EventEncoding {
public:
    static constexpr int kWidth = 6;

    explicit NotePerformanceEncoding(int numVelocityBins = 32);

    int width() const override { return kWidth; }
    int inputSize() const override;
    std::vector<int> labelClasses() const override;
    std::vector<int> defaultCodes() const override;
    std::vector<int> defaultLabels() const override { return defaultCodes(); }
    void writeInput(std::span<const int> codes, std::size_t position, std::span<float> out) const override;
    void writeLabels(std::span<const int> codes, std::size_t position, std::span<int> out) const override;
    void decode(std::span<const int> labels, std::span<const int> codes, std::span<int> out) const override;
    /// All shifts and the last note's duration.
    std::int64_t labelsToNumSteps(std::span<const int> labels) const override;

private:
    int m_numVelocityBins;
};

std::array<int, NotePerformanceEncoding::kWidth> notePerformanceCode(const NotePerformanceEvent& event);
NotePerformanceEvent notePerformanceEvent(std::span<const int> code);

std::vector<int> notePerformanceCodes(std::span<const NotePerformanceEvent> events);
std::vector<NotePerformanceEvent> notePerformanceEvents(std::span<const int> codes);

} // namespace partita::encoding
