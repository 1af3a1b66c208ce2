#include "engine/midi/tick_times.h"

#include "engine/midi/file.h"

#include <algorithm>
#include <cmath>

namespace partita::midi {

void TickTimes::restart(double secondsPerTick)
{
    m_segments = {{Ticks(0), secondsPerTick, Seconds(0.0)}};
    m_lastChange = Ticks(0);
}

void TickTimes::append(Ticks tick, double secondsPerTick)
{
    const Seconds time = secondsAt(tick);
    while (m_segments.size() > 1 && m_segments.back().start > tick)
        m_segments.pop_back();
    m_segments.push_back({tick, secondsPerTick, time});
    m_lastChange = std::max(m_lastChange, tick);
}

Seconds TickTimes::secondsAt(Ticks tick) const
{
    const auto after = std::upper_bound(m_segments.begin() + 1, m_segments.end(), tick,
        [](Ticks value, const Segment& segment) { return value < segment.start; });
    const Segment& segment = *(after - 1);
    return segment.startTime + Seconds(segment.scale * static_cast<double>((tick - segment.start).value));
}

Ticks TickTimes::nearestTick(Seconds time) const
{
    const Seconds lastTime = secondsAt(m_lastChange);
    if (time > lastTime) {
        const double tick = static_cast<double>(m_lastChange.value) + (time - lastTime).value / lastScale();
        return Ticks(static_cast<std::int64_t>(std::nearbyint(std::min(tick, static_cast<double>(kMaxTick.value)))));
    }
    // The first tick that is not earlier, then whichever of it and its predecessor is nearer.
    Ticks low(0), high = m_lastChange;
    while (low < high) {
        const Ticks middle = low + (high - low) / 2;
        if (secondsAt(middle) < time)
            low = middle + Ticks(1);
        else
            high = middle;
    }
    if (low > Ticks(0) && std::fabs((time - secondsAt(low - Ticks(1))).value) < std::fabs((time - secondsAt(low)).value))
        return low - Ticks(1);
    return low;
}

} // namespace partita::midi
