#pragma once

namespace partita::formats {

/// How a score or a tune book is read. The caller chooses; a reader never guesses.
enum class ScoreReading {
    /// Exactly what note_seq makes of the file, its peculiarities included: for data sets that must agree with Magenta's.
    kAsNoteSeq,
    /// What the file means. Of MusicXML: minor keys, B♯ and C♭ in their octave, ties joined, grace notes where they are
    /// written, programs counted from 1, dynamics, chords of transposing parts, full measures that keep their meter. Of ABC:
    /// rests, chords, tuplets, ties, voices, and repeats, endings and parts played in their order.
    kForPeople,
};

} // namespace partita::formats
