#pragma once

#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"

#include <array>
#include <span>
#include <vector>

namespace partita {

/// Controllers whose state goes on into every piece: sustain, sostenuto, una corda.
inline constexpr std::array kPedals{64, 66, 67};

/// The pieces [t0, t1), [t1, t2), … of a sequence, each moved to time 0. A note belongs to the piece it starts in and is
/// cut at that piece's end. Meter, key, tempo, chords and the given controllers hold on from before a piece; beats stay;
/// other controls, bends and annotations are lost. The state before a piece stands at its time 0.
/// Errors:  kQuantizationStatus for a quantised one; kInvalidArgument for fewer than two times, unsorted times, or a
///          piece that would start at or after the sequence's end; kTooLong for over 100,000 pieces, or for fewer that
///          would each copy very much.
/// Source:  note_seq sequences_lib.extract_subsequences.
Outcome<std::vector<NoteSequence>> extractSubsequences(const NoteSequence& sequence, std::span<const Seconds> times,
                                                       std::span<const int> preservedControls = kPedals);

/// The one piece [start, end).
Outcome<NoteSequence> extractSubsequence(const NoteSequence& sequence, Seconds start, Seconds end,
                                         std::span<const int> preservedControls = kPedals);

/// Whether a split may cut notes that sound across it; kSkip leaves such a split out.
enum class SplitInsideNotes { kCut, kSkip };

/// Pieces of one meter and one tempo each; a piece without end gives none. It starts from 4/4 at 120: a sequence that
/// begins otherwise at time 0 is not cut there.
/// Errors (all below): kQuantizationStatus, kTooLong.
Outcome<std::vector<NoteSequence>> splitOnTimeChanges(const NoteSequence& sequence,
                                                      SplitInsideNotes insideNotes = SplitInsideNotes::kCut);

/// Pieces of `hop` each, the last one shorter. Also: kInvalidArgument for a hop that is not above 0.
Outcome<std::vector<NoteSequence>> splitByHop(const NoteSequence& sequence, Seconds hop,
                                              SplitInsideNotes insideNotes = SplitInsideNotes::kCut);

/// Pieces between the given times (in any order) and the sequence's two ends.
Outcome<std::vector<NoteSequence>> splitAtTimes(const NoteSequence& sequence, std::vector<Seconds> times,
                                                SplitInsideNotes insideNotes = SplitInsideNotes::kCut);

/// A new piece at each note that follows more than `gap` of silence.
Outcome<std::vector<NoteSequence>> splitOnSilence(const NoteSequence& sequence, Seconds gap = Seconds(3.0));

} // namespace partita
