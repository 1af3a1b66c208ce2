// Requests to the generators, replayed with the draws that the original used: events, notes and scores.
#include "engine/encoding/drum_codes.h"
#include "engine/encoding/melody_codes.h"
#include "engine/encoding/note_performance_encoding.h"
#include "engine/encoding/performance_codes.h"
#include "engine/encoding/pianoroll_encoding.h"
#include "engine/encoding/polyphony_codes.h"
#include "engine/generate/sequence_generator.h"
#include "engine/models/config_encoding.h"
#include "engine/models/model_file.h"
#include "engine/neural/neural.h"
#include "engine/study/golden_file.h"
#include "engine/study/golden_model.h"
#include "engine/study/kinds.h"
#include "engine/study/note_sequence_json.h"
#include "engine/study/note_sequence_text.h"

#include <limits>
#include <regex>

namespace partita::study {
namespace {

using namespace generate;
using nlohmann::json;

double scoreOf(const json& given)
{
    if (!given.is_string())
        return given.get<double>();
    return given == "-Infinity" ? -std::numeric_limits<double>::infinity() : given == "Infinity" ? std::numeric_limits<double>::infinity() : std::nan("");
}

Section section(const json& given)
{
    return {Seconds(given.value("startTime", 0.0)), Seconds(given.value("endTime", 0.0))};
}

/// A number, a list, or a list of lists, as text: in Python's spelling.
json listOf(const json& args, const char* name)
{
    if (!args.contains(name))
        return json::array();
    const auto python = args.at(name).at("stringValue").get<std::string>();
    const auto value = json::parse(std::regex_replace(std::regex_replace(python, std::regex("True"), "true"), std::regex("False"), "false"));
    return value.is_array() ? value : json::array({value});
}

GeneratorOptions optionsOf(const json& given, models::EventRnnFamily family)
{
    GeneratorOptions options;
    if (family == models::EventRnnFamily::kPianoroll) { // as the original, which knows no temperature
        options.search.sampling.temperature = 0.0;
        options.search.oneEventLate = true;
    }
    const auto& request = given.at("generator_options");
    options.generateSection = section(request.at("generateSections").at(0));
    if (request.contains("inputSections"))
        options.inputSection = section(request.at("inputSections").at(0));
    const auto args = request.value("args", json::object());
    const auto whole = [&](const char* name) { return args.contains(name) ? args.at(name).at("intValue").get<int>() : 1; };
    const auto flag = [&](const char* name) { return args.contains(name) && args.at(name).value("boolValue", false); };
    if (args.contains("temperature"))
        options.search.sampling.temperature = args.at("temperature").at("floatValue").get<double>();
    options.search.beamSize = whole("beam_size");
    options.search.branchFactor = whole("branch_factor");
    options.search.stepsPerIteration = whole("steps_per_iteration");
    options.search.drawsPerBatch = static_cast<int>(given.at("model_calls").at(0)["lengths_before"].size());
    options.conditionOnPrimer = flag("condition_on_primer");
    options.injectPrimer = !flag("no_inject_primer_during_generation");
    options.notesPerSecond = listOf(args, "notes_per_second").get<std::vector<double>>();
    options.disableConditioning = listOf(args, "disable_conditioning").get<std::vector<bool>>();
    if (const auto histograms = listOf(args, "pitch_class_histogram"); !histograms.empty())
        options.pitchClassHistogram = (histograms[0].is_array() ? histograms : json::array({histograms})).get<std::vector<encoding::PitchHistogram>>();
    options.fillSection = given.value("fill_generate_section", true);
    return options;
}

/// The network's events as the case spells them.
json spelled(const models::EventRnnConfig& config, const std::vector<int>& codes)
{
    using models::EventRnnFamily;
    auto events = json::array();
    switch (config.family) {
    case EventRnnFamily::kMelody:
    case EventRnnFamily::kImprov:
        return encoding::melodyEvents(codes, {config.minNote, config.maxNote});
    case EventRnnFamily::kDrums:
        for (const auto& hits : encoding::drumEvents(codes, models::drumClasses(config)))
            events.push_back(drumPitches(hits));
        break;
    case EventRnnFamily::kPolyphony:
        for (const auto& event : encoding::polyphonyEvents(codes)) {
            const bool note = event.type == PolyphonicEvent::Type::kNewNote || event.type == PolyphonicEvent::Type::kContinuedNote;
            events.push_back({static_cast<int>(event.type), note ? json(event.pitch) : json()});
        }
        break;
    case EventRnnFamily::kPerformance:
        if (config.encoding == models::EncodingKind::kNotePerformance) {
            for (const auto& event : encoding::notePerformanceEvents(codes))
                events.push_back({{3, event.shift}, {1, event.pitch}, {4, event.velocityBin}, {5, event.duration}});
            break;
        }
        for (const auto& event : encoding::performanceEvents(codes, {.numVelocityBins = config.numVelocityBins}))
            events.push_back({static_cast<int>(event.type), event.value});
        break;
    case EventRnnFamily::kPianoroll:
        for (const auto& frame : encoding::pianorollFrames(codes, config.inputSize)) {
            auto keys = json::array();
            for (int key = 0; key < config.inputSize; ++key)
                if (frame.test(static_cast<std::size_t>(key)))
                    keys.push_back(key);
            events.push_back(std::move(keys));
        }
        break;
    }
    return events;
}

/// Drums of the primer that the network has no code for are none of its events.
json spelledByCodes(const json& events, const models::EventRnnConfig& config)
{
    const auto& classes = models::drumClasses(config);
    auto spelled = json::array();
    for (const auto& event : events) {
        DrumHits hits;
        for (const int pitch : event)
            hits.set(static_cast<std::size_t>(pitch));
        spelled.push_back(drumPitches(encoding::drumEvent(encoding::drumCode(hits, classes), classes)));
    }
    return spelled;
}

void compareGeneration(Comparison& comparison, const std::filesystem::path& folder)
{
    const json golden = readJson(folder / "case.json");
    const auto recognition = goldenModel(folder / golden.at("checkpoint").get<std::string>(), golden);
    auto network = openGoldenNetwork(recognition);
    const auto model = makeModel(*recognition.config, std::move(network), "", "");
    if (!model)
        return comparison.fails(model.error().message);

    const auto draws = golden.at("draws").get<std::vector<double>>();
    std::size_t used = 0;
    const auto found = continueSequence(*model, noteSequenceFromJson(golden.at("input_sequence")), optionsOf(golden, recognition.config->family),
                                        [&] { return used < draws.size() ? draws[used++] : (++used, 0.5); });
    if (!found)
        return comparison.fails(found.error().message);
    comparison.equal("draws used", used, draws.size());

    const json& searches = golden.at("searches");
    comparison.equal("searches", found->searches.size(), searches.size());
    for (std::size_t i = 0; i < std::min(found->searches.size(), searches.size()); ++i) {
        comparison.equal("steps", static_cast<int>(found->searches[i].newEvents), searches[i].at("steps").get<int>());
        comparison.near("score", Quantity::kSearchScore, found->searches[i].found.score, scoreOf(searches[i].at("score")));
    }
    const bool drums = recognition.config->family == models::EventRnnFamily::kDrums;
    const json& events = golden.at("final_events");
    if (!found->searches.empty())
        comparison.equal("events", spelled(*recognition.config, found->searches.back().found.codes), drums ? spelledByCodes(events, *recognition.config) : events);
    if (golden.contains("error"))
        return; // the original refuses its own result, which is too long; Partita gives it
    const auto expected = noteSequenceFromJson(golden.at("output_sequence"));
    // Drums of one step come in the order of a Python set, which means nothing.
    const auto text = drums ? noteText : exactNoteText;
    comparison.equal("notes", text(found->sequence), text(expected));
    comparison.equal("other events", eventText(found->sequence), eventText(expected));
    comparison.equal("total time", found->sequence.totalTime.value, expected.totalTime.value);
}

} // namespace

void checkRnnGeneration(const std::filesystem::path& file, Examiner& examiner)
{
    examiner.examine("", [&](Comparison& comparison) { compareGeneration(comparison, file.parent_path()); });
}

} // namespace partita::study
