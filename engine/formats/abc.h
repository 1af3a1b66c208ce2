#pragma once

#include "engine/core/error.h"
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
};

/// The tunes of an ABC file, as note_seq's abc_parser reads them: one voice, no rests, chords, tuplets or variant endings;
/// repeats are kept as section groups. A tune it cannot read is a failure beside the others.
/// Errors: kDamaged for what ends the whole file in the original too (two tunes with one number, numbers that are none).
Result<AbcTunebook> readAbc(std::string_view text);

/// As above from disk; messages name the file.
Result<AbcTunebook> readAbcFile(const std::filesystem::path& path);

} // namespace partita::formats
