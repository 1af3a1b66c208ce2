#include "engine/encoding/note_performance_encoding.h"

#include <algorithm>
#include <numeric>

namespace partita::encoding {
namespace {

// The factors of 1001 shifts and 1000 durations whose sum is least.
constexpr int kShiftParts = 13;
constexpr int kShiftsAPart = (NotePerformance::kMaxShift + 1) / kShiftParts;
constexpr int kDurationParts = 25;
constexpr int kDurationsAPart = NotePerformance::kMaxDuration / kDurationParts;

} // namespace

NotePerformanceEncoding::NotePerformanceEncoding(int numVelocityBins) : m_numVelocityBins(numVelocityBins) {}

std::vector<int> NotePerformanceEncoding::labelClasses() const
{
    return {kShiftParts, kShiftsAPart, kMaxMidiPitch + 1, m_numVelocityBins, kDurationParts, kDurationsAPart};
}

int NotePerformanceEncoding::inputSize() const
{
    return numClasses();
}

std::vector<int> NotePerformanceEncoding::defaultCodes() const
{
    const auto code = notePerformanceCode({.shift = 0, .pitch = 60, .velocityBin = 1, .duration = 1});
    return {code.begin(), code.end()};
}

void NotePerformanceEncoding::writeInput(std::span<const int> codes, std::size_t position, std::span<float> out) const
{
    std::ranges::fill(out, 0.0f);
    std::size_t block = 0;
    const auto classes = labelClasses();
    for (std::size_t part = 0; part < kWidth; ++part) {
        out[block + static_cast<std::size_t>(codes[position * kWidth + part])] = 1.0f;
        block += static_cast<std::size_t>(classes[part]);
    }
}

void NotePerformanceEncoding::writeLabels(std::span<const int> codes, std::size_t position, std::span<int> out) const
{
    std::ranges::copy(codes.subspan(position * kWidth, kWidth), out.begin());
}

void NotePerformanceEncoding::decode(std::span<const int> labels, std::span<const int>, std::span<int> out) const
{
    std::ranges::copy(labels.first(kWidth), out.begin());
}

std::int64_t NotePerformanceEncoding::labelsToNumSteps(std::span<const int> labels) const
{
    std::int64_t steps = 0;
    int lastDuration = 0;
    for (const auto& event : notePerformanceEvents(labels)) {
        steps += event.shift;
        lastDuration = event.duration;
    }
    return steps + lastDuration;
}

std::array<int, NotePerformanceEncoding::kWidth> notePerformanceCode(const NotePerformanceEvent& event)
{
    return {event.shift / kShiftsAPart, event.shift % kShiftsAPart, event.pitch, event.velocityBin - 1,
            (event.duration - 1) / kDurationsAPart, (event.duration - 1) % kDurationsAPart};
}

NotePerformanceEvent notePerformanceEvent(std::span<const int> code)
{
    return {.shift = code[0] * kShiftsAPart + code[1], .pitch = code[2], .velocityBin = code[3] + 1,
            .duration = code[4] * kDurationsAPart + code[5] + 1};
}

std::vector<int> notePerformanceCodes(std::span<const NotePerformanceEvent> events)
{
    std::vector<int> codes;
    for (const auto& event : events)
        std::ranges::copy(notePerformanceCode(event), std::back_inserter(codes));
    return codes;
}

std::vector<NotePerformanceEvent> notePerformanceEvents(std::span<const int> codes)
{
    std::vector<NotePerformanceEvent> events;
    for (std::size_t i = 0; i + NotePerformanceEncoding::kWidth <= codes.size(); i += NotePerformanceEncoding::kWidth)
        events.push_back(notePerformanceEvent(codes.subspan(i, NotePerformanceEncoding::kWidth)));
    return events;
}

} // namespace partita::encoding
