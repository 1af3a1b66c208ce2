#pragma once

#include "engine/music/note_sequence.h"

#include <array>
#include <optional>
#include <string_view>

namespace partita::formats::abc {

/// Accidentals of the seven letters, indexed as kLetters.
using Accidentals = std::array<int, 7>;

struct Key {
    int tonic = 0; ///< pitch class
    NoteSequence::Mode mode = NoteSequence::Mode::kMajor;
    Accidentals accidentals{};
};

/// A K: field as note_seq reads it. Throws TuneError and FileError.
Key parseKeyAsNoteSeq(std::string_view content);

/// A K: field, and what a V: field shares with it, as ABC 2.1 means them.
struct KeyField {
    std::optional<Key> key; ///< none: the key before goes on (a field of a clef only, or one that says nothing known)
    int shift = 0;          ///< semitones by `transpose=`, `octave=` and clefs an octave up or down
    bool understood = true;
};
KeyField parseKeyForPeople(std::string_view content);

} // namespace partita::formats::abc
