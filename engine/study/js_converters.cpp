#include "engine/study/js_converters.h"

#include "engine/study/converted_text.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"
#include "engine/study/note_sequence_json.h"

#include <map>

namespace partita::study {
namespace {

using namespace converters;
using nlohmann::json;
using Type = JsConverterSpec::Type;

JsConverterSpec::Range rangeOf(const json& arguments)
{
    return {arguments.value("minPitch", 0), arguments.value("maxPitch", 127)};
}

/// What a case feeds to the way back: the tensor, or what it says instead.
JsTensor backInput(const json& golden, const JsConverterSpec& spec, int depth)
{
    if (golden.contains("labels") || golden.contains("rows"))
        return jsTensor(golden, depth);
    JsTensor tensor = jsTensor(golden.at("tensor"), golden.at("tensor").at("shape").at(1).get<int>());
    if (!golden.contains("backInput") && spec.type != Type::kDrumRoll)
        return tensor;
    if (golden.contains("backInput") && golden["backInput"] != "the tensor without its last column")
        throw GoldenFileError("\"backInput\" says what this version does not know");
    JsTensor narrower{tensor.depth - 1, {}};
    for (std::size_t i = 0; i < tensor.values.size(); ++i)
        if ((i + 1) % static_cast<std::size_t>(tensor.depth) != 0)
            narrower.values.push_back(tensor.values[i]);
    return narrower;
}

/// Of a melody one pitch and two classes; of drums as many classes as the widest label needs.
int labelDepth(const JsConverterSpec& spec)
{
    return spec.type == Type::kDrumsOneHot ? 1 << spec.pitchClasses.size() : spec.pitches.maxPitch - spec.pitches.minPitch + 3;
}

void compareTensor(Comparison& comparison, const JsTensor& tensor, const json& golden)
{
    const JsTensor expected = jsTensor(golden, golden.at("shape").at(1).get<int>());
    comparison.equal("shape", std::vector{static_cast<int>(tensor.rows()), tensor.depth}, golden.at("shape").get<std::vector<int>>());
    comparison.near("tensor", Quantity::kDiscrete, tensor.values, expected.values);
}

void compareConverter(Comparison& comparison, const json& golden)
{
    const auto input = [&] {
        NoteSequence sequence = noteSequenceFromJson(golden.at("input"));
        if (golden.value("note", "").starts_with("plain object")) // has no times there, so that nothing is early or late
            for (auto& note : sequence.notes)
                note.startTime = Seconds(static_cast<double>(note.quantizedStartStep.value) * 60.0 / sequence.tempos.at(0).qpm / 4);
        return sequence;
    };
    if (golden.contains("control")) {
        const auto found = jsMelodyRegister(input(), golden.at("boundaryPitches").get<std::vector<int>>(), {}, {});
        if (!found)
            return comparison.fails(faultName(found.error()));
        return compareTensor(comparison, *found, golden.at("tensor"));
    }
    const JsConverterSpec spec = jsConverterSpec(golden.at("converter"));
    const auto converter = makeJsConverter(spec);
    if (golden.contains("input")) {
        const auto tensor = converter->toTensor(input());
        if (golden.contains("toTensorError"))
            compareError(comparison, tensor, golden["toTensorError"]);
        else if (!tensor)
            comparison.fails(faultName(tensor.error()));
        else
            compareTensor(comparison, *tensor, golden.at("tensor"));
    }
    if (!golden.contains("back"))
        return;
    const json arguments = golden.value("backArgs", json::array());
    const auto number = [&](std::size_t i) { return i < arguments.size() && !arguments[i].is_null() ? std::optional(arguments[i].get<double>()) : std::nullopt; };
    const auto stepsPerQuarter = number(0);
    const auto back = converter->toNoteSequence(backInput(golden, spec, labelDepth(spec)),
                                                stepsPerQuarter ? std::optional(static_cast<int>(*stepsPerQuarter)) : std::nullopt, number(1).value_or(120.0));
    comparison.equal("back", sequenceFields(back), sequenceFields(noteSequenceFromJson(golden["back"])));
}

} // namespace

JsConverterSpec jsConverterSpec(const json& converter)
{
    static const std::map<std::string, Type> kTypes{
        {"MelodyConverter", Type::kMelody}, {"MelodyRhythmConverter", Type::kMelodyRhythm}, {"MelodyShapeConverter", Type::kMelodyShape},
        {"DrumsConverter", Type::kDrumRoll}, {"DrumRollConverter", Type::kDrumRoll}, {"DrumsOneHotConverter", Type::kDrumsOneHot},
        {"TrioConverter", Type::kTrio}, {"TrioRhythmConverter", Type::kTrioRhythm}, {"MultitrackConverter", Type::kMultitrack},
        {"GrooveConverter", Type::kGroove}};
    const auto name = converter.at("type").get<std::string>();
    const auto type = kTypes.find(name);
    if (type == kTypes.end())
        throw GoldenFileError("\"" + name + "\" is a converter of magenta-js that this version does not know");
    const json arguments = converter.value("args", json::object());
    JsConverterSpec spec{.type = type->second};
    if (arguments.contains("numSteps"))
        spec.numSteps = arguments["numSteps"].get<int>();
    spec.numSegments = arguments.value("numSegments", spec.numSegments);
    spec.pitches = rangeOf(arguments.contains("melArgs") ? arguments["melArgs"] : arguments);
    spec.bassPitches = rangeOf(arguments.value("bassArgs", json::object()));
    spec.ignorePolyphony = arguments.value("ignorePolyphony", spec.ignorePolyphony);
    const json drums = arguments.value("drumsArgs", arguments);
    if (drums.contains("pitchClasses"))
        spec.pitchClasses = drums["pitchClasses"].get<encoding::DrumClasses>();
    spec.stepsPerQuarter = arguments.value("stepsPerQuarter", spec.stepsPerQuarter);
    spec.totalSteps = arguments.value("totalSteps", spec.totalSteps);
    spec.numVelocityBins = arguments.value("numVelocityBins", spec.numVelocityBins);
    spec.humanize = arguments.value("humanize", false);
    spec.tapify = arguments.value("tapify", false);
    spec.splitInstruments = arguments.value("splitInstruments", false);
    return spec;
}

JsTensor jsTensor(const json& golden, int depth)
{
    JsTensor tensor{depth, {}};
    const auto width = static_cast<std::size_t>(depth);
    const auto put = [&](const std::vector<int>& ones) {
        tensor.values.resize(tensor.values.size() + width);
        for (int column : ones) {
            if (column < 0 || column >= depth)
                throw GoldenFileError("a row has a one outside its width");
            tensor.values[tensor.values.size() - width + static_cast<std::size_t>(column)] = 1.0f;
        }
    };
    if (golden.contains("rows")) {
        const auto rows = golden["rows"].get<std::vector<std::vector<float>>>();
        for (const auto& row : rows)
            tensor.values.insert(tensor.values.end(), row.begin(), row.end());
        if (!rows.empty())
            tensor.depth = static_cast<int>(rows.front().size());
    } else if (golden.contains("onesPerRow")) {
        for (const auto& ones : golden["onesPerRow"])
            put(ones.get<std::vector<int>>());
    } else {
        for (int label : golden.at("labels").get<std::vector<int>>())
            put(label < 0 ? std::vector<int>{} : std::vector{label});
    }
    return tensor;
}

json sequenceFields(const NoteSequence& sequence)
{
    json fields = {{"totalTime", sequence.totalTime.value}, {"totalQuantizedSteps", sequence.totalQuantizedSteps.value}};
    for (const auto& note : sequence.notes)
        fields["notes"].push_back({note.pitch, note.velocity, note.instrument, note.program, note.isDrum, note.startTime.value, note.endTime.value,
                                   note.quantizedStartStep.value, note.quantizedEndStep.value});
    for (const auto& tempo : sequence.tempos)
        fields["tempos"].push_back({tempo.time.value, tempo.qpm});
    for (const auto& meter : sequence.timeSignatures)
        fields["timeSignatures"].push_back({meter.time.value, meter.numerator, meter.denominator});
    for (const auto& bend : sequence.pitchBends)
        fields["pitchBends"].push_back({bend.time.value, bend.bend, bend.instrument, bend.program});
    for (const auto& change : sequence.controlChanges)
        fields["controlChanges"].push_back({change.time.value, change.controlNumber, change.controlValue, change.instrument, change.program, change.quantizedStep.value});
    for (const auto& text : sequence.textAnnotations)
        fields["textAnnotations"].push_back({text.time.value, text.text, text.quantizedStep.value});
    if (sequence.quantizationInfo)
        std::visit([&]<class Grid>(const Grid& grid) {
            fields[std::is_same_v<Grid, NoteSequence::StepsPerQuarter> ? "stepsPerQuarter" : "stepsPerSecond"] = grid.value;
        }, *sequence.quantizationInfo);
    return fields;
}

void checkJsConverters(const std::filesystem::path& file, Examiner& examiner)
{
    const auto table = readJson(file);
    for (const auto& golden : table.at("cases"))
        examiner.examine(golden.value("id", ""), [&](Comparison& comparison) { compareConverter(comparison, golden); });
}

} // namespace partita::study
