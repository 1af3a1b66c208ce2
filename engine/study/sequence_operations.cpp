// Every function on whole sequences, from trimming to chord inference.
#include "engine/core/digest.h"
#include "engine/formats/note_sequence_proto.h"
#include "engine/music/chord_inference.h"
#include "engine/music/concatenate.h"
#include "engine/music/quantize.h"
#include "engine/music/split.h"
#include "engine/music/times.h"
#include "engine/music/transpose.h"
#include "engine/music/trim.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"
#include "engine/study/note_sequence_json.h"
#include "engine/study/note_sequence_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>

namespace partita::study {
namespace {

using nlohmann::json;

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

/// The two functions of time that the cases name.
std::function<double(double)> timeFunction(const std::string& text)
{
    if (text == "floor(t)")
        return [](double t) { return std::floor(t); };
    if (text == "min(t,2) + 0.5*max(0,t-2)")
        return [](double t) { return std::min(t, 2.0) + 0.5 * std::max(0.0, t - 2); };
    throw GoldenFileError("\"" + text + "\" is a function of time that this version does not know");
}

Outcome<Output> denseChords(const NoteSequence& input, const json& arguments)
{
    const auto pieces = splitOnTimeChanges(input);
    if (pieces->empty())
        return std::unexpected(Fault::kInvalidArgument); // Python has no first element
    const auto quantized = quantize(pieces->front());
    if (!quantized)
        return std::unexpected(quantized.error());
    const auto named = inferDenseChords(**quantized, {}, arguments.at("min_notes_per_chord").get<int>());
    if (!named)
        return std::unexpected(named.error());
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
        {"extract_subsequence", [](const Inputs& in, const json& a) { return wrapped(extractSubsequence(in[0], seconds(a.at("start_time")), seconds(a.at("end_time")))); }},
        {"trim_note_sequence", [](const Inputs& in, const json& a) { return wrapped(trim(in[0], seconds(a.at("start_time")), seconds(a.at("end_time")))); }},
        {"split_note_sequence",
         [](const Inputs& in, const json& a) {
             const auto inside = a.value("skip_splits_inside_notes", false) ? SplitInsideNotes::kSkip : SplitInsideNotes::kCut;
             if (a.at("hop_size_seconds").is_number())
                 return wrapped(splitByHop(in[0], seconds(a.at("hop_size_seconds")), inside));
             std::vector<Seconds> times;
             for (const auto& time : a.at("hop_size_seconds"))
                 times.push_back(seconds(time));
             return wrapped(splitAtTimes(in[0], times, inside));
         }},
        {"split_note_sequence_on_silence", [](const Inputs& in, const json& a) { return wrapped(splitOnSilence(in[0], seconds(a.at("gap_seconds")))); }},
        {"split_note_sequence_on_time_changes",
         [](const Inputs& in, const json& a) {
             return wrapped(splitOnTimeChanges(in[0], a.at("skip_splits_inside_notes").get<bool>() ? SplitInsideNotes::kSkip : SplitInsideNotes::kCut));
         }},
        {"quantize_note_sequence", [](const Inputs& in, const json& a) { return wrapped(quantize(in[0], a.at("steps_per_quarter").get<int>())); }},
        {"quantize_note_sequence_absolute", [](const Inputs& in, const json& a) { return wrapped(quantizeAbsolute(in[0], a.at("steps_per_second").get<int>())); }},
        {"transpose_note_sequence",
         [](const Inputs& in, const json& a) -> Outcome<Output> {
             const auto moved = transpose(in[0], a.at("amount").get<int>(),
                                          {a.at("min_allowed_pitch").get<int>(), a.at("max_allowed_pitch").get<int>(), a.at("transpose_chords").get<bool>()});
             if (!moved)
                 return std::unexpected(moved.error());
             return Output{{moved->sequence}, {{"deleted", moved->deletedNotes}}};
         }},
        {"shift_sequence_times", [](const Inputs& in, const json& a) { return wrapped(shift(in[0], seconds(a.at("shift_seconds")))); }},
        {"stretch_note_sequence", [](const Inputs& in, const json& a) { return wrapped(stretch(in[0], a.at("stretch_factor").get<double>())); }},
        {"adjust_notesequence_times",
         [](const Inputs& in, const json& a) -> Outcome<Output> {
             const auto minimum = a.at("minimum_duration").is_null() ? std::nullopt : std::optional(seconds(a.at("minimum_duration")));
             const auto adjusted = adjustTimes(in[0], timeFunction(a.at("time_func").get<std::string>()), minimum);
             if (!adjusted)
                 return std::unexpected(adjusted.error());
             return Output{{adjusted->sequence}, {{"skipped", adjusted->skippedNotes}}};
         }},
        {"rectify_beats",
         [](const Inputs& in, const json& a) -> Outcome<Output> {
             const auto rectified = rectifyBeats(in[0], a.at("beats_per_minute").get<double>());
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
        {"repeat_sequence_to_duration", [](const Inputs& in, const json& a) { return wrapped(repeatToDuration(in[0], seconds(a.at("duration")))); }},
        {"expand_section_groups", [](const Inputs& in, const json&) { return wrapped(expandSectionGroups(in[0])); }},
        {"first piece after split_on_time_changes, quantize 4, infer_dense_chords",
         [](const Inputs& in, const json& a) { return denseChords(in[0], a); }},
    };
    return kOperations;
}

std::string messageHash(const NoteSequence& sequence)
{
    return sha256(formats::serialize(sequence));
}

std::vector<NoteSequence> inputsOf(const json& row, const json& named)
{
    if (row.contains("input_sequence"))
        return {noteSequenceFromJson(row.at("input_sequence"))};
    std::vector<NoteSequence> inputs;
    for (const auto& name : row.at("input").is_array() ? row.at("input") : json::array({row.at("input")}))
        inputs.push_back(noteSequenceFromJson(named.at(name.get<std::string>())));
    return inputs;
}

void compareSequence(Comparison& comparison, const NoteSequence& actual, const json& expectedJson)
{
    const auto expected = noteSequenceFromJson(expectedJson);
    comparison.equal("notes", exactNoteText(actual), exactNoteText(expected));
    comparison.equal("events", eventText(actual), eventText(expected));
    comparison.holds("all other fields", actual == expected, "they differ");
}

void compareOutput(Comparison& comparison, const Output& actual, const json& expected)
{
    for (const auto& [name, value] : actual.others.items())
        comparison.equal(name, value, expected.at(name));
    if (expected.contains("sequence"))
        compareSequence(comparison, actual.sequences.at(0), expected.at("sequence"));
    if (expected.contains("digest"))
        comparison.equal("digest", sha256(quantizedText(actual.sequences.at(0))), expected.at("digest").get<std::string>());
    const bool whole = expected.contains("sequences");
    if (!whole && !expected.contains("digests"))
        return;
    const json& pieces = expected.at(whole ? "sequences" : "digests");
    comparison.equal("pieces", actual.sequences.size(), pieces.size());
    for (std::size_t i = 0; i < std::min(pieces.size(), actual.sequences.size()); ++i) {
        const NoteSequence& piece = actual.sequences[i];
        if (whole) {
            compareSequence(comparison, piece, pieces[i]);
            continue;
        }
        comparison.equal("exact_sha256", sha256(exactNoteText(piece)), pieces[i].at("exact_sha256").get<std::string>());
        comparison.equal("events_sha256", sha256(eventText(piece)), pieces[i].at("events_sha256").get<std::string>());
        comparison.equal("proto_sha256", messageHash(piece), pieces[i].at("proto_sha256").get<std::string>());
    }
}

} // namespace

void checkSequenceOperations(const std::filesystem::path& file, Examiner& examiner)
{
    const json golden = readJson(file);
    std::size_t number = 0;
    for (const auto& row : golden.at("cases"))
        examiner.examine(std::to_string(number++) + " " + row.value("operation", ""), [&](Comparison& comparison) {
            const auto operation = operations().find(row.at("operation").get<std::string>());
            if (operation == operations().end())
                return comparison.fails("this operation is not known to this version");
            const auto actual = operation->second(inputsOf(row, golden.at("inputs")), row.at("arguments"));
            const json& expected = row.at("output");
            if (!expected.contains("exception")) {
                if (!actual)
                    return comparison.fails(toError(actual.error(), "The input").message);
                return compareOutput(comparison, *actual, expected);
            }
            comparison.holds("refusal", !actual, "the original refuses this: " + expected.at("exception").get<std::string>());
            // Python's own errors, for the first of no pieces and the like: no fault has their names.
            constexpr std::array<std::string_view, 3> kPythons{"IndexError", "KeyError", "ZeroDivisionError"};
            const auto exception = expected.at("exception").get<std::string>();
            if (!actual && std::ranges::find(kPythons, exception) == kPythons.end())
                comparison.equal("fault", std::string(faultName(actual.error())), exception);
        });
}

} // namespace partita::study
