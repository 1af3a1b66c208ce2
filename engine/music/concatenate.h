#pragma once

#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"

#include <span>
#include <vector>

/// Making one sequence of several.
/// Errors (all): kQuantizationStatus for quantised sequences that must move; kInvalidArgument; kTooLong for more than
/// `kMaxParts` parts.
namespace partita {

inline constexpr std::size_t kMaxParts = 100'000;

/// Leaves out each meter, key and tempo that repeats the one before it in time, and repeated composers and genres.
/// Sorts the first three by time.
NoteSequence removeRedundantData(NoteSequence sequence);

/// One after the other, each as long as `durations` says (as its total time without them). Where fields can have one value
/// only, later sequences win. Also: kInvalidArgument when a duration is shorter than its sequence.
Outcome<NoteSequence> concatenate(std::span<const NoteSequence> sequences, std::span<const Seconds> durations = {});

/// All at once.
NoteSequence merge(std::span<const NoteSequence> sequences);

/// Again and again, cut at `duration`. `each`, where given, is how long one turn lasts.
Outcome<NoteSequence> repeatToDuration(const NoteSequence& sequence, Seconds duration, Seconds each = {});

/// Plays the sections in the order of the section groups, with their repeats.
Outcome<NoteSequence> expandSectionGroups(const NoteSequence& sequence);

} // namespace partita
