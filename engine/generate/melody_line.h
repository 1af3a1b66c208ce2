#pragma once

#include "engine/generate/region_grid.h"
#include "engine/project/document.h"

#include <cstdint>
#include <span>
#include <vector>

namespace partita::generate {

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
