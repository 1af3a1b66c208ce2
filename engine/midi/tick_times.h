#pragma once

#include "engine/core/quantity.h"

#include <vector>

namespace partita::midi {

/// Ticks to seconds and back with pretty_midi's arithmetic, so that times equal Magenta's to the last bit: seconds add up
/// change by change, `start + scale · ticks`. (music/TempoMap is more exact, and so differs in the last bits.)
/// Pretty_midi keeps the time of every tick in a table; here each entry is computed when asked for.
class TickTimes {
public:
    explicit TickTimes(double secondsPerTick) { restart(secondsPerTick); }

    /// Forgets all changes; from tick 0 on a tick takes `secondsPerTick`.
    void restart(double secondsPerTick);
    /// From `tick` on. A change before earlier ones cuts those off.
    void append(Ticks tick, double secondsPerTick);

    Seconds secondsAt(Ticks tick) const;
    /// The nearest tick up to the last change; after it, rounded half to even. 0 ≤ time and finite; at most kMaxTick.
    Ticks nearestTick(Seconds time) const;

    double lastScale() const { return m_segments.back().scale; }

private:
    struct Segment {
        Ticks start;
        double scale; ///< seconds per tick
        Seconds startTime;
    };
    std::vector<Segment> m_segments; ///< by start
    Ticks m_lastChange;              ///< the latest of all, cut off or not: pretty_midi's table ends there
};

} // namespace partita::midi
