#include "engine/converters/pieces.h"

#include "engine/music/split.h"

#include <iterator>
#include <numeric>
#include <utility>

namespace partita::converters {

void drop(std::vector<Dropped>& dropped, const Dropped& entry)
{
    const auto same = std::ranges::find_if(dropped, [&](const Dropped& other) {
        return other.reason == entry.reason && other.instrument == entry.instrument && other.fault == entry.fault;
    });
    if (same == dropped.end()) {
        dropped.push_back(entry);
        return;
    }
    same->count += entry.count;
    same->found = std::max(same->found, entry.found);
}

std::vector<std::size_t> samplePlaces(std::size_t items, const Sampling& sampling)
{
    std::vector<std::size_t> places(items);
    std::iota(places.begin(), places.end(), std::size_t{0});
    const auto most = std::min(items, static_cast<std::size_t>(sampling.most.value_or(static_cast<int>(items))));
    if (sampling.mode == Mode::kTrain && most < items) {
        for (std::size_t i = 0; i < most; ++i) {
            const auto rest = static_cast<double>(items - i);
            const auto chosen = std::min(items - 1, i + static_cast<std::size_t>(sampling.draw() * rest));
            std::swap(places[i], places[chosen]);
        }
        std::sort(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(most));
    }
    places.resize(most);
    return places;
}

/// Nothing, and the reason is noted, where a sequence cannot be split.
static std::vector<Piece> piecesOf(const NoteSequence& sequence, bool presplit, std::vector<Dropped>& dropped)
{
    std::vector<Piece> pieces;
    if (!presplit) {
        pieces.push_back({sequence, {}});
        return pieces;
    }
    auto split = splitOnTimeChanges(sequence);
    if (!split)
        drop(dropped, {.reason = DropReason::kFault, .fault = split.error()});
    else if (split->empty())
        drop(dropped, {.reason = DropReason::kNoEnd});
    else
        for (NoteSequence& piece : *split) {
            const Seconds start = piece.subsequenceInfo->startTimeOffset;
            if (!piece.notes.empty()) // no silence between two changes
                pieces.push_back({std::move(piece), start});
        }
    return pieces;
}

Conversion convertPieces(const NoteSequence& sequence, bool presplit, const Sampling& sampling,
                         const std::function<void(Piece piece, Conversion& out)>& convert)
{
    Conversion all;
    if (sequence.notes.empty()) {
        drop(all.dropped, {.reason = DropReason::kNoNotes});
        return all;
    }
    for (Piece& piece : piecesOf(sequence, presplit, all.dropped)) {
        Conversion part;
        convert(std::move(piece), part);
        sample(part.examples, sampling, all.dropped);
        std::ranges::move(part.examples, std::back_inserter(all.examples));
        for (const Dropped& entry : part.dropped)
            drop(all.dropped, entry);
    }
    sample(all.examples, sampling, all.dropped);
    return all;
}

std::optional<QuantizedSequence> onGrid(NoteSequence piece, int stepsPerQuarter, int stepsPerBar, std::vector<Dropped>& dropped)
{
    auto quantized = quantize(std::move(piece), stepsPerQuarter);
    if (!quantized) {
        drop(dropped, {.reason = DropReason::kFault, .fault = quantized.error()});
        return std::nullopt;
    }
    if (const double bar = partita::stepsPerBar(*quantized); bar != stepsPerBar) {
        drop(dropped, {.reason = DropReason::kOtherMeter, .found = bar, .needed = static_cast<double>(stepsPerBar)});
        return std::nullopt;
    }
    return std::move(*quantized);
}

Seconds timeOfStep(const QuantizedSequence& piece, std::int64_t step)
{
    const double stepsPerSecond = stepsPerQuarterToStepsPerSecond(piece.resolution(), piece->tempos.front().qpm);
    return Seconds(static_cast<double>(step) / stepsPerSecond);
}

} // namespace partita::converters
