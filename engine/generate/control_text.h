#pragma once

#include "engine/core/error.h"
#include "engine/encoding/performance_controls.h"

#include <string_view>
#include <vector>

/// What conditioned performance models are told, as Magenta's command line takes it: one value, or a list of values that
/// share the piece equally.
/// Errors: kInvalidArgument; the sentence shows the place.
namespace partita::generate {

/// `8` or `[2, 16]`
Result<std::vector<double>> notesPerSecondFrom(std::string_view text);
/// `[1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1]`, weights of C, C♯ … B, or a list of such lists.
Result<std::vector<encoding::PitchHistogram>> pitchClassHistogramFrom(std::string_view text);
/// `True` or `[True, False]`
Result<std::vector<bool>> disableConditioningFrom(std::string_view text);

} // namespace partita::generate
