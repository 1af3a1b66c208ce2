#pragma once

#include "engine/core/error.h"
#include "engine/encoding/performance_controls.h"
#include "engine/models/event_rnn_config.h"

#include <vector>

namespace partita::generate {

/// What a conditioned performance model is told at each step. Several values share the steps equally; without any it is
/// the model's default.
class ControlSignal {
public:
    ControlSignal(models::PerformanceControls kind, std::vector<double> notesPerSecond, std::vector<encoding::PitchHistogram> pitchClassHistogram,
                  std::vector<bool> disableConditioning, std::int64_t totalSteps);

    /// One row; none where the model takes no controls.
    encoding::Controls at(std::int64_t step) const;

private:
    models::PerformanceControls m_kind;
    std::vector<double> m_densities;
    std::vector<encoding::PitchHistogram> m_histograms;
    std::vector<bool> m_disabled;
    std::int64_t m_totalSteps;
};

/// Errors: kInvalidArgument for numbers that are none or negative.
Result<void> checkControls(const std::vector<double>& notesPerSecond, const std::vector<encoding::PitchHistogram>& pitchClassHistogram);

} // namespace partita::generate
