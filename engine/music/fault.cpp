#include "engine/music/fault.h"

#include <fmt/format.h>

#include <array>

namespace partita {
namespace {

struct Row {
    Fault fault;
    std::string_view name;
    std::string_view sentence; ///< what follows the subject
};

// In the order of the enumeration.
constexpr std::array kRows{
    Row{Fault::kMultipleTimeSignatures, "MultipleTimeSignatureError",
        "changes its meter; split it where the meter changes and take one piece."},
    Row{Fault::kBadTimeSignature, "BadTimeSignatureError",
        "has a meter that no bar can have (a numerator of 0, or a denominator that is not a power of two); correct the meter."},
    Row{Fault::kMultipleTempos, "MultipleTempoError", "changes its tempo; split it where the tempo changes and take one piece."},
    Row{Fault::kNegativeTime, "NegativeTimeError", "has events before time 0; move it to the right."},
    Row{Fault::kTooLong, "TooLongError", "is too long; take a part of it."},
    Row{Fault::kQuantizationStatus, "QuantizationStatusError",
        "is not on the grid this needs, or is already on one; quantise the original again."},
    Row{Fault::kNonIntegerStepsPerBar, "NonIntegerStepsPerBarError",
        "has a meter whose bar is no whole number of steps; use more steps per quarter."},
    Row{Fault::kPolyphonicMelody, "PolyphonicMelodyError", "sounds several notes at once; take one voice or keep the highest notes."},
    Row{Fault::kBadNote, "BadNoteError", "has a note that ends before it starts; correct or remove the note."},
    Row{Fault::kEventOutOfRange, "ValueError", "has an event outside the range of its kind; transpose it or choose a wider range."},
    Row{Fault::kCoincidentChords, "CoincidentChordsError", "has two different chords at one step; keep one of them."},
    Row{Fault::kChordSymbol, "ChordSymbolError", "has a chord symbol that cannot be read; write it like Am7, C/E or F#dim."},
    Row{Fault::kChordEncoding, "ChordEncodingError",
        "has a chord of a quality this model does not know; use major, minor, augmented or diminished chords."},
    Row{Fault::kMelodyChordsMismatch, "MelodyChordsMismatchError",
        "has a melody and chords of different length or position; give both the same bars."},
    Row{Fault::kTooManyDurationSteps, "TooManyDurationStepsError", "has a note longer than the model can say; shorten it."},
    Row{Fault::kTooManyTimeShiftSteps, "TooManyTimeShiftStepsError", "has a pause longer than the model can say; shorten it."},
    Row{Fault::kChordsExist, "SequenceAlreadyHasChordsError", "has chords already; remove them first."},
    Row{Fault::kUncommonTimeSignature, "UncommonTimeSignatureError",
        "has an uncommon meter; say how many chords there should be in a bar."},
    Row{Fault::kNonIntegerStepsPerChord, "NonIntegerStepsPerChordError",
        "has bars that the chords do not divide into whole steps; choose another number of chords per bar."},
    Row{Fault::kEmptySequence, "EmptySequenceError", "has no notes; choose a part with notes."},
    Row{Fault::kSequenceTooLong, "SequenceTooLongError", "is too long to find its chords; take a part of it."},
    Row{Fault::kNegativeAdjustedTime, "InvalidTimeAdjustmentError", "would have events before time 0 after the change of its times."},
    Row{Fault::kInvertedNote, "InvalidTimeAdjustmentError", "would have notes that end before they start after the change of its times."},
    Row{Fault::kNoBeats, "RectifyBeatsError", "has no beats marked; mark the beats first."},
    Row{Fault::kInvalidArgument, "ValueError", "does not allow what was asked for: a value is outside its range."},
};

constexpr const Row& rowOf(Fault fault)
{
    return kRows[static_cast<std::size_t>(fault)];
}

consteval bool inOrder()
{
    for (std::size_t i = 0; i < kRows.size(); ++i)
        if (kRows[i].fault != static_cast<Fault>(i))
            return false;
    return true;
}
static_assert(inOrder() && kRows.size() == static_cast<std::size_t>(Fault::kInvalidArgument) + 1);

} // namespace

std::string_view faultName(Fault fault)
{
    return rowOf(fault).name;
}

Error toError(Fault fault, std::string_view subject)
{
    return {ErrorCode::kMismatch, fmt::format("{} {}", subject, rowOf(fault).sentence)};
}

} // namespace partita
