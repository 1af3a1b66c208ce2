#pragma once

#include "engine/music/constants.h"
#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"

#include <cstdint>
#include <optional>

namespace partita {

/// The longest grid: eleven hours at 100 steps a second.
inline constexpr std::int64_t kMaxSteps = std::int64_t{1} << 22;

/// A NoteSequence whose notes lie on a grid: only quantising makes one, so functions that need a grid ask for this type.
/// Times in seconds stay as they were. Resolution is NoteSequence::StepsPerQuarter or StepsPerSecond.
template <class Resolution>
class Quantized {
public:
    /// Takes a sequence that says itself that it is quantised so (one read from a file).
    /// Errors: kQuantizationStatus; kNegativeTime, kTooLong for steps outside 0 … kMaxSteps.
    static Outcome<Quantized> from(NoteSequence sequence);

    const NoteSequence& operator*() const { return m_sequence; }
    const NoteSequence* operator->() const { return &m_sequence; }
    int resolution() const { return std::get<Resolution>(*m_sequence.quantizationInfo).value; }

    /// The same grid with what `change(NoteSequence)` makes of the notes: it must leave the quantised steps in place.
    template <class Change>
    Quantized with(Change&& change) const { return Quantized(change(m_sequence)); }

private:
    explicit Quantized(NoteSequence sequence) : m_sequence(std::move(sequence)) {}

    NoteSequence m_sequence;
};

/// On a grid of so many steps a quarter note, in one meter and one tempo.
using QuantizedSequence = Quantized<NoteSequence::StepsPerQuarter>;
/// On a grid of so many steps a second; meter and tempo play no part.
using AbsoluteQuantizedSequence = Quantized<NoteSequence::StepsPerSecond>;

/// trunc(seconds · stepsPerSecond + (1 − cutoff)): halves go up at the default, an exact step moves on at cutoff 0, and
/// values above −1.5 steps become 0. Beyond ±2^53 the result is held there.
std::int64_t quantizeToStep(double seconds, double stepsPerSecond, double cutoff = kQuantizeCutoff);

/// stepsPerQuarter · qpm / 60, in this order.
double stepsPerQuarterToStepsPerSecond(int stepsPerQuarter, double qpm);

/// On the grid of the tempo. The result has one time signature and one tempo, both at time 0.
/// Errors: kMultipleTimeSignatures, kBadTimeSignature, kMultipleTempos, kNegativeTime, kTooLong, kInvalidArgument.
/// Source: note_seq sequences_lib.quantize_note_sequence; later meters and tempos are held against the first listed one.
Outcome<QuantizedSequence> quantize(NoteSequence sequence, int stepsPerQuarter = kDefaultStepsPerQuarter);

/// On the grid of the clock. Errors: kNegativeTime, kTooLong, kInvalidArgument.
Outcome<AbsoluteQuantizedSequence> quantizeAbsolute(NoteSequence sequence, int stepsPerSecond = kDefaultStepsPerSecond);

/// Steps in a bar of the sequence's meter, e.g. 16.0, or 7.5 for 15/8 at one step a quarter.
double stepsPerBar(const QuantizedSequence& sequence);

/// The same where it is a whole number. Errors: kNonIntegerStepsPerBar.
Outcome<int> wholeStepsPerBar(const QuantizedSequence& sequence);

bool isQuantized(const NoteSequence& sequence);

} // namespace partita
