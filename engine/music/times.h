#pragma once

#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"

#include <functional>
#include <optional>
#include <utility>
#include <vector>

/// Functions that move the events of an unquantised sequence in time. All: kQuantizationStatus for a quantised one.
namespace partita {

/// Everything later by `by` > 0, sections too. Also: kInvalidArgument.
Outcome<NoteSequence> shift(NoteSequence sequence, Seconds by);

/// Everything but section marks slower by `factor` > 0; tempos fall with it. Factor 1 changes nothing. Also: kInvalidArgument.
Outcome<NoteSequence> stretch(NoteSequence sequence, double factor);

struct AdjustedTimes {
    NoteSequence sequence;
    int skippedNotes = 0;
};

/// Each time t becomes `map(t)`, which should never fall. Notes left without length are skipped, or get `minimumDuration`.
/// Tempos are removed. Quantised sequences pass here. Errors: kInvertedNote, kNegativeAdjustedTime.
Outcome<AdjustedTimes> adjustTimes(const NoteSequence& sequence, const std::function<double(double)>& map,
                                   std::optional<Seconds> minimumDuration = {});

struct RectifiedBeats {
    NoteSequence sequence;
    std::vector<std::pair<Seconds, Seconds>> alignment; ///< of each beat, the old time and the new one
};

/// Bends time so that the annotated beats (and both ends) fall at equal distances. Meters are removed.
/// Errors: kNoBeats; kInvalidArgument for a tempo not above 0; those of adjustTimes.
Outcome<RectifiedBeats> rectifyBeats(const NoteSequence& sequence, double beatsPerMinute);

/// Lengthens notes as the sustain pedal does: to the next note of the same pitch or the pedal's release, for each
/// instrument by itself; drums stay. A note that another one of its pitch and start takes over vanishes.
Outcome<NoteSequence> applySustain(NoteSequence sequence, int controlNumber = 64);

} // namespace partita
