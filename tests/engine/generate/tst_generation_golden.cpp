// Magenta's own generation requests, replayed with their recorded draws: the same events, notes and scores.
// needs: neural
// label: slow
#include "engine/generate/sequence_generator.h"

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

GeneratorOptions optionsOf(const nlohmann::json& json, const nlohmann::json& calls)
{
    GeneratorOptions options;
    options.generateSection = section(json["generateSections"][0]);
    if (json.contains("inputSections"))
        options.inputSection = section(json["inputSections"][0]);
    const auto args = json.value("args", nlohmann::json::object());
    const auto whole = [&](const char* name) { return args.contains(name) ? args[name]["intValue"].get<int>() : 1; };
    if (args.contains("temperature"))
        options.search.sampling.temperature = args["temperature"]["floatValue"].get<double>();
    options.search.beamSize = whole("beam_size");
    options.search.branchFactor = whole("branch_factor");
    options.search.stepsPerIteration = whole("steps_per_iteration");
    options.search.drawsPerBatch = static_cast<int>(calls[0]["lengths_before"].size());
    return options;
}

} // namespace

class tst_GenerationGolden : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void recordedDrawsGiveTheRecordedMusic_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"basic_rnn_beam", "basic_rnn_beam_low_temperature", "basic_rnn_beam_padded_batch", "basic_rnn_empty_primer", "basic_rnn_greedy", "basic_rnn_input_section",
                                 "basic_rnn_out_of_range", "basic_rnn_sampled_110", "mono_rnn"})
            QTest::newRow(name) << name;
    }
    void recordedDrawsGiveTheRecordedMusic()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/generation");
        QFETCH(QString, name);
        const auto folder = test::shared("golden/tensorflow/rnn/generation/" + name.toStdString());
        const auto json = test::readJson(folder / "case.json");
        const auto file = models::openModelFile(folder / json["checkpoint"].get<std::string>());
        QVERIFY2(file, file ? "" : file.error().message.c_str());
        const auto networks = neural::open();
        QVERIFY2(networks, networks ? "" : networks.error().message.c_str());
        auto network = (*networks)->openEventNetwork(file->recognition, "cpu");
        QVERIFY2(network, network ? "" : network.error().message.c_str());
        const auto model = makeModel(*models::findEventRnnConfig(json["config"].get<std::string>()).value(), std::move(*network), "", "");
        QVERIFY2(model, model ? "" : model.error().message.c_str());

        const auto draws = json["draws"].get<std::vector<double>>();
        std::size_t used = 0;
        const auto found = continueSequence(*model, test::noteSequenceFromJson(json["input_sequence"]), optionsOf(json["generator_options"], json["model_calls"]), [&] { return draws.at(used++); });
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
        const auto expected = test::noteSequenceFromJson(json["output_sequence"]);
        QCOMPARE(QString::fromStdString(test::exactNoteText(found->sequence)), QString::fromStdString(test::exactNoteText(expected)));
        QCOMPARE(QString::fromStdString(test::eventText(found->sequence)), QString::fromStdString(test::eventText(expected)));
        QCOMPARE(found->sequence.totalTime, expected.totalTime);
    }
};

QTEST_GUILESS_MAIN(tst_GenerationGolden)
#include "tst_generation_golden.moc"
