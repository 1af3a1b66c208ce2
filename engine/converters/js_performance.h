#pragma once

#include "engine/events/performance.h"

#include <optional>
#include <vector>

/// Performances as magenta-js makes and plays them; their events and lengths are those of `Performance`.
namespace partita::converters {

/// The notes of one instrument, or of all, filled to the sequence's length. The highest velocity bin is current at the
/// beginning. Errors: kQuantizationStatus.
Outcome<Performance> jsPerformance(const NoteSequence& sequence, int maxShiftSteps, int numVelocityBins, std::optional<int> instrument);

/// Notes in steps, in the order of their ends; those still open at the end by pitch. Velocity 0 before any velocity event.
NoteSequence jsPerformanceNotes(const Performance& performance, int instrument);

} // namespace partita::converters
