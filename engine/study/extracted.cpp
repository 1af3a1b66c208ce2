// What the data sets' chains take out of a file of music.
#include "engine/events/drum_track.h"
#include "engine/events/extract_melodies.h"
#include "engine/events/extract_performances.h"
#include "engine/events/lead_sheet.h"
#include "engine/events/pianoroll_sequence.h"
#include "engine/events/polyphonic_sequence.h"
#include "engine/events/transpositions.h"
#include "engine/music/quantize.h"
#include "engine/music/split.h"
#include "engine/music/times.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"
#include "engine/study/note_sequence_text.h"
#include "engine/study/source_music.h"
#include "engine/study/statistics_json.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>
#include <map>

namespace partita::study {
namespace {

struct Extraction {
    std::vector<std::string> lines;
    std::int64_t events = 0;
    Statistics statistics;

    void add(std::size_t length, std::string line)
    {
        events += static_cast<std::int64_t>(length);
        lines.push_back(std::move(line) + "\n");
    }
};

constexpr std::array kUntransposed{0};

/// The tempo-relative chain up to the extractor: split at time changes, quantise, and transpose by 0 where the kind does.
void relativeChain(const NoteSequence& sequence, int stepsPerQuarter, bool transpose, Extraction& out,
                   const std::function<void(const QuantizedSequence&)>& extract)
{
    const auto pieces = splitOnTimeChanges(sequence);
    for (const NoteSequence& piece : *pieces) {
        const auto quantized = quantize(piece, stepsPerQuarter);
        if (!quantized)
            continue;
        if (!transpose) {
            extract(*quantized);
            continue;
        }
        for (const auto& copy : transpositions(*quantized, kUntransposed, out.statistics))
            extract(copy);
    }
}

Extraction melodies(const NoteSequence& sequence, bool ignorePolyphonic)
{
    Extraction out;
    relativeChain(sequence, 4, true, out, [&](const QuantizedSequence& piece) {
        auto options = MelodyExtraction::dataset();
        options.ignorePolyphonic = ignorePolyphonic;
        const auto found = extractMelodies(piece, options);
        if (!found) {
            out.statistics.count("non_integer_steps_per_bar");
            return;
        }
        out.statistics.merge(found->statistics);
        for (const Melody& melody : found->melodies)
            out.add(melody.size(), fmt::format("{} {} {} {}", melody.startStep().value, melody.endStep().value, melody.stepsPerBar(),
                                               fmt::join(melody.events(), ",")));
    });
    return out;
}

/// `36+42`, or `.` for nothing.
std::string joined(const std::vector<int>& numbers)
{
    return numbers.empty() ? "." : fmt::format("{}", fmt::join(numbers, "+"));
}

Extraction drums(const NoteSequence& sequence, int stepsPerQuarter)
{
    Extraction out;
    relativeChain(sequence, stepsPerQuarter, false, out, [&](const QuantizedSequence& piece) {
        const auto found = extractDrumTracks(piece, DrumExtraction::dataset());
        if (!found) {
            out.statistics.count("non_integer_steps_per_bar");
            return;
        }
        out.statistics.merge(found->statistics);
        for (const DrumTrack& track : found->tracks) {
            std::vector<std::string> events;
            for (const DrumHits& hits : track.events())
                events.push_back(joined(drumPitches(hits)));
            out.add(track.size(), fmt::format("{} {} {} {}", track.startStep().value, track.endStep().value, track.stepsPerBar(), fmt::join(events, ",")));
        }
    });
    return out;
}

Extraction polyphony(const NoteSequence& sequence)
{
    Extraction out;
    relativeChain(sequence, 4, true, out, [&](const QuantizedSequence& piece) {
        const auto found = extractPolyphony(piece, PolyphonicExtraction::dataset());
        out.statistics.merge(found->statistics);
        for (const PolyphonicSequence& poly : found->sequences) {
            std::vector<std::string> events;
            for (const auto& [type, pitch] : poly.events())
                events.push_back(type >= PolyphonicEvent::Type::kNewNote ? fmt::format("{}:{}", int(type), pitch) : fmt::format("{}", int(type)));
            out.add(poly.size(), fmt::format("{} {} {}", poly.startStep().value, poly.numSteps(), fmt::join(events, ",")));
        }
    });
    return out;
}

Extraction pianorolls(const NoteSequence& sequence)
{
    Extraction out;
    relativeChain(sequence, 4, true, out, [&](const QuantizedSequence& piece) {
        const auto found = extractPianorolls(piece, PianorollExtraction::dataset());
        out.statistics.merge(found->statistics);
        for (const PianorollSequence& roll : found->sequences) {
            std::vector<std::string> events;
            for (const PianorollFrame& frame : roll.frames())
                events.push_back(joined(drumPitches(frame)));
            out.add(roll.size(), fmt::format("{} {} {}", roll.startStep().value, roll.size(), fmt::join(events, ",")));
        }
    });
    return out;
}

template <class Found>
void addPerformances(const Found& found, Extraction& out, const auto& eventText)
{
    out.statistics.merge(found->statistics);
    for (const auto& performance : found->performances) {
        std::vector<std::string> events;
        for (const auto& event : performance.events())
            events.push_back(eventText(event));
        const auto& [program, isDrum] = performance.sound();
        out.add(performance.size(), fmt::format("{} {} {} {} {}", performance.startStep().value, performance.numSteps(),
                                                program ? fmt::format("{}", *program) : "none", isDrum ? int(*isDrum) : -1, fmt::join(events, ",")));
    }
}

Extraction performances(const NoteSequence& sequence, int bins, bool noteBased)
{
    Extraction out;
    const auto stretched = stretch(*applySustain(sequence), 1.0);
    const auto pieces = splitByHop(*stretched, Seconds(30.0));
    for (const NoteSequence& piece : *pieces) {
        const auto quantized = quantizeAbsolute(piece, 100);
        for (const auto& copy : transpositions(*quantized, kUntransposed, out.statistics)) {
            const auto options = PerformanceExtraction::dataset(bins);
            if (noteBased)
                addPerformances(extractNotePerformances(copy, options), out, [](const NotePerformanceEvent& e) {
                    return fmt::format("{}/{}/{}/{}", e.shift, e.pitch, e.velocityBin, e.duration);
                });
            else
                addPerformances(extractPerformances(copy, options), out,
                                [](const PerformanceEvent& e) { return fmt::format("{}:{}", int(e.type), e.value); });
        }
    }
    return out;
}

Extraction leadSheets(const NoteSequence& sequence, bool split, bool allKeys)
{
    Extraction out;
    const auto pieces = split ? *splitOnTimeChanges(sequence) : std::vector{sequence};
    for (const NoteSequence& piece : pieces) {
        const auto quantized = quantize(piece);
        if (!quantized) {
            out.statistics.count("sequences_discarded_because_multiple_time_signatures", quantized.error() == Fault::kMultipleTimeSignatures);
            continue;
        }
        auto options = LeadSheetExtraction::dataset();
        options.allTranspositions = allKeys;
        const auto found = extractLeadSheets(*quantized, options);
        if (!found) {
            out.statistics.count(found.error() == Fault::kChordSymbol ? "chord_symbol_exception" : "non_integer_steps_per_bar");
            continue;
        }
        out.statistics.merge(found->statistics);
        for (const LeadSheet& sheet : found->leadSheets)
            out.add(sheet.size(), fmt::format("{} {} {} {}|{}", sheet.melody().startStep().value, sheet.melody().endStep().value, sheet.melody().stepsPerBar(),
                                              fmt::join(sheet.melody().events(), ","), fmt::join(sheet.chords().events(), ",")));
    }
    return out;
}

using Chain = Extraction (*)(const NoteSequence&);
const std::map<std::string, Chain> kChains{
    {"melody", [](const NoteSequence& s) { return melodies(s, false); }},
    {"melody_top_note", [](const NoteSequence& s) { return melodies(s, true); }},
    {"drums", [](const NoteSequence& s) { return drums(s, 4); }},
    {"drums_spq2", [](const NoteSequence& s) { return drums(s, 2); }},
    {"polyphony", polyphony},
    {"pianoroll", pianorolls},
    {"performance", [](const NoteSequence& s) { return performances(s, 0, false); }},
    {"performance_with_dynamics", [](const NoteSequence& s) { return performances(s, 32, false); }},
    {"note_performance", [](const NoteSequence& s) { return performances(s, 32, true); }},
    {"lead_sheet", [](const NoteSequence& s) { return leadSheets(s, true, false); }},
    {"lead_sheet_12_keys", [](const NoteSequence& s) { return leadSheets(s, true, true); }},
    {"lead_sheet_unsplit", [](const NoteSequence& s) { return leadSheets(s, false, false); }},
};

/// What the chain called `kind` finds in a file; throws where there is no such chain or the file cannot be read.
Extraction extracted(const std::string& kind, const std::filesystem::path& path)
{
    const auto chain = kChains.find(kind);
    if (chain == kChains.end())
        throw GoldenFileError("\"" + kind + "\" is an extraction that this version does not know");
    const auto sequence = readSourceMusic(path);
    if (!sequence)
        throw GoldenFileError(sequence.error().message);
    return chain->second(*sequence);
}

} // namespace

void checkExtracted(const std::filesystem::path& file, Examiner& examiner)
{
    for (const Row& row : readTable(file))
        examiner.examine(row["path"] + ", " + row["kind"], [&](Comparison& comparison) {
            const Extraction found = extracted(row["kind"], examiner.music(row["path"]));
            comparison.equal("count", std::to_string(found.lines.size()), row["count"]);
            if (row.has("events"))
                comparison.equal("events", std::to_string(found.events), row["events"]);
            comparison.equal("lines", hashOf(fmt::format("{}", fmt::join(found.lines, ""))), row["lines_sha256"]);
            comparison.equal("statistics", asJson(found.statistics), nlohmann::json::parse(row["statistics"]));
        });
}

void checkExtractedLines(const std::filesystem::path& file, Examiner& examiner)
{
    for (const auto& row : readJsonLines(file))
        examiner.examine(row.value("path", "") + ", " + row.value("kind", ""), [&](Comparison& comparison) {
            const Extraction found = extracted(row.at("kind"), examiner.music(row.at("path")));
            std::vector<std::string> expected;
            for (const auto& line : row.at("lines"))
                expected.push_back(line.get<std::string>() + "\n");
            comparison.equal("lines", found.lines, expected);
        });
}

} // namespace partita::study
