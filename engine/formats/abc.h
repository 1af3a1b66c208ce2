#pragma once

#include "engine/core/error.h"
#include "engine/formats/score_reading.h"
#include "engine/music/note_sequence.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace partita::formats {

/// Why a tune was refused, by the names of note_seq's errors.
enum class AbcFault {
    kParse, ///< ABCParseError itself: key, meter, unit length, tempo, note length, pitch, broken rhythm
    kMultiVoice,
    kRepeatParse,
    kVariantEnding,
    kPart,
    kInvalidCharacter,
    kChord,
    kTuplet,
};
/// "RepeatParseError" and its sisters.
const char* abcFaultName(AbcFault fault);

struct AbcFailure {
    std::int64_t referenceNumber = 0; ///< 0 if the tune failed before its X field
    AbcFault fault = AbcFault::kParse;
    std::string message; ///< what stands in the way, e.g. `rests ("z") are not supported`
};

struct AbcTunebook {
    std::map<std::int64_t, NoteSequence> tunes; ///< by reference number (X:)
    std::vector<AbcFailure> failures;           ///< in the order of the file
    /// Sentences about what was left out of a tune that was read, by its number. Of kForPeople only.
    std::map<std::int64_t, std::vector<std::string>> warnings;
};

/// The tunes of an ABC file. A tune that cannot be read is a failure beside the others.
/// kAsNoteSeq: as note_seq's abc_parser reads them: one voice, no rests, chords, tuplets or variant endings; repeats are
/// kept as section groups. Errors: kDamaged for what ends the whole file in the original too (two tunes with one number,
/// numbers that are none).
/// kForPeople: ABC 2.1 (abcnotation.com/wiki/abc:standard:v2.1), with repeats, endings and parts played in their order and
/// a voice for each instrument. Grace notes, words and D.C. are left out. No errors.
Result<AbcTunebook> readAbc(std::string_view text, ScoreReading reading);

/// As above from disk; messages name the file.
Result<AbcTunebook> readAbcFile(const std::filesystem::path& path, ScoreReading reading);

} // namespace partita::formats
