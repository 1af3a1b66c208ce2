// Magenta's own generation requests, replayed with their recorded draws: the same events, notes and scores.
// needs: neural
// label: slow
#include "engine/generate/sequence_generator.h"

#include "engine/encoding/drum_codes.h"
#include "engine/encoding/melody_codes.h"
#include "engine/encoding/note_performance_encoding.h"
#include "engine/encoding/performance_codes.h"
#include "engine/encoding/polyphony_codes.h"
#include "engine/models/model_file.h"
#include "engine/neural/neural.h"
#include "tests/support/note_sequence_json.h"
#include "tests/support/note_sequence_text.h"
#include "tests/support/shared.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace partita;
using namespace partita::generate;
namespace fs = std::filesystem;

namespace {

double number(const nlohmann::json& json)
{
    if (!json.is_string())
        return json.get<double>();
    return json == "-Infinity" ? -std::numeric_limits<double>::infinity() : json == "Infinity" ? std::numeric_limits<double>::infinity() : std::nan("");
}

Section section(const nlohmann::json& json)
{
    return {Seconds(json.value("startTime", 0.0)), Seconds(json.value("endTime", 0.0))};
}

/// A number, a list, or a list of lists, as text: in Python's spelling.
nlohmann::json listOf(const nlohmann::json& args, const char* name)
{
    if (!args.contains(name))
        return nlohmann::json::array();
    auto text = QString::fromStdString(args[name]["stringValue"].get<std::string>()).replace("True", "true").replace("False", "false");
    const auto value = nlohmann::json::parse(text.toStdString());
    return value.is_array() ? value : nlohmann::json::array({value});
}

GeneratorOptions optionsOf(const nlohmann::json& json)
{
    GeneratorOptions options;
    const auto& request = json["generator_options"];
    options.generateSection = section(request["generateSections"][0]);
    if (request.contains("inputSections"))
        options.inputSection = section(request["inputSections"][0]);
    const auto args = request.value("args", nlohmann::json::object());
    const auto whole = [&](const char* name) { return args.contains(name) ? args[name]["intValue"].get<int>() : 1; };
    const auto flag = [&](const char* name) { return args.contains(name) && args[name].value("boolValue", false); };
    if (args.contains("temperature"))
        options.search.sampling.temperature = args["temperature"]["floatValue"].get<double>();
    options.search.beamSize = whole("beam_size");
    options.search.branchFactor = whole("branch_factor");
    options.search.stepsPerIteration = whole("steps_per_iteration");
    options.search.drawsPerBatch = static_cast<int>(json["model_calls"][0]["lengths_before"].size());
    options.conditionOnPrimer = flag("condition_on_primer");
    options.injectPrimer = !flag("no_inject_primer_during_generation");
    options.notesPerSecond = listOf(args, "notes_per_second").get<std::vector<double>>();
    options.disableConditioning = listOf(args, "disable_conditioning").get<std::vector<bool>>();
    if (const auto histograms = listOf(args, "pitch_class_histogram"); !histograms.empty())
        options.pitchClassHistogram = (histograms[0].is_array() ? histograms : nlohmann::json::array({histograms})).get<std::vector<encoding::PitchHistogram>>();
    options.fillSection = json.value("fill_generate_section", true);
    return options;
}

/// The network's events as the case spells them.
nlohmann::json spelled(const models::EventRnnConfig& config, const std::vector<int>& codes)
{
    using models::EventRnnFamily;
    auto events = nlohmann::json::array();
    switch (config.family) {
    case EventRnnFamily::kMelody:
    case EventRnnFamily::kImprov:
        return encoding::melodyEvents(codes, {config.minNote, config.maxNote});
    case EventRnnFamily::kDrums:
        for (const auto& hits : encoding::drumEvents(codes, config.id == "one_drum" ? encoding::singleDrumClass() : encoding::nineDrumClasses()))
            events.push_back(drumPitches(hits));
        break;
    case EventRnnFamily::kPolyphony:
        for (const auto& event : encoding::polyphonyEvents(codes)) {
            const bool note = event.type == PolyphonicEvent::Type::kNewNote || event.type == PolyphonicEvent::Type::kContinuedNote;
            events.push_back({static_cast<int>(event.type), note ? nlohmann::json(event.pitch) : nlohmann::json()});
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
    case EventRnnFamily::kPianoroll: break;
    }
    return events;
}

} // namespace

class tst_GenerationGolden : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void recordedDrawsGiveTheRecordedMusic_data()
    {
        QTest::addColumn<QString>("name");
        std::error_code none;
        for (const auto& entry : fs::directory_iterator(test::shared("golden/tensorflow/rnn/generation"), none))
            if (const auto name = entry.path().filename().string(); !name.starts_with("rnn-nade")) // the original cannot generate with them
                QTest::newRow(name.c_str()) << QString::fromStdString(name);
        if (QFileInfo::exists(QString::fromStdString(test::shared("golden").string())) == false)
            QTest::newRow("none") << "";
    }
    void recordedDrawsGiveTheRecordedMusic()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/generation");
        QFETCH(QString, name);
        const auto folder = test::shared("golden/tensorflow/rnn/generation/" + name.toStdString());
        const auto json = test::readJson(folder / "case.json");
        auto file = models::readModelFile(folder / json["checkpoint"].get<std::string>());
        QVERIFY2(file, file ? "" : file.error().message.c_str());
        // A bare checkpoint tells neither how far attention looks back nor the index variant of a config.
        file->bundle.metadata = {{models::metadata::kConfig, json["config"].get<std::string>()}, {models::metadata::kHParams, json["hparams"].dump()}};
        file->recognition = models::recognize(file->bundle);
        const auto networks = neural::open();
        QVERIFY2(networks, networks ? "" : networks.error().message.c_str());
        auto network = (*networks)->openEventNetwork(file->recognition, "cpu");
        QVERIFY2(network, network ? "" : network.error().message.c_str());
        const auto model = makeModel(*models::findEventRnnConfig(json["config"].get<std::string>()).value(), std::move(*network), "", "");
        QVERIFY2(model, model ? "" : model.error().message.c_str());

