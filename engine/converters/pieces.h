#pragma once

#include "engine/converters/converter.h"
#include "engine/music/quantize.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

/// What all converters do around their own work.
namespace partita::converters {

/// Adds to an entry of the same reason, instrument and fault, if there is one; the greater of what was found stands.
void drop(std::vector<Dropped>& dropped, const Dropped& entry);

/// How many of a sequence's examples are taken.
struct Sampling {
    std::optional<int> most;
    Mode mode = Mode::kEval;
    const Draw& draw;
};

/// The places of the items to keep, ascending: the first ones, or in training any.
std::vector<std::size_t> samplePlaces(std::size_t items, const Sampling& sampling);

/// Keeps as many items as may be and notes how many were too many.
template <class Item>
void sample(std::vector<Item>& items, const Sampling& sampling, std::vector<Dropped>& dropped)
{
    if (!sampling.most || items.size() <= static_cast<std::size_t>(*sampling.most))
        return;
    const auto tooMany = static_cast<std::int64_t>(items.size()) - *sampling.most;
    drop(dropped, {.reason = DropReason::kOverLimit, .count = tooMany, .found = static_cast<double>(items.size()), .needed = static_cast<double>(*sampling.most)});
    std::size_t kept = 0;
    for (const std::size_t place : samplePlaces(items.size(), sampling))
        std::swap(items[kept++], items[place]); // `place` ≥ `kept`: nothing that is still to come moves
    items.resize(kept);
}

/// A part of a sequence, moved to time 0, and where it began.
struct Piece {
    NoteSequence sequence;
    Seconds start;
};

/// Hands over a sequence piece by piece, split at changes of tempo and meter if `presplit`, and samples what came out.
Conversion convertPieces(const NoteSequence& sequence, bool presplit, const Sampling& sampling,
                         const std::function<void(Piece piece, Conversion& out)>& convert);

/// On the grid, if its bars have the length that the network knows; otherwise nothing, and the reason is noted.
std::optional<QuantizedSequence> onGrid(NoteSequence piece, int stepsPerQuarter, int stepsPerBar, std::vector<Dropped>& dropped);

/// The time of a step after the beginning of a piece.
Seconds timeOfStep(const QuantizedSequence& piece, std::int64_t step);

} // namespace partita::converters
