#pragma once

#include "engine/music/note_sequence.h"

#include <cstddef>
#include <set>

namespace partita {

/// How many different programs the notes have: several families take pieces of one program only.
inline std::size_t numPrograms(const NoteSequence& sequence)
{
    std::set<int> programs;
    for (const auto& note : sequence.notes)
        programs.insert(note.program);
    return programs.size();
}

} // namespace partita