        const auto draws = json["draws"].get<std::vector<double>>();
        std::size_t used = 0;
        const auto found = continueSequence(*model, test::noteSequenceFromJson(json["input_sequence"]), optionsOf(json), [&] { return used < draws.size() ? draws[used++] : (++used, 0.5); });
        QVERIFY2(found, found ? "" : found.error().message.c_str());
        QCOMPARE(used, draws.size());

        QCOMPARE(found->searches.size(), json["searches"].size());
        for (std::size_t i = 0; i < found->searches.size(); ++i) {
            const auto& search = found->searches[i];
            const auto& expected = json["searches"][i];
            QCOMPARE(search.newEvents, expected["steps"].get<int>());
            const double score = number(expected["score"]);
            if (std::isfinite(score))
                QVERIFY2(std::abs(search.found.score - score) <= 2e-6 * std::abs(score), qPrintable(QString("%1 instead of %2").arg(search.found.score, 0, 'g', 12).arg(score, 0, 'g', 12)));
            else
                QCOMPARE(search.found.score, score);
        }
        const auto& codes = found->searches.back().found.codes;
        QString events = QString::fromStdString(spelled(*model->config, codes).dump());
        auto expectedEvents = json["final_events"];
        if (model->config->family == models::EventRnnFamily::kDrums) { // the primer's own drums are no codes
            const auto& classes = model->config->id == "one_drum" ? encoding::singleDrumClass() : encoding::nineDrumClasses();
            for (auto& event : expectedEvents) {
                DrumHits hits;
                for (const int pitch : event)
                    hits.set(static_cast<std::size_t>(pitch));
                event = drumPitches(encoding::drumEvent(encoding::drumCode(hits, classes), classes));
            }
        }
        QCOMPARE(events, QString::fromStdString(expectedEvents.dump()));
        if (json.contains("error"))
            return; // the original refuses its own result, which is too long; Partita gives it
        const auto expected = test::noteSequenceFromJson(json["output_sequence"]);
        // Drums of one step come in the order of a Python set, which means nothing.
        const auto text = model->config->family == models::EventRnnFamily::kDrums ? test::noteText : test::exactNoteText;
        QCOMPARE(QString::fromStdString(text(found->sequence)), QString::fromStdString(text(expected)));
        QCOMPARE(QString::fromStdString(test::eventText(found->sequence)), QString::fromStdString(test::eventText(expected)));
        QCOMPARE(found->sequence.totalTime, expected.totalTime);
    }
};

QTEST_GUILESS_MAIN(tst_GenerationGolden)
#include "tst_generation_golden.moc"
