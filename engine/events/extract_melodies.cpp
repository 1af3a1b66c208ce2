#include "engine/events/extract_melodies.h"

#include "engine/music/python_set.h"

#include <algorithm>
#include <map>

namespace partita {
Outcome<ExtractedMelodies> extractMelodies(const QuantizedSequence& sequence, const MelodyExtraction& options)
{
    std::map<int, std::vector<const NoteSequence::Note*>> instruments;
    PythonSet numbers; // in the order of Magenta's set of instruments
    for (const auto& note : sequence->notes) {
        instruments[note.instrument].push_back(&note);
        numbers.add(note.instrument);
    }
    const auto bar = wholeStepsPerBar(sequence);
    if (!bar && !instruments.empty()) // without notes nobody asks for bars
        return std::unexpected(bar.error());

    ExtractedMelodies result;
    Statistics& statistics = result.statistics;
    Histogram lengths(barLengthBounds(options.minBars));

    for (int instrument : numbers.numbers()) {
        auto& notes = instruments[instrument];
        Melody::sortForMelody(notes);
        MelodyOptions search{.searchStart = options.searchStart, .instrument = instrument, .gapBars = options.gapBars,
                             .ignorePolyphonic = options.ignorePolyphonic, .padEnd = options.padEnd,
                             .filterDrums = options.filterDrums};
        while (true) {
            auto melody = Melody::fromSorted(sequence, notes, search);
            if (!melody && melody.error() == Fault::kPolyphonicMelody) {
                statistics.count("polyphonic_tracks_discarded");
                break;
            }
            if (!melody)
                return std::unexpected(melody.error());
            if (melody->empty())
                break;
            // Go on from the next bar line, bars being counted from where the first search began.
            search.searchStart = Steps(barLineAfter(melody->endStep().value, options.searchStart.value, *bar));

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
            result.instruments.push_back(instrument);
        }
    }
    statistics.histograms["melody_lengths_in_bars"] = std::move(lengths);
    return result;
}

} // namespace partita
