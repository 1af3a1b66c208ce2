#include "engine/study/converted_clips.h"

#include "engine/bundle/open.h"
#include "engine/models/vae_config.h"
#include "engine/music/chord_symbol.h"
#include "engine/study/converted_text.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"
#include "engine/study/note_sequence_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace partita::study {
namespace {

using namespace converters;
using nlohmann::json;
using Active = std::vector<std::vector<int>>;

const ConverterSpec& specOf(const json& golden)
{
    const auto config = models::findVaeConfig(golden.at("config").get<std::string>());
    if (!config)
        throw GoldenFileError(config.error().message);
    return (*config)->converter;
}

Mode modeOf(const json& clip)
{
    const auto mode = clip.value("converter_mode", "eval");
    if (mode != "eval" && mode != "infer")
        throw GoldenFileError("\"" + mode + "\" is no mode of a converter that clips are made in");
    return mode == "infer" ? Mode::kInfer : Mode::kEval;
}

/// The recorded draws of note dropout as the converter asks for them: first the probability's, then one for each cell.
Draw recordedDraws(const json& clip, const ConverterSpec& spec, const bundle::Tensor* dropped)
{
    const auto* groove = std::get_if<GrooveSpec>(&spec);
    if (!groove || !groove->maxNoteDropoutProbability || !dropped)
        return [] { return 0.0; };
    const double first = clip.at("note_dropout_probability").get<double>() / *groove->maxNoteDropoutProbability;
    return [first, cells = bundle::integers(*dropped), asked = std::size_t{0}]() mutable {
        const std::size_t turn = asked++;
        if (turn == 0)
            return first;
        return turn <= cells.size() && cells[turn - 1] != 0 ? 0.0 : 1.0;
    };
}

/// "same as inputs", or the columns.
Active activeOf(const json& said, const Active& inputs)
{
    return said.is_string() ? inputs : said.get<Active>();
}

/// Tensors `inputs` and `outputs` under a prefix, where the case has them: only grooves are more than ones.
void compareTensors(Comparison& comparison, const LatentExample& example, const bundle::Bundle& values, const std::string& prefix)
{
    const auto* inputs = values.find(prefix + "inputs");
    const auto* outputs = values.find(prefix + "outputs");
    if (inputs)
        comparison.near("input tensor", Quantity::kDiscrete, example.inputs, bundle::floats(*inputs));
    if (outputs)
        comparison.near("output tensor", Quantity::kDiscrete, example.targets(), bundle::floats(*outputs));
}

/// The columns of the rows that a case lists, whichever parts it lists.
void compareRows(Comparison& comparison, const LatentExample& example, const ConverterShape& shape, const json& listed)
{
    const auto inputs = activeColumns(example.inputs, shape.inputDepth);
    const auto outputs = activeColumns(example.targets(), shape.outputDepth);
    if (const auto length = listed.find("length"); length != listed.end())
        comparison.equal("lengths", example.lengths, length->is_array() ? length->get<std::vector<int>>() : std::vector{length->get<int>()});
    if (listed.contains("inputs_active"))
        comparison.equal("inputs", inputs, listed["inputs_active"].get<Active>());
    if (listed.contains("outputs_active"))
        comparison.equal("outputs", outputs, activeOf(listed["outputs_active"], inputs));
    if (listed.contains("controls_active") && !listed["controls_active"].is_null())
        comparison.equal("controls", activeColumns(example.controls, shape.controlDepth), listed["controls_active"].get<Active>());
    for (const char* hits : {"outputs_active_hits", "active_hits"})
        if (listed.contains(hits)) {
            Active struck = outputs;
            for (auto& row : struck)
                std::erase_if(row, [&](int column) { return column >= shape.outputDepth / 3; });
            comparison.equal("hits", struck, listed[hits].get<Active>());
        }
}

/// Magenta's melody converter names no diminished chord on the way back where there is no key; ours does.
void loseDiminished(NoteSequence& sequence)
{
    std::vector<NoteSequence::TextAnnotation> kept;
    for (auto& annotation : sequence.textAnnotations) {
        if (annotation.text.ends_with("dim"))
            annotation.text = kNoChord;
        if (kept.empty() || kept.back().text != annotation.text)
            kept.push_back(annotation);
    }
    sequence.textAnnotations = std::move(kept);
}

auto place(const NoteSequence::Note& note)
{
    return std::tuple(note.instrument, note.startTime, note.pitch, note.endTime);
}

std::vector<NoteSequence::Note> sorted(std::vector<NoteSequence::Note> notes)
{
    std::ranges::stable_sort(notes, {}, place);
    return notes;
}

json annotationsOf(const NoteSequence& sequence)
{
    json texts = json::array();
    for (const auto& annotation : sequence.textAnnotations)
        texts.push_back({annotation.time.value, annotation.text, static_cast<int>(annotation.annotationType)});
    return texts;
}

} // namespace

void compareBack(Comparison& comparison, std::string_view what, const ConverterSpec& spec, Mode mode, std::span<const float> samples, std::span<const float> controls,
                 const NoteSequence& expected, Quantity times)
{
    NoteSequence actual = makeConverter(spec, mode)->fromTensors(samples, controls);
    if (const auto* melody = std::get_if<MelodySpec>(&spec); melody && melody->condition.chords && !melody->condition.key)
        loseDiminished(actual);
    compareMusic(comparison, what, actual, expected, std::holds_alternative<GrooveSpec>(spec) ? times : Quantity::kDiscrete);
}

