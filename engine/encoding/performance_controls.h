#pragma once

#include "engine/encoding/event_encoding.h"
#include "engine/events/performance.h"

#include <array>
#include <span>
#include <vector>

namespace partita::encoding {

using PitchHistogram = std::array<double, kNotesPerOctave>;

inline constexpr double kDensityWindowSeconds = 3.0;
inline constexpr double kHistogramWindowSeconds = 5.0;
/// Notes a second at which one class of density ends and the next begins.
inline constexpr std::array kDensityBounds{1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0};
inline constexpr double kDefaultDensity = 15.0;
inline constexpr PitchHistogram kDefaultHistogram{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

/// Notes a second in the window that starts at each event; the same for events at one time.
/// Both: `performance` has absolute timing.
/// Source: note_seq performance_controls.NoteDensityPerformanceControlSignal.
std::vector<double> noteDensities(const Performance& performance, double windowSeconds = kDensityWindowSeconds);

/// Seconds for which each pitch class sounds in the window that starts at each event, and 0.01 more.
/// Source: PitchHistogramPerformanceControlSignal.
std::vector<PitchHistogram> pitchHistograms(const Performance& performance, double windowSeconds = kHistogramWindowSeconds);

/// Eight inputs: the one-hot vector of the density's class.
Controls densityControls(std::span<const double> densities);
/// Twelve inputs: shares of the whole; equal ones where the whole is 0.
Controls histogramControls(std::span<const PitchHistogram> histograms);

/// Several controls side by side, in order. All have the same length.
Controls joined(std::span<const Controls> parts);
/// One more input before the others: 1 and then zeros where `disabled`, else 0. One flag an event.
Controls optional(const Controls& controls, const std::vector<bool>& disabled);

} // namespace partita::encoding
