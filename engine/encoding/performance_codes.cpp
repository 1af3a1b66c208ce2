#include "engine/encoding/performance_codes.h"

#include <array>

namespace partita::encoding {
namespace {

using Type = PerformanceEvent::Type;

struct Range {
    Type type;
    int lowest;
    int count;
};

/// In the order of the codes.
std::array<Range, 4> rangesOf(const PerformanceRanges& ranges)
{
    constexpr int kPitches = kMaxMidiPitch - kMinMidiPitch + 1;
    return {Range{Type::kNoteOn, kMinMidiPitch, kPitches}, Range{Type::kNoteOff, kMinMidiPitch, kPitches},
            Range{Type::kTimeShift, 1, ranges.maxShiftSteps}, Range{Type::kVelocity, 1, ranges.numVelocityBins}};
}

} // namespace

Vocabulary performanceVocabulary(const PerformanceRanges& ranges)
{
    Vocabulary vocabulary;
    for (const Range& range : rangesOf(ranges))
        for (int i = 0; i < range.count; ++i)
            vocabulary.steps.push_back(range.type == Type::kTimeShift ? range.lowest + i : 0);
    vocabulary.size = static_cast<int>(vocabulary.steps.size());
    vocabulary.defaultCode = performanceCode({Type::kTimeShift, ranges.maxShiftSteps}, ranges);
    return vocabulary;
}

int performanceCode(const PerformanceEvent& event, const PerformanceRanges& ranges)
{
    int offset = 0;
    for (const Range& range : rangesOf(ranges)) {
        if (range.type == event.type)
            return offset + event.value - range.lowest;
        offset += range.count;
    }
    return offset;
}

PerformanceEvent performanceEvent(int code, const PerformanceRanges& ranges)
{
    for (const Range& range : rangesOf(ranges)) {
        if (code < range.count)
            return {range.type, range.lowest + code};
        code -= range.count;
    }
    return {Type::kTimeShift, ranges.maxShiftSteps};
}

Outcome<std::vector<int>> performanceCodes(std::span<const PerformanceEvent> events, const PerformanceRanges& ranges)
{
    const auto all = rangesOf(ranges);
    std::vector<int> codes;
    codes.reserve(events.size());
    for (const auto& event : events) {
        const Range& range = all[static_cast<std::size_t>(event.type) - 1];
        if (event.value < range.lowest || event.value >= range.lowest + range.count)
            return std::unexpected(Fault::kEventOutOfRange);
        codes.push_back(performanceCode(event, ranges));
    }
    return codes;
}

std::vector<PerformanceEvent> performanceEvents(std::span<const int> codes, const PerformanceRanges& ranges)
{
    std::vector<PerformanceEvent> events;
    events.reserve(codes.size());
    for (int code : codes)
        events.push_back(performanceEvent(code, ranges));
    return events;
}

} // namespace partita::encoding
