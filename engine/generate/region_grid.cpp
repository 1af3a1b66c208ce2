#include "engine/generate/region_grid.h"

#include <algorithm>

namespace partita::generate {
RegionGrid::RegionGrid(Ticks start, Ticks end, Ticks ticksPerQuarter, int stepsPerQuarter)
    : m_start(start), m_end(end), m_ticksPerQuarter(ticksPerQuarter.value), m_stepsPerQuarter(stepsPerQuarter)
{
    m_steps = ((end - start).value * m_stepsPerQuarter + m_ticksPerQuarter - 1) / m_ticksPerQuarter;
}

std::int64_t RegionGrid::nearest(Ticks distance) const
{
    // floor(distance · steps / ticks + 1/2) in whole numbers
    const std::int64_t numerator = 2 * distance.value * m_stepsPerQuarter + m_ticksPerQuarter;
    const std::int64_t denominator = 2 * m_ticksPerQuarter;
    return numerator / denominator - (numerator % denominator < 0 ? 1 : 0);
}

std::int64_t RegionGrid::step(Ticks tick) const
{
    return tick < m_end ? std::min(nearest(tick - m_start), m_steps) : m_steps + nearest(tick - m_end);
}

Ticks RegionGrid::tick(std::int64_t step) const
{
    const std::int64_t distance = (2 * step * m_ticksPerQuarter + m_stepsPerQuarter) / (2 * m_stepsPerQuarter);
    return std::min(m_start + Ticks(distance), m_end);
}

} // namespace partita::generate
