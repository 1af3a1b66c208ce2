#include "engine/music/trim.h"

#include "engine/music/quantize.h"

#include <algorithm>

namespace partita {

Outcome<NoteSequence> trim(NoteSequence sequence, Seconds start, Seconds end)
{
    if (isQuantized(sequence))
        return std::unexpected(Fault::kQuantizationStatus);
    std::erase_if(sequence.notes, [&](const auto& note) { return note.startTime < start || note.startTime >= end; });
    for (auto& note : sequence.notes)
        note.endTime = std::min(note.endTime, end);
    sequence.totalTime = std::min(sequence.totalTime, end);
    return sequence;
}

} // namespace partita
