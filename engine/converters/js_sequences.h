#pragma once

#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"

#include <optional>
#include <vector>

/// How magenta-js cuts, joins and unrolls sequences around its converters. Where a sequence may be on a grid or not, positions
/// are steps or seconds accordingly. Source: magenta-js music/src/core/sequences.ts.
namespace partita::converters {

/// Notes of one pitch and instrument that touch become one, except at bar lines of 4/4; sorted by instrument and start, and with nothing
/// but pitch, instrument and steps. Errors: kQuantizationStatus.
Outcome<NoteSequence> jsMergeConsecutiveNotes(NoteSequence sequence);

/// In seconds at `qpm`, or at the sequence's own tempo, or at 120. Errors: kQuantizationStatus, kMultipleTempos.
Outcome<NoteSequence> jsUnquantize(NoteSequence sequence, std::optional<double> qpm = {});

/// Chunks of so many steps; notes go on in the next chunk, a late short note behind a long one is lost, and empty chunks are
/// left out. Errors: kQuantizationStatus; kInvalidArgument for a chunk without steps.
Outcome<std::vector<NoteSequence>> jsSplit(const NoteSequence& sequence, std::int64_t chunkSteps);

/// One after the other, each as long as it says, or as `durations` says. Errors: kInvalidArgument for one without length,
/// kQuantizationStatus where grids differ.
Outcome<NoteSequence> jsConcatenate(const std::vector<NoteSequence>& sequences, const std::vector<double>& durations = {});

/// Notes that begin in [start, end] and end by `end`, or are cut there; moved to 0.
NoteSequence jsTrim(NoteSequence sequence, double start, double end, bool truncateEndNotes = false);

/// An instrument for each program, in the order of their first events, and one for drums behind them.
NoteSequence jsMergeInstruments(NoteSequence sequence);

} // namespace partita::converters
