#pragma once

#include "engine/music/fault.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace partita {

/// What stands where no chord sounds.
inline constexpr std::string_view kNoChord = "N.C.";

enum class ChordQuality { kMajor, kMinor, kAugmented, kDiminished, kOther };

/// A chord as musicians write it, "F#m7b5/C": root, kind, changes of single degrees, bass.
/// Source: note_seq chord_symbols_lib.
class ChordSymbol {
public:
    /// A letter with sharps (positive) or flats.
    struct Spelling {
        char letter = 'C';
        int alteration = 0;

        int pitchClass() const;
        std::string text() const;
        /// Up by `semitones` (taken modulo 12) with as few accidentals as the letter allows.
        Spelling transposed(int semitones) const;
        friend bool operator==(const Spelling&, const Spelling&) = default;
    };

    /// Errors: kChordSymbol where the text is no chord; N.C. is none.
    static Outcome<ChordSymbol> parse(std::string_view figure);

    const Spelling& root() const { return m_root; }
    /// The root where no bass is written.
    const Spelling& bass() const { return m_bass ? *m_bass : m_root; }

    /// The pitch classes of its degrees, the bass not among them unless it is one.
    /// Errors: kChordSymbol where a degree is added twice or removed though absent.
    Outcome<std::vector<int>> pitchClasses() const;
    /// By the alterations of third and fifth. Errors: as above.
    Outcome<ChordQuality> quality() const;

    ChordSymbol transposed(int semitones) const;
    /// As it would be written; kind and changes exactly as they were read.
    std::string text() const;

private:
    struct Degree {
        int number;
        int alteration;
    };
    Outcome<std::vector<Degree>> degrees() const;

    Spelling m_root;
    std::size_t m_kind = 0; ///< row of the table of kinds
    std::string m_changes;  ///< as read, e.g. "(add9)no3"
    std::optional<Spelling> m_bass;
};

/// `figure` moved by semitones; N.C. stays. Errors: kChordSymbol.
Outcome<std::string> transposeChord(std::string_view figure, int semitones);

/// A name for pitches that sound together: N.C. for none. Of all roots and spellings the one whose kind covers most
/// degrees, the bass as root first; what is left over becomes changes, e.g. "C5(addb2)/B". Of equally good names the order
/// of the pitches decides (see PythonSet).
/// Errors: kChordSymbol where no spelling has each degree once.
Outcome<std::string> nameChord(std::span<const int> pitches);

} // namespace partita
