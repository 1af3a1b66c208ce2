#pragma once

#include "engine/project/document.h"

#include <span>
#include <vector>

namespace partita::ui {

/// Finds the notes that sound within a span of time among notes sorted by their start.
/// One long note must not make everything after it be looked at: each block of notes remembers its last end.
class NoteIndex {
public:
    NoteIndex() = default;
    explicit NoteIndex(std::span<const project::Note> notes);

    /// Calls `visit(index)` for each note that sounds in [from, to), in order; a note of no length counts at its start.
    template <class Visit>
    void forEach(std::span<const project::Note> notes, Ticks from, Ticks to, Visit&& visit) const
    {
        for (std::size_t block = 0; block < m_lastEnds.size(); ++block) {
            const std::size_t first = block * kBlock, last = std::min(first + kBlock, notes.size());
            if (notes[first].start >= to)
                return;
            if (m_lastEnds[block] < from)
                continue;
            for (std::size_t i = first; i < last && notes[i].start < to; ++i)
                if (notes[i].end() > from || notes[i].start >= from)
                    visit(i);
        }
    }

    /// Where the last note ends.
    Ticks end() const { return m_end; }

private:
    static constexpr std::size_t kBlock = 256;
    std::vector<Ticks> m_lastEnds; ///< of each block
    Ticks m_end;
};

} // namespace partita::ui
