#include "engine/generate/melody_line.h"

#include "engine/music/constants.h"

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

MelodyLine::MelodyLine(std::span<const project::Note> notes, const RegionGrid& grid, std::int64_t from, std::int64_t to)
    : m_from(from), m_events(static_cast<std::size_t>(std::max<std::int64_t>(to - from, 0)), kMelodyNoEvent)
{
    struct Placed {
        std::int64_t start;
        std::int64_t end;
        int pitch;
    };
    std::vector<Placed> placed;
    for (const auto& note : notes) {
        const std::int64_t start = grid.step(note.start);
        if (!note.muted)
            placed.push_back({start, std::max(grid.step(note.end()), start + 1), note.pitch});
    }
    std::ranges::sort(placed, [](const Placed& a, const Placed& b) { return a.start != b.start ? a.start < b.start : a.pitch > b.pitch; });

    const auto write = [&](std::int64_t step, int event) {
        if (step >= from && step < to)
            m_events[static_cast<std::size_t>(step - from)] = event;
    };
    const Placed* top = nullptr;
    for (const auto& note : placed) {
        if (top && (note.start == top->start || (note.pitch < top->pitch && top->end > note.start + 1)))
            continue;
        if (top && top->end < note.start)
            write(top->end, kMelodyNoteOff);
        write(note.start, note.pitch);
        m_soundsAtStart = note.start < from ? note.end > from : m_soundsAtStart;
        top = &note;
    }
    if (top)
        write(top->end, kMelodyNoteOff);
}

bool MelodyLine::soundsInto(std::int64_t step) const
{
    for (std::int64_t before = std::min(step, to()) - 1; before >= m_from; --before)
        if ((*this)[before] != kMelodyNoEvent)
            return (*this)[before] != kMelodyNoteOff;
    return m_soundsAtStart && step >= m_from;
}

} // namespace partita::generate
