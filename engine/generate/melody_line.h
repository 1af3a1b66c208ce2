#pragma once

#include "engine/core/quantity.h"
#include "engine/project/document.h"

#include <cstdint>
#include <span>
#include <vector>

namespace partita::generate {

/// Steps of a bar region and the music around it, counted from the region's start (earlier ones are negative).
/// The region's last step may be cut short by its end; the steps after it are counted from that end, so that bar lines
/// stay on steps whatever the meters are.
class RegionGrid {
public:
    RegionGrid(Ticks start, Ticks end, Ticks ticksPerQuarter, int stepsPerQuarter);

    Ticks start() const { return m_start; }
    Ticks end() const { return m_end; }
    std::int64_t steps() const { return m_steps; } ///< of the region
    /// The nearest step; halves go up. Ticks before the end give at most `steps()`, ticks from it on at least that.
    std::int64_t step(Ticks tick) const;
    /// Where a step of the region begins; `steps()` gives its end.
    Ticks tick(std::int64_t step) const;

private:
    std::int64_t nearest(Ticks distance) const;

    Ticks m_start;
    Ticks m_end;
    std::int64_t m_ticksPerQuarter;
    std::int64_t m_stepsPerQuarter;
    std::int64_t m_steps;
};

/// One voice on the grid: an event a step, −2 (nothing new), −1 (note off), or the pitch that starts. A note off stands
/// only where a note sounded; the note itself may have begun before the line.
class MelodyLine {
public:
    /// The top voice of `notes` over steps [from, to): of notes that start together the highest, and no note that starts
    /// under a higher one which goes on for more than a step. Muted notes are silent; a note has at least one step.
    MelodyLine(std::span<const project::Note> notes, const RegionGrid& grid, std::int64_t from, std::int64_t to);

    std::int64_t from() const { return m_from; }
    std::int64_t to() const { return m_from + static_cast<std::int64_t>(m_events.size()); }
    int operator[](std::int64_t step) const { return m_events[static_cast<std::size_t>(step - m_from)]; }
    std::span<const int> events() const { return m_events; }
    /// Whether a note sounds from before `step` up to it.
    bool soundsInto(std::int64_t step) const;

private:
    std::int64_t m_from;
    std::vector<int> m_events;
    bool m_soundsAtStart = false;
};

} // namespace partita::generate
