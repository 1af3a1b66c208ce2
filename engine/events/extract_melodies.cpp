#include "engine/events/extract_melodies.h"

#include <algorithm>
#include <set>

namespace partita {
namespace {

std::vector<double> lengthBounds(int minBars)
{
    return {0, 1, 10, 20, 30, 40, 50, 100, 200, 500, static_cast<double>(minBars / 2), static_cast<double>(minBars),
            minBars + 1.0, minBars - 1.0};
}

} // namespace

Outcome<ExtractedMelodies> extractMelodies(const QuantizedSequence& sequence, const MelodyExtraction& options)
{
    std::set<int> instruments;
    for (const auto& note : sequence->notes)
        instruments.insert(note.instrument);
    const auto bar = wholeStepsPerBar(sequence);
    if (!bar && !instruments.empty()) // without notes nobody asks for bars
        return std::unexpected(bar.error());

    ExtractedMelodies result;
    Statistics& statistics = result.statistics;
    Histogram lengths(lengthBounds(options.minBars));

    for (int instrument : instruments) {
        MelodyOptions search{.searchStart = options.searchStart, .instrument = instrument, .gapBars = options.gapBars,
                             .ignorePolyphonic = options.ignorePolyphonic, .padEnd = options.padEnd,
                             .filterDrums = options.filterDrums};
        while (true) {
            auto melody = Melody::fromQuantized(sequence, search);
            if (!melody && melody.error() == Fault::kPolyphonicMelody) {
                statistics.count("polyphonic_tracks_discarded");
                break;
            }
            if (!melody)
                return std::unexpected(melody.error());
            if (melody->empty())
                break;
            // Go on from the next bar line, bars being counted from where the first search began.
            const std::int64_t over = (melody->endStep() - options.searchStart).value % *bar;
            search.searchStart = melody->endStep() + Steps(over == 0 ? 0 : *bar - over);

            const auto length = static_cast<std::int64_t>(melody->size());
            if (length < std::int64_t{*bar} * options.minBars) {
                statistics.count("melodies_discarded_too_short");
                continue;
            }
            if (options.maxStepsDiscard && length > *options.maxStepsDiscard) {
                statistics.count("melodies_discarded_too_long");
                continue;
            }
            if (options.maxStepsTruncate && length > *options.maxStepsTruncate) {
                const int kept = *options.maxStepsTruncate;
                melody->setLength(static_cast<std::size_t>(options.padEnd ? kept - kept % *bar : kept));
                statistics.count("melodies_truncated");
            }
            const auto classes = melody->noteHistogram();
            if (std::ranges::count_if(classes, [](int count) { return count > 0; }) < options.minUniquePitches) {
                statistics.count("melodies_discarded_too_few_pitches");
                continue;
            }
            lengths.add(static_cast<double>(static_cast<std::int64_t>(melody->size()) / *bar));
            result.melodies.push_back(std::move(*melody));
        }
    }
    statistics.histograms["melody_lengths_in_bars"] = std::move(lengths);
    return result;
}

} // namespace partita
