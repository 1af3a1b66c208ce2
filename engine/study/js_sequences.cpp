// What magenta-js does to whole sequences.
#include "engine/converters/js_sequences.h"
#include "engine/music/times.h"
#include "engine/study/golden_file.h"
#include "engine/study/js_converters.h"
#include "engine/study/kinds.h"
#include "engine/study/note_sequence_json.h"

#include <functional>
#include <map>

namespace partita::study {
namespace {

using namespace converters;
using nlohmann::json;
using Sequences = std::vector<NoteSequence>;
using JsOperation = Outcome<Sequences> (*)(const json& arguments);

std::optional<double> numberAt(const json& arguments, std::size_t i)
{
    return i < arguments.size() && arguments[i].is_number() ? std::optional(arguments[i].get<double>()) : std::nullopt;
}

Outcome<Sequences> one(Outcome<NoteSequence> outcome)
{
    if (!outcome)
        return std::unexpected(outcome.error());
    return Sequences{std::move(*outcome)};
}

Sequences sequencesOf(const json& golden)
{
    Sequences sequences;
    for (const auto& sequence : golden.is_array() ? golden : json::array({golden}))
        sequences.push_back(noteSequenceFromJson(sequence));
    return sequences;
}

const std::map<std::string, JsOperation> kOperations{
    {"mergeConsecutiveNotes", [](const json& a) { return one(jsMergeConsecutiveNotes(noteSequenceFromJson(a.at(0)))); }},
    {"unquantizeSequence", [](const json& a) { return one(jsUnquantize(noteSequenceFromJson(a.at(0)), numberAt(a, 1))); }},
    {"split", [](const json& a) { return jsSplit(noteSequenceFromJson(a.at(0)), a.at(1).get<std::int64_t>()); }},
    {"concatenate", [](const json& a) {
         return one(jsConcatenate(sequencesOf(a.at(0)), a.size() > 1 && a[1].is_array() ? a[1].get<std::vector<double>>() : std::vector<double>()));
     }},
    {"trim", [](const json& a) -> Outcome<Sequences> {
         return Sequences{jsTrim(noteSequenceFromJson(a.at(0)), a.at(1).get<double>(), a.at(2).get<double>(), a.size() > 3 && a[3].is_boolean() && a[3].get<bool>())};
     }},
    {"mergeInstruments", [](const json& a) -> Outcome<Sequences> { return Sequences{jsMergeInstruments(noteSequenceFromJson(a.at(0)))}; }},
    {"applySustainControlChanges", [](const json& a) { return one(applySustain(noteSequenceFromJson(a.at(0)), a.size() > 1 && a[1].is_number() ? a[1].get<int>() : 64)); }},
};

void compareOperation(Comparison& comparison, const json& golden)
{
    const auto name = golden.at("op").get<std::string>();
    const auto operation = kOperations.find(name);
    if (operation == kOperations.end())
        throw GoldenFileError("\"" + name + "\" is an operation of magenta-js that this version does not know");
    const auto found = operation->second(golden.at("args"));
    if (golden.contains("error"))
        return compareError(comparison, found, golden["error"]);
    if (!found)
        return comparison.fails(faultName(found.error()));
    const auto fields = [](const Sequences& sequences) {
        json all = json::array();
        for (const auto& sequence : sequences)
            all.push_back(sequenceFields(sequence));
        return all;
    };
    comparison.equal("sequences", fields(*found), fields(sequencesOf(golden.at("output"))));
}

} // namespace

void checkJsSequences(const std::filesystem::path& file, Examiner& examiner)
{
    const auto table = readJson(file);
    for (const auto& golden : table.at("cases"))
        examiner.examine(golden.value("id", ""), [&](Comparison& comparison) { compareOperation(comparison, golden); });
}

} // namespace partita::study
