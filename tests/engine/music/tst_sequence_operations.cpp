// Every function on whole sequences, held against what note_seq's own made of the same inputs.
#include "engine/formats/note_sequence_proto.h"
#include "engine/music/chord_inference.h"
#include "engine/music/concatenate.h"
#include "engine/music/quantize.h"
#include "engine/music/split.h"
#include "engine/music/times.h"
#include "engine/music/transpose.h"
#include "engine/music/trim.h"

#include "tests/support/music_text.h"
#include "tests/support/note_sequence_json.h"
#include "tests/support/note_sequence_text.h"
#include "tests/support/shared.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

using namespace partita;
using nlohmann::json;

namespace {

/// What an operation gives, in the golden file's terms.
struct Output {
    std::vector<NoteSequence> sequences;
    json others = json::object(); ///< counts, annotations, …
};
using Operation = std::function<Outcome<Output>(const std::vector<NoteSequence>& inputs, const json& arguments)>;

template <class T>
Outcome<Output> wrapped(Outcome<T> outcome)
{
    if (!outcome)
        return std::unexpected(outcome.error());
    if constexpr (std::is_same_v<T, NoteSequence>)
        return Output{{std::move(*outcome)}};
    else if constexpr (std::is_same_v<T, std::vector<NoteSequence>>)
        return Output{std::move(*outcome)};
    else
        return Output{{**outcome}}; // quantised
}

Seconds seconds(const json& value)
{
    return Seconds(value.get<double>());
}

std::function<double(double)> timeFunction(const std::string& text)
{
    if (text == "floor(t)")
        return [](double t) { return std::floor(t); };
    return [](double t) { return std::min(t, 2.0) + 0.5 * std::max(0.0, t - 2); };
}

Outcome<Output> denseChords(const NoteSequence& input, const json& arguments)
{
    const auto pieces = splitOnTimeChanges(input);
    if (pieces->empty())
        return std::unexpected(Fault::kInvalidArgument); // Python has no first element
    const auto named = inferDenseChords(**quantize(pieces->front()), {}, arguments["min_notes_per_chord"].get<int>());
    Output output;
    output.others["annotations"] = json::array();
    for (const auto& annotation : named->textAnnotations)
        output.others["annotations"].push_back({annotation.quantizedStep.value, annotation.time.value, annotation.text});
    return output;
}

const std::map<std::string, Operation>& operations()
{
    using Inputs = std::vector<NoteSequence>;
    static const std::map<std::string, Operation> kOperations{
        {"extract_subsequence", [](const Inputs& in, const json& a) { return wrapped(extractSubsequence(in[0], seconds(a["start_time"]), seconds(a["end_time"]))); }},
        {"trim_note_sequence", [](const Inputs& in, const json& a) { return wrapped(trim(in[0], seconds(a["start_time"]), seconds(a["end_time"]))); }},
        {"split_note_sequence",
         [](const Inputs& in, const json& a) {
             const auto inside = a.value("skip_splits_inside_notes", false) ? SplitInsideNotes::kSkip : SplitInsideNotes::kCut;
             if (a["hop_size_seconds"].is_number())
                 return wrapped(splitByHop(in[0], seconds(a["hop_size_seconds"]), inside));
             std::vector<Seconds> times;
             for (const auto& time : a["hop_size_seconds"])
                 times.push_back(seconds(time));
             return wrapped(splitAtTimes(in[0], times, inside));
         }},
        {"split_note_sequence_on_silence", [](const Inputs& in, const json& a) { return wrapped(splitOnSilence(in[0], seconds(a["gap_seconds"]))); }},
        {"split_note_sequence_on_time_changes",
         [](const Inputs& in, const json& a) {
             return wrapped(splitOnTimeChanges(in[0], a["skip_splits_inside_notes"].get<bool>() ? SplitInsideNotes::kSkip : SplitInsideNotes::kCut));
         }},
        {"quantize_note_sequence", [](const Inputs& in, const json& a) { return wrapped(quantize(in[0], a["steps_per_quarter"].get<int>())); }},
        {"quantize_note_sequence_absolute", [](const Inputs& in, const json& a) { return wrapped(quantizeAbsolute(in[0], a["steps_per_second"].get<int>())); }},
        {"transpose_note_sequence",
         [](const Inputs& in, const json& a) -> Outcome<Output> {
             const auto moved = transpose(in[0], a["amount"].get<int>(),
                                          {a["min_allowed_pitch"].get<int>(), a["max_allowed_pitch"].get<int>(), a["transpose_chords"].get<bool>()});
             if (!moved)
                 return std::unexpected(moved.error());
             return Output{{moved->sequence}, {{"deleted", moved->deletedNotes}}};
         }},
        {"shift_sequence_times", [](const Inputs& in, const json& a) { return wrapped(shift(in[0], seconds(a["shift_seconds"]))); }},
        {"stretch_note_sequence", [](const Inputs& in, const json& a) { return wrapped(stretch(in[0], a["stretch_factor"].get<double>())); }},
        {"adjust_notesequence_times",
         [](const Inputs& in, const json& a) -> Outcome<Output> {
             const auto minimum = a["minimum_duration"].is_null() ? std::nullopt : std::optional(seconds(a["minimum_duration"]));
             const auto adjusted = adjustTimes(in[0], timeFunction(a["time_func"].get<std::string>()), minimum);
             if (!adjusted)
                 return std::unexpected(adjusted.error());
             return Output{{adjusted->sequence}, {{"skipped", adjusted->skippedNotes}}};
         }},
        {"rectify_beats",
         [](const Inputs& in, const json& a) -> Outcome<Output> {
             const auto rectified = rectifyBeats(in[0], a["beats_per_minute"].get<double>());
             if (!rectified)
                 return std::unexpected(rectified.error());
             Output output{{rectified->sequence}};
             output.others["alignment"] = json::array();
             for (const auto& [from, to] : rectified->alignment)
                 output.others["alignment"].push_back({from.value, to.value});
             return output;
         }},
        {"apply_sustain_control_changes", [](const Inputs& in, const json&) { return wrapped(applySustain(in[0])); }},
        {"remove_redundant_data", [](const Inputs& in, const json&) { return wrapped(Outcome<NoteSequence>(removeRedundantData(in[0]))); }},
        {"concatenate_sequences",
         [](const Inputs& in, const json& a) {
             std::vector<Seconds> durations;
             for (const auto& duration : a.value("sequence_durations", json::array()))
                 durations.push_back(seconds(duration));
             return wrapped(concatenate(in, durations));
         }},
        {"merge_sequences", [](const Inputs& in, const json&) { return wrapped(Outcome<NoteSequence>(merge(in))); }},
        {"repeat_sequence_to_duration", [](const Inputs& in, const json& a) { return wrapped(repeatToDuration(in[0], seconds(a["duration"]))); }},
        {"expand_section_groups", [](const Inputs& in, const json&) { return wrapped(expandSectionGroups(in[0])); }},
        {"first piece after split_on_time_changes, quantize 4, infer_dense_chords",
         [](const Inputs& in, const json& a) { return denseChords(in[0], a); }},
    };
    return kOperations;
}

std::string protoHash(const NoteSequence& sequence)
{
    const Bytes bytes = formats::serialize(sequence);
    return test::sha256(std::string(bytes.begin(), bytes.end()), 64);
}

const json& golden()
{
    static const json kGolden = test::readJson(test::shared("golden/tensorflow/core/sequences/operations.json.gz"));
    return kGolden;
}

} // namespace

