#pragma once

#include "engine/core/error.h"
#include "engine/project/change.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The chord symbols of a song. They are text events "Chord: Am7" of the file, so that a MIDI file carries them, too.
namespace partita::project {

/// A chord from `tick` until the next one.
struct Chord {
    Ticks tick;
    std::string figure; ///< "Am7", "N.C." for none
    friend bool operator==(const Chord&, const Chord&) = default;
};

/// As a text event. Figures that are no chord symbols are passed over when they are read.
midi::Event chordEvent(const Chord& chord);
bool isChord(const midi::Event& event);

/// In time order, one a tick: of several the last counts.
std::vector<Chord> chordsOf(const Document& document);
/// The figure that holds at `tick`; empty before the first.
std::string_view chordAt(std::span<const Chord> chords, Ticks tick);

/// `chords` in place of those of [start, end); those without a place there are left out.
Change setChords(const Document& document, Ticks start, Ticks end, std::span<const Chord> chords);

/// The chords of [start, end) as a person writes them: "Am F" share it equally, "Am . . F" have three quarters of it and
/// one; a dot goes on with what was before. Empty where nothing changes; chords too crooked for 16 parts lie at the nearest.
std::string chordText(std::span<const Chord> chords, Ticks start, Ticks end);
/// The way back. Errors: kInvalidArgument; the sentence names what is no chord.
Result<std::vector<Chord>> chordsFromText(std::string_view text, Ticks start, Ticks end);

/// The chords that the notes most likely stand for, one or two a bar.
/// Errors: those of inferChords, as sentences.
Result<std::vector<Chord>> chordsInNotes(const Document& document);

/// Errors: kInvalidArgument where the text is neither a chord symbol nor N.C.
Result<void> checkFigure(const std::string& figure);

} // namespace partita::project
