#pragma once

#include "engine/core/error.h"

#include <expected>
#include <string_view>

namespace partita {

/// Why a piece of music cannot become what was asked for. Functions on values know neither file nor window, so they
/// return one of these; whoever knows the name makes the sentence with `toError`. Data sets count them by kind.
/// Source: the exception classes of note_seq, whose names `faultName` gives.
enum class Fault {
    kMultipleTimeSignatures,
    kBadTimeSignature,
    kMultipleTempos,
    kNegativeTime,
    kTooLong, ///< ours: beyond a limit that protects memory
    kQuantizationStatus,
    kNonIntegerStepsPerBar,
    kPolyphonicMelody,
    kBadNote,
    kEventOutOfRange,
    kCoincidentChords,
    kChordSymbol,
    kChordEncoding,
    kMelodyChordsMismatch,
    kTooManyDurationSteps,
    kTooManyTimeShiftSteps,
    kChordsExist,
    kUncommonTimeSignature,
    kNonIntegerStepsPerChord,
    kEmptySequence,
    kSequenceTooLong,
    kNegativeAdjustedTime,
    kInvertedNote,
    kNoBeats,
    kInvalidArgument,
};

template <class T>
using Outcome = std::expected<T, Fault>;

/// Note_seq's exception class, e.g. "MultipleTempoError".
std::string_view faultName(Fault fault);

/// A sentence for people about `subject` (a quoted file name, "The primer", …): what is wrong and what to do.
Error toError(Fault fault, std::string_view subject);

} // namespace partita
