#pragma once

#include "engine/music/note_sequence.h"
#include "engine/project/change.h"

#include <optional>
#include <span>
#include <vector>

namespace partita::generate {

/// One instrument of a phrase. Notes from tick 0, sorted as those of a track; they have no ids.
struct Voice {
    int program = 0;
    bool isDrum = false;
    std::vector<project::Note> notes;
    friend bool operator==(const Voice&, const Voice&) = default;
};

/// A few bars on their own, in 4/4: what a MusicVAE reads and writes, as it is drawn, heard and put into a song.
struct Phrase {
    std::vector<Voice> voices;
    Ticks ticksPerQuarter{480};
    Ticks length;
    friend bool operator==(const Phrase&, const Phrase&) = default;
};

/// A sequence in musical time (120 qpm, see project/sequences.h) by instruments, cut at `length`.
Phrase phraseOf(const NoteSequence& musical, Ticks ticksPerQuarter, Ticks length);

/// One after the other; voices of the same instrument become one.
Phrase joined(std::span<const Phrase> phrases);

/// A document to hear it with, at `qpm`, looped from end to end.
project::Document documentOf(const Phrase& phrase, double qpm);

/// A phrase of one voice as a take of a track, in the song's ticks from `at` on.
project::Take takeOf(const project::Document& document, const Phrase& phrase, Ticks at, project::TrackId track, const project::Recipe& recipe);

/// The change that puts a phrase into a song at `at`, with its recipe on the notes. A phrase of one voice takes the place
/// of what lies there on `track`; without a track, and for several voices, each gets a new track.
project::Change insertPhrase(const project::Document& document, const Phrase& phrase, Ticks at, std::optional<project::TrackId> track, const project::Recipe& recipe);

} // namespace partita::generate
