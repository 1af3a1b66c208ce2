#pragma once

#include "engine/encoding/event_encoding.h"
#include "engine/events/performance.h"

namespace partita::encoding {

/// The ranges of a performance's events. Codes: note on by pitch, note off by pitch, shifts from 1 step, velocity bins from 1.
/// Source: PerformanceOneHotEncoding.
struct PerformanceRanges {
    int numVelocityBins = 0;
    int maxShiftSteps = kMaxShiftSteps;
    friend bool operator==(const PerformanceRanges&, const PerformanceRanges&) = default;
};

/// The default event is the longest shift; shifts take their steps, all else none.
Vocabulary performanceVocabulary(const PerformanceRanges& ranges);

/// `event` must lie in the ranges; codes above the velocity bins are none.
int performanceCode(const PerformanceEvent& event, const PerformanceRanges& ranges);
PerformanceEvent performanceEvent(int code, const PerformanceRanges& ranges);

/// Errors: kEventOutOfRange for a shift of 0 or over the longest, a velocity without or beyond the bins.
Outcome<std::vector<int>> performanceCodes(std::span<const PerformanceEvent> events, const PerformanceRanges& ranges);
std::vector<PerformanceEvent> performanceEvents(std::span<const int> codes, const PerformanceRanges& ranges);

} // namespace partita::encoding
