#include "engine/encoding/performance_controls.h"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <numeric>

namespace partita::encoding {
namespace {

using Type = PerformanceEvent::Type;
using Pitches = std::bitset<kMaxMidiPitch + 1>;

constexpr double kPriorSeconds = 0.01;

int stepsPerSecond(const Performance& performance)
{
    const auto* absolute = std::get_if<NoteSequence::StepsPerSecond>(&performance.timing());
    return absolute ? absolute->value : kDefaultStepsPerSecond;
}

/// A value an event, worked out anew where time has moved, and at the first.
template <class Value, class Compute>
std::vector<Value> whereTimeMoves(const Performance& performance, Compute compute)
{
    std::vector<Value> values;
    for (std::size_t i = 0; i < performance.size(); ++i)
        values.push_back(i > 0 && performance[i - 1].type != Type::kTimeShift ? values.back() : compute(i));
    return values;
}

void follow(const PerformanceEvent& event, Pitches& sounding)
{
    if (event.type == Type::kNoteOn)
        sounding.set(static_cast<std::size_t>(event.value));
    else if (event.type == Type::kNoteOff)
        sounding.reset(static_cast<std::size_t>(event.value));
}

} // namespace

std::vector<double> noteDensities(const Performance& performance, double windowSeconds)
{
    const int rate = stepsPerSecond(performance);
    const auto window = static_cast<std::int64_t>(std::nearbyint(windowSeconds * rate));
    return whereTimeMoves<double>(performance, [&](std::size_t first) {
        std::int64_t steps = 0;
        std::int64_t notes = 0;
        for (std::size_t i = first; steps < window && i < performance.size(); ++i) {
            notes += performance[i].type == Type::kNoteOn;
            steps += performance[i].type == Type::kTimeShift ? performance[i].value : 0;
        }
        // Near the end the window is shorter.
        const std::int64_t heard = std::min(steps, window);
        return heard > 0 ? static_cast<double>(notes * rate) / static_cast<double>(heard) : 0.0;
    });
}

std::vector<PitchHistogram> pitchHistograms(const Performance& performance, double windowSeconds)
{
    const int rate = stepsPerSecond(performance);
    const auto window = static_cast<std::int64_t>(std::nearbyint(windowSeconds * rate));
    Pitches before;
    std::size_t followed = 0;
    return whereTimeMoves<PitchHistogram>(performance, [&](std::size_t first) {
        for (; followed <= first; ++followed)
            follow(performance[followed], before);
        Pitches sounding = before;
        PitchHistogram histogram;
        histogram.fill(kPriorSeconds);
        std::int64_t steps = 0;
        for (std::size_t i = first; steps < window && i < performance.size(); ++i) {
            follow(performance[i], sounding);
            if (performance[i].type != Type::kTimeShift)
                continue;
            for (std::size_t pitch = 0; pitch < sounding.size(); ++pitch)
                if (sounding.test(pitch))
                    histogram[pitch % kNotesPerOctave] += static_cast<double>(performance[i].value) / rate;
            steps += performance[i].value;
        }
        return histogram;
    });
}

Controls densityControls(std::span<const double> densities)
{
    Controls controls{.width = static_cast<int>(kDensityBounds.size()) + 1};
    controls.rows.resize(densities.size() * static_cast<std::size_t>(controls.width));
    for (std::size_t i = 0; i < densities.size(); ++i) {
        const auto above = std::ranges::upper_bound(kDensityBounds, densities[i]);
        controls.rows[i * static_cast<std::size_t>(controls.width) + static_cast<std::size_t>(above - kDensityBounds.begin())] = 1.0f;
    }
    return controls;
}

Controls histogramControls(std::span<const PitchHistogram> histograms)
{
    Controls controls{.width = kNotesPerOctave};
    for (const PitchHistogram& histogram : histograms) {
        const double total = std::accumulate(histogram.begin(), histogram.end(), 0.0);
        for (double count : histogram)
            controls.rows.push_back(static_cast<float>(total > 0 ? count / total : 1.0 / kNotesPerOctave));
    }
    return controls;
}

Controls joined(std::span<const Controls> parts)
{
    Controls all;
    for (const Controls& part : parts)
        all.width += part.width;
    const std::size_t events = parts.empty() ? 0 : parts.front().size();
    for (std::size_t i = 0; i < events; ++i)
        for (const Controls& part : parts)
            std::ranges::copy(part.row(i), std::back_inserter(all.rows));
    return all;
}

Controls optional(const Controls& controls, const std::vector<bool>& disabled)
{
    Controls all{.width = controls.width + 1};
    all.rows.resize(controls.size() * static_cast<std::size_t>(all.width));
    for (std::size_t i = 0; i < controls.size(); ++i) {
        const auto row = std::span(all.rows).subspan(i * static_cast<std::size_t>(all.width), static_cast<std::size_t>(all.width));
        if (disabled[i])
            row[0] = 1.0f;
        else
            std::ranges::copy(controls.row(i), row.begin() + 1);
    }
    return all;
}

} // namespace partita::encoding
