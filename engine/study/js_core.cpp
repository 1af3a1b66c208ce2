// What magenta-js computes around its networks: steps, counters, chords, performances.
#include "engine/converters/js_performance.h"
#include "engine/encoding/chord_codes.h"
#include "engine/encoding/lookback.h"
#include "engine/music/chord_symbol.h"
#include "engine/music/quantize.h"
#include "engine/study/converted_text.h"
#include "engine/study/golden_file.h"
#include "engine/study/js_converters.h"
#include "engine/study/kinds.h"
#include "engine/study/note_sequence_json.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace partita::study {
namespace {

using encoding::ChordKind;
using nlohmann::json;

void eachCase(const std::filesystem::path& file, Examiner& examiner, void (*compare)(Comparison&, const json&))
{
    const auto table = readJson(file);
    for (const auto& golden : table.at("cases"))
        examiner.examine(golden.value("id", ""), [&](Comparison& comparison) { compare(comparison, golden); });
}

void compareStep(Comparison& comparison, const json& golden)
{
    if (golden.at("seconds").get<double>() < 0.0)
        return comparison.holds("a time before 0, where magenta-js rounds down and Magenta towards 0", true, "");
    const double cutoff = golden.at("cutoff").is_null() ? kQuantizeCutoff : golden["cutoff"].get<double>();
    comparison.equal("step", quantizeToStep(golden.at("seconds").get<double>(), golden.at("stepsPerSecond").get<double>(), cutoff),
                     golden.at("step").get<std::int64_t>());
}

void compareQuantized(Comparison& comparison, const json& golden)
{
    auto input = noteSequenceFromJson(golden.at("input"));
    // Of several, magenta-js compares with the earliest, where note_seq compares with the first listed.
    std::ranges::stable_sort(input.timeSignatures, {}, &NoteSequence::TimeSignature::time);
    std::ranges::stable_sort(input.tempos, {}, &NoteSequence::Tempo::time);
    const auto quantized = quantize(input, golden.at("stepsPerQuarter").get<int>());
    if (golden.contains("error"))
        return compareError(comparison, quantized, golden["error"]);
    if (!quantized)
        return comparison.fails(faultName(quantized.error()));
    comparison.equal("quantized", sequenceFields(**quantized), sequenceFields(noteSequenceFromJson(golden.at("output"))));
}

/// The counter's bits as ±1, from 1 on.
void compareCounter(Comparison& comparison, const json& golden)
{
    const auto bits = golden.at("numBits").get<std::size_t>();
    std::vector<std::vector<float>> rows(golden.at("numSteps").get<std::size_t>(), std::vector<float>(bits));
    for (std::size_t step = 0; step < rows.size(); ++step)
        encoding::writeCounter(step + 1, rows[step]);
    comparison.equal("rows", rows, golden.at("rows").get<std::vector<std::vector<float>>>());
}

ChordKind kindOf(const std::string& encoder)
{
    static const std::map<std::string, ChordKind> kKinds{
        {"MajorMinorChordEncoder", ChordKind::kMajorMinor}, {"TriadChordEncoder", ChordKind::kTriad}, {"PitchChordEncoder", ChordKind::kPitches}};
    const auto kind = kKinds.find(encoder);
    if (kind == kKinds.end())
        throw GoldenFileError("\"" + encoder + "\" is a chord encoder that this version does not know");
    return kind->second;
}

/// A progression spread evenly over the steps.
void compareProgression(Comparison& comparison, const json& golden)
{
    const auto chords = golden.at("chords").get<std::vector<std::string>>();
    const auto steps = golden.at("numSteps").get<std::size_t>();
    const ChordKind kind = kindOf(golden.at("encoder").get<std::string>());
    std::vector<std::string> figures;
    for (std::size_t step = 0; step < steps; ++step)
        figures.push_back(chords.at(step * chords.size() / steps));
    const auto controls = encoding::chordControls(figures, kind);
    if (golden.contains("error")) {
        // magenta-js can not stack its rows of pitches with those of N.C.; we can.
        const bool mixed = kind == ChordKind::kPitches && std::ranges::find(chords, std::string(kNoChord)) != chords.end();
        comparison.holds("error", mixed || !controls, "magenta-js refuses this progression");
        return;
    }
    if (!controls)
        return comparison.fails(faultName(controls.error()));
    comparison.equal("ones", activeColumns(controls->rows, controls->width), golden.at("onesPerRow").get<std::vector<std::vector<int>>>());
}

/// Kinds of chords that `tonal` 2.2.2 reads otherwise than note_seq, or not at all: see the golden README.
bool isReadOtherwise(const json& golden)
{
    const auto symbol = golden.at("symbol").get<std::string>();
    constexpr std::array<std::string_view, 6> kOdd{"5", "69", "-7", "m6", "maj", "min"};
    const std::size_t root = symbol.find_first_not_of("ABCDEFG#b");
    const std::string_view kind = root == std::string::npos ? std::string_view() : std::string_view(symbol).substr(root);
    if (kind.find("13") != std::string_view::npos || (kind.ends_with("11") && !kind.ends_with("#11")))
        return true; // without their third or eleventh there
    return golden.at("pitches").is_object() || std::ranges::find(kOdd, kind) != kOdd.end();
}

template <class T>
json orError(const Outcome<T>& outcome)
{
    return outcome ? json(*outcome) : json("error");
}

json expectedOr(const json& golden)
{
    return golden.is_object() && golden.contains("error") ? json("error") : golden;
}

void compareChord(Comparison& comparison, const json& golden)
{
    const auto figure = golden.at("symbol").get<std::string>();
    const auto symbol = ChordSymbol::parse(figure);
    if (isReadOtherwise(golden) || !symbol)
        return comparison.holds("an oddity of magenta-js's chord reader, which is not copied", true, "");
    const auto set = [](const json& pitches) {
        if (!pitches.is_array())
            return pitches;
        auto sorted = pitches.get<std::vector<int>>();
        std::ranges::sort(sorted);
        return json(sorted);
    };
    constexpr std::array<std::string_view, 5> kQualities{"Major", "Minor", "Augmented", "Diminished", "Other"};
    const auto pitches = symbol->pitchClasses();
    const auto quality = symbol->quality();
    comparison.equal("pitches", pitches ? set(*pitches) : json("error"), set(expectedOr(golden.at("pitches"))));
    comparison.equal("root", json(symbol->root().pitchClass()), golden.at("root"));
    comparison.equal("quality", quality ? json(kQualities[static_cast<std::size_t>(*quality)]) : json("error"), expectedOr(golden.at("quality")));
    for (const auto& [name, kind] : {std::pair{"majorMinor", ChordKind::kMajorMinor}, std::pair{"triad", ChordKind::kTriad}, std::pair{"pitch", ChordKind::kPitches}}) {
        const auto rows = encoding::chordControls(std::array{figure}, kind);
        const json ones = rows ? json{{"depth", rows->width}, {"ones", activeColumns(rows->rows, rows->width).front()}} : json("error");
        comparison.equal(name, ones, expectedOr(golden.at(name)));
    }
}

json eventsOf(const Performance& performance)
{
    json events = json::array();
    for (const auto& [type, value] : performance.events()) {
        switch (type) {
        case PerformanceEvent::Type::kNoteOn: events.push_back({{"type", "note-on"}, {"pitch", value}}); break;
        case PerformanceEvent::Type::kNoteOff: events.push_back({{"type", "note-off"}, {"pitch", value}}); break;
        case PerformanceEvent::Type::kTimeShift: events.push_back({{"type", "time-shift"}, {"steps", value}}); break;
        case PerformanceEvent::Type::kVelocity: events.push_back({{"type", "velocity-change"}, {"velocityBin", value}}); break;
        }
    }
    return events;
}

void comparePerformance(Comparison& comparison, const json& golden)
{
    const auto instrument = golden.contains("instrument") && !golden["instrument"].is_null() ? std::optional(golden["instrument"].get<int>()) : std::nullopt;
    const auto made = converters::jsPerformance(noteSequenceFromJson(golden.at("input")), golden.at("maxShiftSteps").get<int>(),
                                                golden.at("numVelocityBins").get<int>(), instrument);
    if (!made)
        return comparison.fails(faultName(made.error()));
    Performance performance = *made;
    comparison.equal("events", eventsOf(performance), golden.at("events"));
    comparison.equal("steps", performance.numSteps(), golden.at("numSteps").get<std::int64_t>());
    const auto& [program, isDrum] = performance.sound();
    comparison.equal("program", program ? json(*program) : json(), golden.value("program", json()));
    comparison.equal("drums", isDrum ? json(*isDrum) : json(), golden.value("isDrum", json()));
    comparison.equal("notes", sequenceFields(converters::jsPerformanceNotes(performance, 3)),
                     sequenceFields(noteSequenceFromJson(golden.at("toNoteSequenceInstrument3"))));
    const std::int64_t steps = performance.numSteps();
    performance.setLength(steps / 2);
    comparison.equal("half", eventsOf(performance), golden.at("afterSetNumStepsHalf"));
    performance.setLength(steps + 130);
    comparison.equal("longer", eventsOf(performance), golden.at("thenSetNumStepsPlus130"));
}

} // namespace

void checkJsSteps(const std::filesystem::path& file, Examiner& examiner)
{
    eachCase(file, examiner, compareStep);
}

void checkJsQuantized(const std::filesystem::path& file, Examiner& examiner)
{
    eachCase(file, examiner, compareQuantized);
}

void checkJsCounters(const std::filesystem::path& file, Examiner& examiner)
{
    eachCase(file, examiner, compareCounter);
}

void checkJsProgressions(const std::filesystem::path& file, Examiner& examiner)
{
    eachCase(file, examiner, compareProgression);
}

void checkJsChords(const std::filesystem::path& file, Examiner& examiner)
{
    eachCase(file, examiner, compareChord);
}

void checkJsPerformances(const std::filesystem::path& file, Examiner& examiner)
{
    eachCase(file, examiner, comparePerformance);
}

} // namespace partita::study
