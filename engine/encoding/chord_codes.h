#pragma once

#include "engine/encoding/event_encoding.h"
#include "engine/music/fault.h"

#include <span>
#include <string>
#include <string_view>

namespace partita::encoding {

/// How a chord becomes numbers.
enum class ChordKind {
    kMajorMinor, ///< 25 codes: N.C., twelve major, twelve minor
    kTriad,      ///< 49: N.C., major, minor, augmented, diminished
    kPitches,    ///< 37 bits, no codes: N.C.; root; pitch classes; bass
};

/// Of the two kinds that have codes. Source: MajorMinorChordOneHotEncoding, TriadChordOneHotEncoding.
Vocabulary chordVocabulary(ChordKind kind);

/// Errors: kChordSymbol; kChordEncoding for a quality that the kind does not know.
Outcome<int> chordCode(std::string_view figure, ChordKind kind);
/// "N.C.", "C", "F#m", "Baug", "Edim".
std::string chordFigure(int code, ChordKind kind);

/// A row a chord: the code's one-hot vector, or the 37 bits. Errors: as chordCode.
/// Source: also PitchChordsEncoderDecoder.
Outcome<Controls> chordControls(std::span<const std::string> figures, ChordKind kind);

} // namespace partita::encoding
