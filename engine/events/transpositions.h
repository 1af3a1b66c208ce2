#pragma once

#include "engine/events/statistics.h"
#include "engine/music/constants.h"
#include "engine/music/quantize.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace partita {

struct PitchLimits {
    int lowest = kMinMidiPitch;
    int highest = kMaxMidiPitch;
};

/// A data set's copies in other keys: one for each amount at which all pitched notes stay within the limits. Drums stay;
/// chords, keys and pitch names too, as in Magenta.
/// Counts `transpositions_generated` and `skipped_due_to_range_exceeded`.
/// Source: magenta note_sequence_pipelines.TranspositionPipeline.
template <class Resolution>
std::vector<Quantized<Resolution>> transpositions(const Quantized<Resolution>& sequence, std::span<const int> amounts,
                                                  Statistics& statistics, PitchLimits limits = {})
{
    std::vector<Quantized<Resolution>> copies;
    for (int amount : amounts) {
        const bool fits = std::ranges::all_of(sequence->notes, [&](const NoteSequence::Note& note) {
            const std::int64_t pitch = std::int64_t{note.pitch} + amount;
            return note.isDrum || (pitch >= limits.lowest && pitch <= limits.highest);
        });
        if (!fits) {
            statistics.count("skipped_due_to_range_exceeded");
            continue;
        }
        statistics.count("transpositions_generated");
        copies.push_back(sequence.with([&](NoteSequence copy) {
            for (NoteSequence::Note& note : copy.notes)
                if (!note.isDrum)
                    note.pitch += amount;
            return copy;
        }));
    }
    return copies;
}

} // namespace partita