class TestSequenceOperations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCaseAsNoteSeq_data();
    void everyCaseAsNoteSeq();
    void splitsKeepTheStateBefore();
    void pedalsHoldNotes();
    void quantisedSequencesAreLeftAlone();
    void hugeRequestsAreRefused();
};

void TestSequenceOperations::everyCaseAsNoteSeq_data()
{
    QTest::addColumn<std::string>("operation");
    for (const auto& [name, operation] : operations())
        QTest::newRow(name.c_str()) << name;
}

void TestSequenceOperations::everyCaseAsNoteSeq()
{
    SKIP_WITHOUT_SHARED("golden/tensorflow/core/sequences");
    QFETCH(std::string, operation);
    int cases = 0;
    for (const auto& row : golden()["cases"]) {
        if (row["operation"] != operation)
            continue;
        ++cases;
        std::vector<NoteSequence> inputs;
        std::string names;
        if (row.contains("input_sequence"))
            inputs.push_back(test::noteSequenceFromJson(row["input_sequence"]));
        else
            for (const auto& name : row["input"].is_array() ? row["input"] : json::array({row["input"]})) {
                inputs.push_back(test::noteSequenceFromJson(golden()["inputs"][name.get<std::string>()]));
                names += name.get<std::string>() + " ";
            }
        const auto where = names + row["arguments"].dump();
        const json& expected = row["output"];
        const auto actual = operations().at(operation)(inputs, row["arguments"]);
        if (expected.contains("exception")) {
            QVERIFY2(!actual, where.c_str());
            if (expected["exception"] != "IndexError")
                QCOMPARE(std::string(faultName(actual.error())), expected["exception"].get<std::string>());
            continue;
        }
        QVERIFY2(actual.has_value(), where.c_str());
        for (const auto& [name, value] : actual->others.items())
            QVERIFY2(expected[name] == value, (where + name + value.dump() + expected[name].dump()).c_str());
        if (expected.contains("sequence"))
            QVERIFY2(actual->sequences.at(0) == test::noteSequenceFromJson(expected["sequence"]), where.c_str());
        if (expected.contains("digest"))
            QVERIFY2(test::sha256(test::quantizedText(actual->sequences.at(0)), 64) == expected["digest"], where.c_str());
        const json& pieces = expected.contains("sequences") ? expected["sequences"] : expected.value("digests", json::array());
        if (expected.contains("sequences") || expected.contains("digests"))
            QCOMPARE(actual->sequences.size(), pieces.size());
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const NoteSequence& piece = actual->sequences[i];
            if (expected.contains("sequences")) {
                QVERIFY2(piece == test::noteSequenceFromJson(pieces[i]), where.c_str());
                continue;
            }
            QVERIFY2(test::sha256(test::exactNoteText(piece), 64) == pieces[i]["exact_sha256"], where.c_str());
            QVERIFY2(test::sha256(test::eventText(piece), 64) == pieces[i]["events_sha256"], where.c_str());
            QVERIFY2(protoHash(piece) == pieces[i]["proto_sha256"], where.c_str());
        }
    }
    QVERIFY(cases > 0);
}

