#include "engine/generate/control_signal.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace partita::generate {
namespace {

using models::PerformanceControls;

/// Which of several values holds at `step` when they share `total` steps equally.
template <class Values>
auto valueAt(const Values& values, std::int64_t step, std::int64_t total)
{
    const auto count = static_cast<std::int64_t>(values.size());
    return values[static_cast<std::size_t>(std::clamp<std::int64_t>(step * count / std::max<std::int64_t>(total, 1), 0, count - 1))];
}

} // namespace

ControlSignal::ControlSignal(PerformanceControls kind, std::vector<double> notesPerSecond, std::vector<encoding::PitchHistogram> pitchClassHistogram,
                             std::vector<bool> disableConditioning, std::int64_t totalSteps)
    : m_kind(kind), m_densities(std::move(notesPerSecond)), m_histograms(std::move(pitchClassHistogram)), m_disabled(std::move(disableConditioning)), m_totalSteps(totalSteps)
{
    if (m_densities.empty())
        m_densities = {encoding::kDefaultDensity};
    if (m_histograms.empty())
        m_histograms = {encoding::kDefaultHistogram};
    if (m_disabled.empty())
        m_disabled = {false};
}

encoding::Controls ControlSignal::at(std::int64_t step) const
{
    const auto densities = std::vector{valueAt(m_densities, step, m_totalSteps)};
    const auto histograms = std::vector{valueAt(m_histograms, step, m_totalSteps)};
    switch (m_kind) {
    case PerformanceControls::kNone: return {};
    case PerformanceControls::kDensity: return encoding::densityControls(densities);
    case PerformanceControls::kPitchHistogram: return encoding::histogramControls(histograms);
    case PerformanceControls::kDensityAndPitchHistogram:
    case PerformanceControls::kOptionalDensityAndPitchHistogram: break;
    }
    const std::array parts{encoding::densityControls(densities), encoding::histogramControls(histograms)};
    auto both = encoding::joined(parts);
    if (m_kind == PerformanceControls::kOptionalDensityAndPitchHistogram)
        both = encoding::optional(both, {valueAt(m_disabled, step, m_totalSteps)});
    return both;
}

Result<void> checkControls(const std::vector<double>& notesPerSecond, const std::vector<encoding::PitchHistogram>& pitchClassHistogram)
{
    const auto sound = [](double value) { return std::isfinite(value) && value >= 0.0; };
    if (!std::ranges::all_of(notesPerSecond, sound) || !std::ranges::all_of(pitchClassHistogram, [&](const auto& histogram) { return std::ranges::all_of(histogram, sound); }))
        return fail(ErrorCode::kInvalidArgument, "Notes per second and pitch class histograms are numbers from 0 upwards.");
    return {};
}

} // namespace partita::generate
