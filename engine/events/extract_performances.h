#pragma once

#include "engine/events/note_performance.h"
#include "engine/events/performance.h"
#include "engine/events/statistics.h"

#include <optional>
#include <vector>

namespace partita {

struct PerformanceExtraction {
    Steps start;
    std::optional<int> minEventsDiscard;
    std::optional<int> maxEventsTruncate;
    std::optional<int> maxStepsTruncate;
    int numVelocityBins = 0;
    bool splitInstruments = false; ///< one performance an instrument; otherwise one, of pieces with one program only

    /// What performance_rnn trains on.
    static PerformanceExtraction dataset(int numVelocityBins)
    {
        return {.minEventsDiscard = 32, .maxEventsTruncate = 512, .numVelocityBins = numVelocityBins};
    }
};

template <class Kind>
struct ExtractedPerformances {
    std::vector<Kind> performances;
    Statistics statistics;
};

/// Errors: kEventOutOfRange, kInvalidArgument. Shifts and notes too long for note performances are counted instead.
/// Source: magenta performance_pipeline.extract_performances.
Outcome<ExtractedPerformances<Performance>> extractPerformances(const AbsoluteQuantizedSequence& sequence, const PerformanceExtraction& options = {});
Outcome<ExtractedPerformances<Performance>> extractPerformances(const QuantizedSequence& sequence, const PerformanceExtraction& options = {});
Outcome<ExtractedPerformances<NotePerformance>> extractNotePerformances(const AbsoluteQuantizedSequence& sequence,
                                                                        const PerformanceExtraction& options = {});

} // namespace partita