void TestSequenceOperations::splitsKeepTheStateBefore()
{
    NoteSequence sequence = test::notesAt({{60, 0, 1.9}, {62, 1.9, 3}, {64, 3, 4}});
    sequence.tempos = {{Seconds(0.0), 120.0}, {Seconds(2.0), 90.0}};
    const auto pieces = splitOnTimeChanges(sequence);
    QCOMPARE(pieces->size(), 2u);
    QCOMPARE(test::notesText((*pieces)[0]), "60 0..1.9 | 62 1.9..2");
    QCOMPARE(test::notesText((*pieces)[1]), "64 1..2");
    QCOMPARE((*pieces)[1].tempos, (std::vector<NoteSequence::Tempo>{{Seconds(0.0), 90.0}}));
    QCOMPARE((*pieces)[0].subsequenceInfo->endTimeOffset.value, 2.0);
    QCOMPARE((*pieces)[1].subsequenceInfo->startTimeOffset.value, 2.0);
}

void TestSequenceOperations::pedalsHoldNotes()
{
    NoteSequence sequence = test::notesAt({{60, 0, 1}, {60, 2, 2.5}, {62, 0.5, 1.5}});
    sequence.controlChanges = {{.time = Seconds(0.0), .controlNumber = 64, .controlValue = 127}, {.time = Seconds(3.0), .controlNumber = 64}};
    const auto held = applySustain(sequence);
    QCOMPARE(test::notesText(*held), "60 0..2 | 60 2..3 | 62 0.5..3");
    QCOMPARE(held->totalTime.value, 3.0);
    QCOMPARE(test::notesText(*applySustain(sequence, 66)), "60 0..1 | 60 2..2.5 | 62 0.5..1.5");
}

void TestSequenceOperations::quantisedSequencesAreLeftAlone()
{
    const NoteSequence grid = **quantize(test::notesAt({{60, 0, 1}}));
    for (const auto& outcome : {trim(grid, Seconds(0.0), Seconds(1.0)), shift(grid, Seconds(1.0)), stretch(grid, 2.0), applySustain(grid),
                                extractSubsequence(grid, Seconds(0.0), Seconds(1.0))})
        QCOMPARE(outcome.error(), Fault::kQuantizationStatus);
    QCOMPARE(rectifyBeats(grid, 120.0).error(), Fault::kQuantizationStatus);
}

void TestSequenceOperations::hugeRequestsAreRefused()
{
    NoteSequence sequence = test::notesAt({{60, 0, 1}});
    QCOMPARE(repeatToDuration(sequence, Seconds(1e9)).error(), Fault::kTooLong);
    QCOMPARE(splitByHop(sequence, Seconds(1e-9)).error(), Fault::kTooLong);
    sequence.sectionAnnotations = {{.sectionId = 1}};
    NoteSequence::SectionGroup group{.sections = {{.sectionId = 1, .sectionGroup = {}}}, .numTimes = 2'000'000'000};
    sequence.sectionGroups = {group};
    QCOMPARE(expandSectionGroups(sequence).error(), Fault::kTooLong);
    sequence.sectionGroups[0].numTimes = 3;
    QCOMPARE(expandSectionGroups(sequence)->notes.size(), 3u);
    sequence.sectionGroups[0].sections[0].sectionId = 2;
    QCOMPARE(expandSectionGroups(sequence).error(), Fault::kInvalidArgument);
}

QTEST_GUILESS_MAIN(TestSequenceOperations)
#include "tst_sequence_operations.moc"
