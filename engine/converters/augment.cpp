#include "engine/converters/augment.h"

#include "engine/music/times.h"
#include "engine/music/transpose.h"

#include <utility>

namespace partita::converters {

Outcome<NoteSequence> augment(NoteSequence sequence, const Augmentation& ranges, Rng& rng)
{
    if (sequence.notes.empty())
        return sequence;
    const double factor = ranges.lowestStretch + rng.uniform() * (ranges.highestStretch - ranges.lowestStretch);
    const auto choices = static_cast<std::uint64_t>(ranges.highestTransposition - ranges.lowestTransposition) + 1;
    const int semitones = ranges.lowestTransposition + static_cast<int>(rng.below(choices));
    auto stretched = stretch(std::move(sequence), factor);
    if (!stretched)
        return stretched;
    auto moved = transpose(std::move(*stretched), semitones);
    if (!moved)
        return std::unexpected(moved.error());
    return std::move(moved->sequence);
}

} // namespace partita::converters
