#include "engine/generate/melody_line.h"

#include "engine/music/constants.h"

#include <algorithm>

namespace partita::generate {

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
