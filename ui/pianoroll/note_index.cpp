#include "ui/pianoroll/note_index.h"

#include <algorithm>

namespace partita::ui {

NoteIndex::NoteIndex(std::span<const project::Note> notes)
    : m_lastEnds((notes.size() + kBlock - 1) / kBlock)
{
    for (std::size_t i = 0; i < notes.size(); ++i) {
        Ticks& last = m_lastEnds[i / kBlock];
        last = std::max(last, notes[i].end());
        m_end = std::max(m_end, notes[i].end());
    }
}

} // namespace partita::ui
