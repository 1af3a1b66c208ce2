// needs: neural
// label: slow
#include "tests/support/tunes.h"

#include "engine/generate/model.h"
#include "engine/generate/write_bars.h"
#include "engine/models/event_rnn_config.h"
#include "engine/models/model_file.h"
#include "engine/neural/neural.h"
#include "engine/project/chords.h"
#include "engine/project/edit.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <cmath>

using namespace partita;
namespace fs = std::filesystem;
using enum models::EventRnnFamily;

namespace {

constexpr int kBars = 12, kNewBars = 8;
constexpr int kEighthsOfBar = 8;
constexpr const char* kChords = "C Am F G C Am F G";

/// Eighths of the scale, with a chord symbol a bar: music for all families but drums.
NoteSequence leadSheet(int variant)
{
    auto sequence = test::scaleTune(kBars, variant + 1, 1, "lead sheet " + std::to_string(variant));
    constexpr const char* kSymbols[] = {"C", "Am", "F", "G"};
    for (int bar = 0; bar < kBars; ++bar)
        sequence.textAnnotations.push_back({Seconds(bar * 2.0), kSymbols[bar % 4], NoteSequence::TextAnnotationType::kChordSymbol, {}});
    return sequence;
}

NoteSequence drums(int variant)
{
    auto sequence = test::emptyPiece(kBars, "drums " + std::to_string(variant));
    for (int i = 0; i < kBars * kEighthsOfBar; ++i)
        sequence.notes.push_back({.pitch = i % 4 == 0 ? 36 : i % 4 == 2 ? 38 : 42 + variant % 2, .velocity = 90, .startTime = Seconds(i * 0.25), .endTime = Seconds(i * 0.25 + 0.1), .instrument = 9, .isDrum = true});
    return sequence;
}

/// Of the bars that are written.
Ticks endOfBars(const project::Document& document)
{
    return Ticks(kNewBars * 4 * project::ticksPerQuarter(document).value);
}

/// A new song of one track that fits the family, with chords.
project::Document songFor(models::EventRnnFamily family)
{
    auto document = project::newDocument();
    if (family == kDrums) {
        project::apply(document, project::addTrack(document, {.name = "Drums", .isDrum = true}));
        project::apply(document, project::removeTrack(document, document.tracks.front().id));
    }
    const Ticks end = endOfBars(document);
    project::apply(document, project::setChords(document, Ticks(0), end, project::chordsFromText(kChords, Ticks(0), end).value()));
    return document;
}

} // namespace

/// Every row of the table of models: trained, saved, opened again, measured, and played.
class tst_EveryConfig : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path at(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(test::writeRecords(at("music.tfrecord"), {leadSheet(0), drums(0), leadSheet(1), drums(1)}));
    }

    void learnsIsOpenedAndPlays_data()
    {
        QTest::addColumn<const models::EventRnnConfig*>("config");
        for (const auto& config : models::eventRnnConfigs())
            QTest::newRow(std::string(config.id).c_str()) << &config;
    }
    void learnsIsOpenedAndPlays()
    {
        QFETCH(const models::EventRnnConfig*, config);
        const auto networks = neural::open().value();
        training::TrainOptions options;
        options.config = config->id;
        options.hparams = std::string("batch_size=2,rnn_layer_sizes=[8]") + (config->hparams.attn_length > 0 ? ",attn_length=4" : "") + (config->family == kPianoroll ? ",nade_hidden_units=8" : "");
        options.examples_path = {at("music.tfrecord")};
        options.run_dir = at(options.config);
        options.num_training_steps = 3;
        options.eval_ratio = 0.0;
        options.device = "cpu";
        options.threads = 1;
        const auto trained = networks->train(options, [](const training::Json&) {});
        QVERIFY2(trained, trained ? "" : trained.error().message.c_str());

        const auto measured = networks->evaluate({.checkpoint = options.run_dir, .examples_path = options.examples_path, .num_eval_examples = 4, .device = "cpu", .threads = 1});
        QVERIFY2(measured, measured ? "" : measured.error().message.c_str());
        QCOMPARE(measured->at("step").get<int>(), 3);
        QVERIFY(measured->at("train").at("loss").get<double>() > 0.0);

        const auto file = models::openModelFile(options.run_dir);
        QVERIFY2(file, file ? "" : file.error().message.c_str());
        QCOMPARE(file->recognition.config, config);
        auto network = networks->openEventNetwork(file->recognition, "cpu");
        QVERIFY2(network, network ? "" : network.error().message.c_str());
        const auto model = generate::makeModel(*config, std::move(*network), "model", "");
        QVERIFY2(model, model ? "" : model.error().message.c_str());

        const auto document = songFor(config->family);
        const auto takes = generate::writeBars(document, document.tracks.front().id, 1, kNewBars, {.operation = generate::Operation::kNew, .numOutputs = 1, .seed = 1}, *model);
        QVERIFY2(takes, takes ? "" : takes.error().message.c_str());
        QCOMPARE(takes->size(), std::size_t(1));
        QVERIFY(std::isfinite(takes->front().recipe.logLikelihood) && takes->front().recipe.logLikelihood < 0.0);
        const auto written = generate::applyCandidate(document, takes->front());
        for (const auto& note : written.tracks.front().notes)
            QVERIFY(note.start >= Ticks(0) && note.start < endOfBars(document));
    }
};

QTEST_GUILESS_MAIN(tst_EveryConfig)
#include "tst_every_config.moc"
