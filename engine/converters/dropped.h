#pragma once

#include "engine/music/fault.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace partita::converters {

/// Why music did not become an example.
enum class DropReason {
    kNoEnd,             ///< the sequence has no total time
    kFault,             ///< it cannot be laid on the grid, or its chords cannot be read: `fault` says why
    kOtherMeter,        ///< bars of another length: found and needed in steps
    kNoNotes,           ///< none at all
    kNoFittingNotes,    ///< none with a program, pitch or drum that the model knows
    kUnknownDrums,      ///< notes of no drum that the model knows; the rest is used
    kPolyphonic,        ///< a track with notes that start together
    kTooFewPitches,     ///< a track without a pitch
    kTooShort,          ///< a track shorter than a window: found and needed in bars
    kTruncated,         ///< a track longer than the most: found and needed in bars; its beginning is used
    kUnfinishedWindow,  ///< the rest behind the last whole window: found and needed in bars
    kDuplicate,         ///< windows equal to others
    kOverLimit,         ///< windows beyond the most that a sequence may give
    kNoChords,          ///< chords could not be inferred: `fault` says why
    kNoMelody,          ///< trio: no instrument of programs 0–31
    kNoBass,            ///< trio: none of 32–39
    kNoDrums,           ///< trio: none of drums
    kMixedInstrument,   ///< trio: an instrument that is two of these, or none
    kNeverTogether,     ///< trio: the three never play for a window long
    kTooFewInstruments, ///< found and needed
    kTooManyInstruments,
    kTooFewEvents,
    kTooManyEvents,     ///< of one instrument
    kSeveralPrograms,   ///< multitrack: an instrument that changes its program
    kPitchOutOfRange,
    kSeveralParts,      ///< multitrack, first subsequence only: found is the number of parts
};
inline constexpr std::size_t kNumDropReasons = static_cast<std::size_t>(DropReason::kSeveralParts) + 1;

/// Something that was left out, and how often.
struct Dropped {
    DropReason reason = DropReason::kNoNotes;
    std::int64_t count = 1;
    double found = 0.0; ///< what there was and what it takes, in the reason's unit
    double needed = 0.0;
    std::optional<int> instrument{};
    std::optional<Fault> fault{};
    friend bool operator==(const Dropped&, const Dropped&) = default;
};

/// A short identifier ("polyphonic", …) for reports and JSON.
std::string nameOf(DropReason reason);

/// A clause for people without a full stop, e.g. "instrument 2 plays several notes at once".
std::string describe(const Dropped& dropped);

/// What a whole data set lost, by reason.
using DropCounts = std::array<std::int64_t, kNumDropReasons>;
void add(DropCounts& counts, const std::vector<Dropped>& dropped);

} // namespace partita::converters
