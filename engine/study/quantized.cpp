// Four ways to quantise a file, and its split at changes of meter and tempo.
#include "engine/music/quantize.h"
#include "engine/music/split.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"
#include "engine/study/note_sequence_text.h"
#include "engine/study/source_music.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace partita::study {
namespace {

/// What one group of the table's columns says of a file.
struct Pieces {
    std::size_t count = 0;
    std::map<std::string, int> results;
    std::int64_t notes = 0;
    std::int64_t steps = 0;
    std::string text;

    void add(const auto& quantized, const std::string& bar)
    {
        const std::string result(quantized ? "ok" : faultName(quantized.error()));
        ++results[result];
        if (!quantized) {
            text += fmt::format("piece {} {}\n", count++, result);
            return;
        }
        const NoteSequence& piece = **quantized;
        text += fmt::format("piece {} ok {} {}\n", count++, piece.totalQuantizedSteps.value, bar) + quantizedText(piece);
        notes += static_cast<std::int64_t>(piece.notes.size());
        steps += piece.totalQuantizedSteps.value;
    }

    std::string resultText() const
    {
        std::vector<std::string> names;
        for (const auto& [name, times] : results)
            names.push_back(fmt::format("{}:{}", name, times));
        return fmt::format("{}", fmt::join(names, ","));
    }
};

Pieces relative(const std::vector<NoteSequence>& pieces)
{
    Pieces found;
    for (const NoteSequence& piece : pieces) {
        const auto quantized = quantize(piece, 4);
        // The shortest decimal of a double that always has a point.
        const std::string bar = quantized ? fmt::format("{}", stepsPerBar(*quantized)) : "";
        found.add(quantized, bar.contains('.') ? bar : bar + ".0");
    }
    return found;
}

Pieces absolute(const std::vector<NoteSequence>& pieces)
{
    Pieces found;
    for (const NoteSequence& piece : pieces)
        found.add(quantizeAbsolute(piece, 100), "-");
    return found;
}

std::string splitText(const std::vector<NoteSequence>& pieces)
{
    std::string text;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto& place = *pieces[i].subsequenceInfo;
        text += fmt::format("piece {} {} {} {}\n", i, timeText(place.startTimeOffset.value), timeText(place.endTimeOffset.value), timeText(pieces[i].totalTime.value))
            + noteText(pieces[i]) + eventText(pieces[i]);
    }
    return text;
}

std::string spacesAsCommas(std::string text)
{
    std::ranges::replace(text, ' ', ',');
    return text;
}

} // namespace

void checkQuantized(const std::filesystem::path& file, Examiner& examiner)
{
    for (const Row& row : readTable(file))
        examiner.examine(row["path"], [&](Comparison& comparison) {
            const auto sequence = readSourceMusic(examiner.music(row["path"]));
            if (!sequence)
                return comparison.fails(sequence.error().message);
            const auto split = splitOnTimeChanges(*sequence);
            const auto hops = splitByHop(*sequence, Seconds(30.0));
            if (!split || !hops)
                return comparison.fails(toError(split ? hops.error() : split.error(), row["path"]).message);
            const auto compare = [&](const std::string& group, const Pieces& found) {
                comparison.equal(group + "_pieces", std::to_string(found.count), row[group + "_pieces"]);
                comparison.equal(group + "_results", found.resultText(), spacesAsCommas(row[group + "_results"]));
                comparison.equal(group + "_notes", std::to_string(found.notes), row[group + "_notes"]);
                comparison.equal(group + "_steps", std::to_string(found.steps), row[group + "_steps"]);
                comparison.equal(group + "_sha256", hashOf(found.text), row[group + "_sha256"]);
            };
            compare("whole4", relative({*sequence}));
            compare("split4", relative(*split));
            compare("whole100", absolute({*sequence}));
            compare("hop30x100", absolute(*hops));
            comparison.equal("split_sha256", hashOf(splitText(*split)), row["split_sha256"]);
        });
}

} // namespace partita::study
