#include "ui/pianoroll/grid_lines.h"

#include <algorithm>

namespace partita::ui {

std::vector<GridLine> gridLines(const RollGeometry& geometry, const MeterMap& meters, Ticks ticksPerQuarter, const Snap& snap, double width)
{
    std::vector<GridLine> lines;
    Snap stepSnap = snap;
    stepSnap.enabled = true; // the grid stays while snapping is off
    const SnapGrid steps(stepSnap, meters, ticksPerQuarter);
    const Ticks last = geometry.tick(width);
    int bar = meters.barAt(geometry.tick(0));
    int stride = 1;
    for (Ticks start = meters.barStart(bar); start <= last;) {
        const Ticks end = meters.barEnd(bar);
        // Very short bars of hostile files and far zooms: every second, fourth, … bar, counted from the first.
        while (geometry.width(end - start) * stride < kLeastLineDistance)
            stride *= 2;
        if (const int past = (bar - 1) % stride; past != 0) {
            bar += stride - past;
            start = meters.barStart(bar);
            continue;
        }
        lines.push_back({start, GridLine::Kind::kBar, bar});
        const Ticks beat = std::max(Ticks(1), ticksPerQuarter * 4 / meters.meterAt(start).denominator);
        const bool beats = stride == 1 && geometry.width(beat) >= kLeastLineDistance;
        // A step that does not divide the beat (dotted, or longer) is drawn at its own places, beats between them.
        std::int64_t every = 1;
        const Ticks step = steps.step(start);
        while (beats && geometry.width(step * every) < kLeastLineDistance)
            every *= 2;
        if (beats) {
            Ticks nextBeat = start + beat;
            std::int64_t index = 0;
            for (Ticks tick = steps.next(start); tick < end || nextBeat < end; tick = steps.next(tick)) {
                for (; nextBeat <= std::min(tick, end - Ticks(1)); nextBeat += beat)
                    lines.push_back({nextBeat, GridLine::Kind::kBeat});
                if (tick >= end)
                    break;
                const bool onBeat = (tick - start).value % beat.value == 0;
                const bool farEnough = geometry.width(tick - lines.back().tick) >= kLeastLineDistance
                    && geometry.width(std::min(nextBeat, end) - tick) >= kLeastLineDistance;
                if (++index % every == 0 && !onBeat && farEnough)
                    lines.push_back({tick, GridLine::Kind::kStep});
            }
        }
        bar += stride;
        start = meters.barStart(bar);
    }
    std::erase_if(lines, [&](const GridLine& line) { return geometry.x(line.tick) < -1 || geometry.x(line.tick) > width; }); // of the outer bars
    return lines;
}

} // namespace partita::ui
