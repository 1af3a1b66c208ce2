#pragma once

#include "engine/events/melody.h"
#include "engine/music/note_sequence.h"

#include <QString>

#include <vector>

/// Music as short text, so that a failed comparison reads as a diff.
namespace partita::test {

struct Played {
    int pitch;
    double start, end; ///< seconds
    int velocity = 100;
};

/// A sequence of these notes; its total time is the last end.
NoteSequence notesAt(const std::vector<Played>& notes);

/// `60 -2 62 -1`
QString eventsText(const Melody& melody);
QString numbersText(std::span<const int> numbers);

/// `60 0..0.5 | 62 0.5..1`
QString notesText(const NoteSequence& sequence);

} // namespace partita::test