void compareMusic(Comparison& comparison, std::string_view what, const NoteSequence& actual, const NoteSequence& expected, Quantity times)
{
    const auto fields = [](const NoteSequence::Note& note) {
        return json{note.pitch, note.velocity, note.instrument, note.program, note.isDrum};
    };
    comparison.equal(fmt::format("{}: number of notes", what), actual.notes.size(), expected.notes.size());
    const auto found = sorted(actual.notes);
    const auto wanted = sorted(expected.notes);
    for (std::size_t i = 0; i < std::min(found.size(), wanted.size()); ++i) {
        comparison.equal(fmt::format("{}: notes", what), fields(found[i]), fields(wanted[i]));
        comparison.near(fmt::format("{}: times", what), times, found[i].startTime.value, wanted[i].startTime.value);
        comparison.near(fmt::format("{}: times", what), times, found[i].endTime.value, wanted[i].endTime.value);
    }
    comparison.equal(fmt::format("{}: chord symbols", what), annotationsOf(actual), annotationsOf(expected));
    comparison.equal(fmt::format("{}: tempos", what), actual.tempos.size() == 1 ? actual.tempos[0].qpm : 0.0, expected.tempos.size() == 1 ? expected.tempos[0].qpm : 0.0);
    comparison.equal(fmt::format("{}: ticks", what), actual.ticksPerQuarter, expected.ticksPerQuarter);
    comparison.near(fmt::format("{}: end", what), times, actual.totalTime.value, expected.totalTime.value);
}

void compareClips(Comparison& comparison, const json& golden, const bundle::Bundle& values)
{
    const ConverterSpec& spec = specOf(golden);
    const auto& clips = golden.at("clips");
    for (std::size_t i = 0; i < clips.size(); ++i) {
        const json& clip = clips[i];
        if (!clip.contains("length"))
            continue;
        const Mode mode = modeOf(clip);
        const auto converter = makeConverter(spec, mode);
        const auto prefix = fmt::format("clip_{}/", i);
        const auto conversion = converter->toTensors(noteSequenceFromJson(clip.at("note_sequence")),
                                                     recordedDraws(clip, spec, values.find(prefix + "note_dropout_dropped")));
        comparison.equal("examples of a clip", conversion.examples.size(), std::size_t{1});
        if (conversion.examples.empty())
            continue;
        const LatentExample& example = conversion.examples.front();
        compareRows(comparison, example, converter->shape(), clip);
        compareTensors(comparison, example, values, prefix);
        // Offsets pass through float32 on their way; the reference kept them as doubles here.
        const auto back = [&](std::string_view what, Mode as, const json& expected) {
            compareBack(comparison, what, spec, as, example.targets(), example.controls, noteSequenceFromJson(expected.at(0)), Quantity::kNoteTime);
        };
        if (clip.contains("from_tensors"))
            back("from tensors", mode, clip["from_tensors"]);
        if (clip.contains("from_tensors_infer_mode"))
            back("from tensors in infer mode", Mode::kInfer, clip["from_tensors_infer_mode"]);
    }
}

void checkConverter(const std::filesystem::path& file, Examiner& examiner)
{
    examiner.examine("", [&](Comparison& comparison) {
        const json golden = readJson(file);
        const auto values = bundle::openBundle(file.parent_path() / "values.safetensors");
        if (!values)
            throw GoldenFileError(values.error().message);
        const ConverterSpec& spec = specOf(golden);
        const ConverterSpec unlimited = withoutLimit(spec);
        const auto sequence = noteSequenceFromJson(golden.at("note_sequence"));
        const Mode mode = modeOf(golden);
        const auto converter = makeConverter(unlimited, mode);
        const Draw none = [] { return 0.0; };
        auto examples = converter->toTensors(sequence, none).examples;
        const auto& windows = golden.at("windows");
        comparison.equal("number of windows", examples.size(), windows.size());
        comparison.equal("number with the default cap", makeConverter(spec, mode)->toTensors(sequence, none).examples.size(),
                         golden.at("number_with_the_default_cap").get<std::size_t>());
        if (golden.at("order").get<std::string>().starts_with("sorted")) {
            // As sets: Python's order hangs on hashes.
            const auto ones = [&](const LatentExample& example) {
                return std::pair(activeColumns(example.inputs, converter->shape().inputDepth), activeColumns(example.controls, converter->shape().controlDepth));
            };
            std::ranges::stable_sort(examples, {}, ones);
            auto listed = windows.get<std::vector<json>>();
            std::ranges::stable_sort(listed, {}, [](const json& window) {
                return std::pair(window.at("inputs_active").get<Active>(), window.value("controls_active", json()).is_null() ? Active() : window["controls_active"].get<Active>());
            });
            for (std::size_t i = 0; i < std::min(examples.size(), listed.size()); ++i)
                compareRows(comparison, examples[i], converter->shape(), listed[i]);
            return;
        }
        for (std::size_t i = 0; i < std::min(examples.size(), windows.size()); ++i) {
            compareRows(comparison, examples[i], converter->shape(), windows[i]);
            compareTensors(comparison, examples[i], *values, fmt::format("window_{}/", i));
        }
    });
}

} // namespace partita::study
