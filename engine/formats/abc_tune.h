#pragma once

#include "engine/formats/abc.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace partita::formats::abc {

struct TuneOutcome {
    std::int64_t referenceNumber = 0;
    std::variant<NoteSequence, AbcFailure> result;
    std::vector<std::string> warnings; ///< sentences about what was left out of the sequence
};

/// One tune as note_seq's parser reads it. Throws FileError where the original gives up the whole file.
TuneOutcome readTuneAsNoteSeq(const std::vector<std::string_view>& lines);

/// One tune as ABC 2.1 means it: see ScoreReading::kForPeople.
TuneOutcome readTuneForPeople(const std::vector<std::string_view>& lines);

} // namespace partita::formats::abc
