#pragma once

#include "engine/core/quantity.h"

#include <cstdint>

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

} // namespace partita::generate
