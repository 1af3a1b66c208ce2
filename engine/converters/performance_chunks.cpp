#include "engine/converters/performance_chunks.h"

#include "engine/music/quantize.h"

#include <algorithm>
#include <utility>

namespace partita::converters {
namespace {

using Type = PerformanceEvent::Type;

/// The events between boundaries, notes held across them still open.
std::vector<Performance> split(const Performance& performance, int steps)
{
    std::vector<Performance> parts;
    std::int64_t filled = 0; // steps of the last part
    const auto begin = [&] {
        const Steps start(static_cast<std::int64_t>(parts.size()) * steps);
        parts.emplace_back(performance.timing(), start, performance.numVelocityBins(), performance.sound());
        filled = 0;
    };
    begin();
    for (const PerformanceEvent& event : performance.events()) {
        if (event.type != Type::kTimeShift) {
            if (filled == steps && event.type != Type::kNoteOff)
                begin();
            parts.back().append(event);
            continue;
        }
        for (int left = event.value; left > 0;) {
            if (filled == steps)
                begin();
            const auto fits = static_cast<int>(std::min<std::int64_t>(left, steps - filled));
            parts.back().append({Type::kTimeShift, fits});
            filled += fits;
            left -= fits;
        }
    }
    if (filled == 0)
        parts.pop_back();
    return parts;
}

} // namespace

std::vector<Performance> chunksOf(const Performance& performance, int steps)
{
    const int stepsPerQuarter = std::get<NoteSequence::StepsPerQuarter>(performance.timing()).value;
    std::vector<Performance> parts = split(performance, steps);
    for (Performance& part : parts) {
        // To notes and back: what is held over a boundary ends there, and what was held into it is gone.
        const auto notes = quantize(part.toNoteSequence(), stepsPerQuarter);
        if (!notes)
            continue;
        if (auto clipped = Performance::fromQuantized(*notes, {.start = part.startStep(), .numVelocityBins = part.numVelocityBins()}))
            part = std::move(*clipped);
        part.setLength(steps);
    }
    return parts;
}

} // namespace partita::converters
