#pragma once

#include "engine/events/performance.h"

namespace partita {

/// The notes both kinds of performance tell of, by start time and pitch.
/// Errors: kEventOutOfRange, kInvalidArgument.
Outcome<std::vector<NoteSequence::Note>> performanceNotes(const NoteSequence& sequence, const PerformanceOptions& options);

} // namespace partita
