#pragma once

#include "engine/core/quantity.h"
#include "engine/music/constants.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace partita {

/// Where the steps of an event sequence lie and how bars divide them.
struct StepGrid {
    Steps start; ///< of the first event, from the beginning of the piece
    int stepsPerBar = kDefaultStepsPerBar;
    int stepsPerQuarter = kDefaultStepsPerQuarter;
    friend bool operator==(const StepGrid&, const StepGrid&) = default;
};

/// Which end of a sequence grows or shrinks.
enum class Side { kRight, kLeft };

/// What melodies, drum tracks and chord progressions have in common: one event a step.
template <class Event>
class StepSequence {
public:
    std::span<const Event> events() const { return m_events; }
    std::size_t size() const { return m_events.size(); }
    bool empty() const { return m_events.empty(); }
    const Event& operator[](std::size_t step) const { return m_events[step]; }

    const StepGrid& grid() const { return m_grid; }
    Steps startStep() const { return m_grid.start; }
    Steps endStep() const { return m_grid.start + Steps(static_cast<std::int64_t>(m_events.size())); }
    int stepsPerBar() const { return m_grid.stepsPerBar; }
    int stepsPerQuarter() const { return m_grid.stepsPerQuarter; }

    friend bool operator==(const StepSequence&, const StepSequence&) = default;

protected:
    explicit StepSequence(const StepGrid& grid) : m_grid(grid) {}

    void resize(std::size_t steps, const Event& pad, Side side)
    {
        if (side == Side::kRight) {
            m_events.resize(steps, pad);
            return;
        }
        m_grid.start = endStep() - Steps(static_cast<std::int64_t>(steps));
        if (steps < size())
            m_events.erase(m_events.begin(), m_events.end() - static_cast<std::ptrdiff_t>(steps));
        else
            m_events.insert(m_events.begin(), steps - size(), pad);
    }

    /// Each event becomes itself and `factor` − 1 times what `fill` makes of it.
    template <class Fill>
    void refine(int factor, Fill fill)
    {
        std::vector<Event> finer;
        finer.reserve(size() * static_cast<std::size_t>(factor));
        for (const Event& event : m_events) {
            finer.push_back(event);
            finer.insert(finer.end(), static_cast<std::size_t>(factor - 1), fill(event));
        }
        m_events = std::move(finer);
        m_grid = {m_grid.start * factor, m_grid.stepsPerBar * factor, m_grid.stepsPerQuarter * factor};
    }

    std::vector<Event> m_events;
    StepGrid m_grid;
};

/// The step of the bar line at or before `step`, bars being counted from `origin`.
constexpr std::int64_t barLineBefore(std::int64_t step, std::int64_t origin, int stepsPerBar)
{
    const std::int64_t into = (step - origin) % stepsPerBar;
    return step - (into < 0 ? into + stepsPerBar : into);
}

/// The step of the bar line at or after `step`.
constexpr std::int64_t barLineAfter(std::int64_t step, std::int64_t origin, int stepsPerBar)
{
    return barLineBefore(step + stepsPerBar - 1, origin, stepsPerBar);
}

/// `length` filled up to whole bars.
constexpr std::size_t wholeBars(std::size_t length, int stepsPerBar)
{
    const auto bar = static_cast<std::size_t>(stepsPerBar);
    return (length + bar - 1) / bar * bar;
}

} // namespace partita
