// label: slow
// needs: neural, programs
#include "engine/bundle/open.h"
#include "engine/bundle/safetensors.h"
#include "engine/datasets/example_record.h"
#include "engine/formats/note_sequence_proto.h"
#include "engine/formats/tfrecord.h"
#include "engine/runs/run_folder.h"
#include "tests/support/program.h"
#include "tests/support/shared.h"

#include <QtTest/QtTest>

#include <QProcess>
#include <QTemporaryDir>

#include <cmath>

using namespace partita;
using namespace partita::test;

namespace {

constexpr int kBars = 12;
constexpr int kScale[] = {60, 62, 64, 65, 67, 69, 71, 72};

/// Eighths of the scale, `voices` thirds above one another.
NoteSequence tune(const std::string& name, int bars, int stride, int voices = 1)
{
    NoteSequence sequence;
    sequence.filename = name;
    sequence.ticksPerQuarter = 220;
    sequence.tempos = {{Seconds(0.0), 120.0}};
    sequence.timeSignatures = {{Seconds(0.0), 4, 4}};
    sequence.totalTime = Seconds(bars * 2.0);
    for (int i = 0; i < bars * 8; ++i)
        for (int voice = 0; voice < voices; ++voice)
            sequence.notes.push_back({.pitch = kScale[(i * stride + i / 8) % 8] - 4 * voice, .velocity = 90, .startTime = Seconds(i * 0.25), .endTime = Seconds(i * 0.25 + 0.25)});
    return sequence;
}

void write(const QString& path, const std::vector<Bytes>& records)
{
    auto writer = formats::TfRecordWriter::open(path.toStdString()).value();
    for (const auto& record : records)
        QVERIFY(writer.write(record));
    QVERIFY(writer.finish());
}

void write(const QString& path, const std::vector<NoteSequence>& music)
{
    std::vector<Bytes> records;
    for (const auto& sequence : music)
        records.push_back(formats::serialize(sequence));
    write(path, records);
}

} // namespace

/// Data sets, training and evaluation as their users run them.
class tst_TrainingCommands : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        std::vector<NoteSequence> tunes;
        for (int i = 0; i < 8; ++i)
            tunes.push_back(tune("tune " + std::to_string(i), kBars, 1 + i));
        write(at("tunes.tfrecord"), tunes);
        write(at("short.tfrecord"), {tune("short", 2, 1)});
        write(at("thirds.tfrecord"), {tune("a", kBars, 1, 2), tune("b", kBars, 3, 2), tune("c", kBars, 5, 2)});
        train("run", {"--examples_path=tunes.tfrecord", "--eval_ratio=0.25"});
    }

    void howMusicIsReadIsAskedInOneWay()
    {
        QStringList shown;
        for (const char* command : {"dataset", "train", "evaluate", "melody_rnn_create_dataset", "melody_rnn_train"}) {
            const QString help = QString::fromUtf8(partitaIn(m_dir.path(), {command, "--help"}).out);
            QString own;
            bool taken = false;
            for (const QString& line : help.split('\n')) {
                if (line.startsWith("  -"))
                    taken = line.contains("--keep_highest") || line.contains("--transpose") || line.contains("--for_people");
                if (taken && line.startsWith("  "))
                    own += line.simplified() + '\n';
            }
            QVERIFY2(own.count("--") >= 3, command);
            shown << own;
        }
        QCOMPARE(QSet<QString>(shown.begin(), shown.end()).size(), 1);
    }

    void highestNotesAreLearntWhereThatIsAsked()
    {
        const auto strict = run({"train", "--examples_path=thirds.tfrecord", "--run_dir=strict", "--num_training_steps=1", "--hparams=rnn_layer_sizes=[8],batch_size=2", "--eval_ratio=0"});
        QVERIFY(strict.status != 0);
        QVERIFY2(strict.err.contains("several notes at a time"), strict.err.constData());

        train("highest", {"--examples_path=thirds.tfrecord", "--keep_highest", "--eval_ratio=0.4"});
        // It is taken up as it began, and with another reading refused.
        const auto on = run({"train", "--run_dir=highest", "--num_training_steps=3", "--device=cpu", "--threads=1"});
        QVERIFY2(on.status == 0, on.err.constData());
        const auto other = run({"train", "--run_dir=highest", "--num_training_steps=4", "--transpose=0,1"});
        QVERIFY2(other.status == 1 && other.err.contains("keep_highest"), other.err.constData());
        // What is measured is read as what was learnt.
        const auto measured = run({"evaluate", "--run_dir=highest", "--examples_path=thirds.tfrecord", "--json"});
        QVERIFY2(measured.status == 0, measured.err.constData());
        QVERIFY(measured.json().value("same_data", false));
        const auto strictly = run({"evaluate", "--run_dir=highest", "--examples_path=thirds.tfrecord", "--transpose=0,0"});
        QVERIFY(strictly.status != 0);
    }

    void readingHasNoPartInEncodedExamples()
    {
        const auto made = run({"dataset", "--config=basic_rnn", "--input=tunes.tfrecord", "--output_dir=data", "--json"});
        QVERIFY2(made.status == 0, made.err.constData());
        const auto ran = run({"train", "--examples_path=data/training_melodies.tfrecord", "--keep_highest", "--run_dir=encoded", "--hparams=rnn_layer_sizes=[8],batch_size=2", "--num_training_steps=1"});
        QVERIFY2(ran.status == 2 && ran.err.contains("encoded already"), ran.err.constData());
        const auto vae = run({"train", "--config=cat-mel_2bar_small", "--examples_path=tunes.tfrecord", "--keep_highest", "--run_dir=vae", "--num_training_steps=1"});
        QVERIFY2(vae.status == 2 && vae.err.contains("--keep_highest"), vae.err.constData());
    }

    void aPerformanceRunBeginsWithTheWeightsOfABundle()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/containers");
        const auto file = shared("golden/tensorflow/rnn/containers/bundle_performance/performance.mag");
        // Steps too small to move a weight: what the run keeps is what it began with.
        const auto train = [&](const QString& folder, const QStringList& more) {
            const auto ran = run(QStringList{"performance_rnn_train", "--config=performance", "--sequence_example_file=tunes.tfrecord", "--run_dir=" + folder, "--num_training_steps=1",
                                             "--hparams=rnn_layer_sizes=[16,12],batch_size=2,learning_rate=1e-20", "--device=cpu", "--threads=1"} + more);
            QVERIFY2(ran.status == 0, ran.err.constData());
        };
        train("cold", {});
        train("warm", {"--warm_start_bundle_file=" + QString::fromStdString(file.string())});
        const auto begun = bundle::openBundle(file).value();
        const auto cold = bundle::openBundle(runs::modelFile(at("cold").toStdString()).value()).value();
        const auto warm = bundle::openBundle(runs::modelFile(at("warm").toStdString()).value()).value();
        QCOMPARE(begun.tensors.size(), std::size_t(6));
        for (const auto& tensor : begun.tensors) {
            QVERIFY2(warm.find(tensor.name), tensor.name.c_str());
            QCOMPARE(bundle::floats(*warm.find(tensor.name)), bundle::floats(tensor));
        }
        const auto* kernel = begun.find("fully_connected/weights");
        QVERIFY(kernel && bundle::floats(*cold.find(kernel->name)) != bundle::floats(*kernel));
    }

    void logLikelihoodsAddUpToTheLoss()
    {
        QCOMPARE(run({"dataset", "--config=basic_rnn", "--input=tunes.tfrecord", "--output_dir=all", "--eval_ratio=0"}).status, 0);
        const auto scored = run({"evaluate", "--run_dir=run", "--sequence_example_file=all/training_melodies.tfrecord", "--log_likelihood", "--device=cpu", "--json"});
        QVERIFY2(scored.status == 0, scored.err.constData());
        const auto measured = run({"evaluate", "--run_dir=run", "--sequence_example_file=all/training_melodies.tfrecord", "--device=cpu", "--json"});
        QVERIFY2(measured.status == 0, measured.err.constData());
        const auto report = scored.json(), half = measured.json()["train"];
        QCOMPARE(report["sequences"].size(), std::size_t(8));
        QCOMPARE(report["events"], half["steps"]);
        const double mean = report["log_likelihood"].get<double>() / report["events"].get<double>();
        QVERIFY(std::abs(mean + half["loss"].get<double>()) < 1e-5);
        QVERIFY(std::abs(report["perplexity"].get<double>() - half["perplexity"].get<double>()) < 1e-4);
        // The same music before it is encoded, in the words for people.
        const auto music = run({"evaluate", "--run_dir=run", "--examples_path=tunes.tfrecord", "--log_likelihood", "--device=cpu", "--json"});
        QVERIFY(std::abs(music.json()["log_likelihood"].get<double>() - report["log_likelihood"].get<double>()) < 1e-6);
        const auto lines = run({"evaluate", "--run_dir=run", "--examples_path=short.tfrecord", "--log_likelihood"});
        QVERIFY2(lines.status == 0 && lines.out.contains("record 0") && lines.out.contains("an event of 31"), lines.out.constData()); // two bars, which data sets leave out
    }

    void logLikelihoodsAreMagentas_data()
    {
        QTest::addColumn<QString>("config");
        for (const char* config : {"basic_rnn", "attention_rnn", "lookback_rnn", "one_drum", "chord_pitches_improv", "polyphony", "multiconditioned_performance_with_dynamics"})
            QTest::newRow(config) << config;
    }
    void logLikelihoodsAreMagentas()
    {
        QFETCH(QString, config);
        const std::string folder = "golden/tensorflow/rnn/graphs/" + config.toStdString();
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/graphs");
        const auto values = bundle::readSafetensors(shared(folder + "/values.safetensors")).value();
        const auto inputs = values.find("batch1/inputs"), labels = values.find("batch1/labels"), rows = values.find("generate/softmax_T1.0");
        QVERIFY(inputs && labels && rows);
        const auto classes = static_cast<std::size_t>(rows->shape.back()), width = static_cast<std::size_t>(inputs->shape.back()), steps = rows->size() / classes;
        const auto said = bundle::integers(*labels);
        const auto probabilities = bundle::floats(*rows), fed = bundle::floats(*inputs);
        encoding::Example example{.inputSize = static_cast<int>(width), .width = 1};
        double expected = 0.0;
        for (std::size_t step = 0; step < steps; ++step) {
            example.labels.push_back(static_cast<int>(said[step]));
            expected += std::log(static_cast<double>(probabilities[step * classes + static_cast<std::size_t>(said[step])]));
        }
        example.inputs.assign(fed.begin(), fed.begin() + static_cast<std::ptrdiff_t>(steps * width));
        write(at("golden.tfrecord"), {datasets::toRecord(example, **models::findEventRnnConfig(config.toStdString()))});

        QFile file(QString::fromStdString(shared(folder + "/case.json").string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto golden = nlohmann::json::parse(file.readAll().toStdString());
        const auto checkpoint = shared(folder + "/" + (golden.contains("training") ? golden["training"]["checkpoint_before"].get<std::string>() : "checkpoint/model.ckpt-0")).string();
        const int attention = golden["hparams"]["attn_length"];
        const QString hparams = attention > 0 ? QString("attn_length=%1").arg(attention) : QString();
        const auto scored = run({"evaluate", "--checkpoint_file=" + QString::fromStdString(checkpoint), "--config=" + config, "--hparams=" + hparams, "--log_likelihood",
                                 "--sequence_example_file=golden.tfrecord", "--device=cpu", "--json"});
        QVERIFY2(scored.status == 0, scored.err.constData());
        QCOMPARE(scored.json().value("events", std::size_t(0)), steps);
        const double found = scored.json().value("log_likelihood", 0.0);
        QVERIFY2(std::abs(found - expected) < 1e-5 * static_cast<double>(steps), qPrintable(QString("%1 is not %2").arg(found, 0, 'g', 10).arg(expected, 0, 'g', 10)));
    }

    void aRunIsWatchedWhileItTrains_data()
    {
        QTest::addColumn<QStringList>("training");
        QTest::addColumn<QStringList>("watching");
        QTest::addColumn<QByteArray>("figure");
        const QStringList both{"--device=cpu", "--threads=1"};
        QTest::newRow("evaluate") << QStringList{"train", "--config=basic_rnn", "--examples_path=tunes.tfrecord", "--run_dir=a", "--hparams=rnn_layer_sizes=[8],batch_size=2", "--num_training_steps=40",
                                                 "--eval_frequency=10"} + both
                                  << QStringList{"evaluate", "--continuous", "--run_dir=a", "--examples_path=tunes.tfrecord"} + both << QByteArray("loss");
        QTest::newRow("melody_rnn_train") << QStringList{"melody_rnn_train", "--config=basic_rnn", "--sequence_example_file=tunes.tfrecord", "--run_dir=b", "--hparams=rnn_layer_sizes=[8],batch_size=2",
                                                         "--num_training_steps=40", "--eval_frequency=10"} + both
                                          << QStringList{"melody_rnn_train", "--config=basic_rnn", "--sequence_example_file=tunes.tfrecord", "--run_dir=b", "--eval"} + both << QByteArray("loss");
        const QString small = "--hparams=batch_size=4,enc_rnn_size=[8],dec_rnn_size=[8],z_size=4";
        QTest::newRow("music_vae_train") << QStringList{"music_vae_train", "--config=cat-mel_2bar_small", "--examples_path=tunes.tfrecord", "--run_dir=c", small, "--num_steps=20"} + both
                                         << QStringList{"music_vae_train", "--config=cat-mel_2bar_small", "--examples_path=tunes.tfrecord", "--run_dir=c", small, "--mode=eval", "--eval_num_batches=1"} + both
                                         << QByteArray("kl_loss");
    }
    void aRunIsWatchedWhileItTrains()
    {
        QFETCH(QStringList, training);
        QFETCH(QStringList, watching);
        QFETCH(QByteArray, figure);
        QProcess run;
        run.setWorkingDirectory(m_dir.path());
        run.start(program(), training);
        const auto watched = partitaIn(m_dir.path(), watching); // begins before there is a checkpoint, ends with the run
        QVERIFY(run.waitForFinished(kPatience));
        QVERIFY2(run.exitCode() == 0, run.readAllStandardError().constData());
        QVERIFY2(watched.status == 0, watched.err.constData());
        QVERIFY2(watched.out.contains(figure) && watched.out.contains("step "), watched.out.constData());
    }

    void aRunBecomesAMagentaBundle()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/containers/bundle_basic_rnn");
        const auto graph = shared("golden/tensorflow/rnn/containers/bundle_basic_rnn/basic_rnn.mag").string();
        const auto shown = run({"inspect", QString::fromStdString(graph), "--json"}).json();
        const auto sizes = shown["hparams"]["rnn_layer_sizes"].dump();
        train("for_bundle", {"--examples_path=tunes.tfrecord", "--hparams=batch_size=2,rnn_layer_sizes=" + QString::fromStdString(sizes)});
        const auto saved = run({"melody_rnn_generate", "--save_generator_bundle", "--run_dir=for_bundle", "--bundle_file=mine.mag", "--bundle_description=My tunes", "--graph_from=" + QString::fromStdString(graph)});
        QVERIFY2(saved.status == 0, saved.err.constData());
        QVERIFY(!QFile::exists("/tmp/melody_rnn/generated/mine.mag"));
        const auto generated = [&](const QString& model, const QString& folder) {
            return run({"melody_rnn_generate", model, "--num_outputs=1", "--num_steps=32", "--seed=5", "--device=cpu", "--json", "--output_dir=" + folder}).json();
        };
        const auto own = generated("--run_dir=for_bundle", "own"), bundled = generated("--bundle_file=mine.mag", "bundled");
        QCOMPARE(bundled["outputs"][0]["log_likelihood"], own["outputs"][0]["log_likelihood"]);
        QCOMPARE(bundled["config"], own["config"]);
    }

    void aPianoRollGoesOnFromItsPrimer()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/generation/rnn-nade/checkpoint");
        const QString checkpoint = "--run_dir=" + QString::fromStdString(shared("golden/tensorflow/rnn/generation/rnn-nade/checkpoint").string());
        const auto made = [&](const QString& primer) {
            return run({"pianoroll_rnn_nade_generate", "--config=rnn-nade", checkpoint, primer, "--num_outputs=1", "--num_steps=16", "--seed=1", "--device=cpu", "--json", "--output_dir=rolls"});
        };
        const auto roll = made("--primer_pianoroll=[(55, 59), (55,), (), (62,)]");
        QVERIFY2(roll.status == 0, roll.err.constData());
        const auto shown = run({"import-report", "--json", QString::fromStdString(roll.json()["outputs"][0].value("file", ""))});
        QVERIFY(shown.json()[0].value("notes", 0) >= 3); // the primer's own, at least
        const auto chord = made("--primer_pitches=[55, 59]");
        QVERIFY(chord.json()["outputs"][0]["log_likelihood"] != roll.json()["outputs"][0]["log_likelihood"]);
        const auto wrong = made("--primer_pianoroll=(55)");
        QVERIFY2(wrong.status == 2, wrong.err.constData());
    }

    void examplesAreMadeOnceEach()
    {
        write(at("twice.tfrecord"), {tune("x", 4, 1), tune("y", 4, 1), tune("z", 4, 3), tune("thirds", 4, 1, 2)});
        const auto made = run({"preprocess_tfrecord", "--config=cat-mel_2bar_big", "--input_tfrecord=twice.tfrecord", "--output_tfrecord=examples", "--output_shards=2", "--json"});
        QVERIFY2(made.status == 0, made.err.constData());
        const auto counters = made.json()["counters"];
        QCOMPARE(counters.value("sequence-time-splits", 0), 4);
        QVERIFY(counters.value("unique-examples", 0) > 0 && counters.value("unique-examples", 0) < counters.value("all-examples", 0));
        int records = 0;
        for (const char* shard : {"examples-00000-of-00002", "examples-00001-of-00002"}) {
            auto reader = formats::TfRecordReader::open(at(shard).toStdString());
            QVERIFY2(reader, shard);
            while (const auto record = reader->next().value()) {
                const auto music = formats::parseNoteSequence(*record).value();
                QCOMPARE(music.totalTime.value, 4.0); // two bars at 120
                ++records;
            }
        }
        QCOMPARE(records, counters.value("unique-examples", -1));
        const auto filtered = run({"preprocess_tfrecord", "--config=cat-mel_2bar_big", "--input_tfrecord=twice.tfrecord", "--output_tfrecord=none", "--output_shards=1", "--min_velocities=2", "--json"});
        QCOMPARE(filtered.json()["counters"].value("filtered-min-velocities", 0), 4);
        const auto unfiltered = run({"preprocess_tfrecord", "--config=cat-mel_2bar_big", "--input_tfrecord=twice.tfrecord", "--output_tfrecord=all_of", "--output_shards=1", "--min_velocities=2", "--noenable_filtering", "--json"});
        QCOMPARE(unfiltered.json()["counters"].value("unique-examples", 0), counters.value("unique-examples", -1));
    }

private:
    QString at(const QString& name) const { return m_dir.filePath(name); }
    Ran run(const QStringList& arguments) const { return partitaIn(m_dir.path(), arguments); }
    /// A run of two steps; later flags win over those that are always given.
    void train(const QString& folder, const QStringList& more) const
    {
        QStringList arguments{"train", "--config=basic_rnn", "--run_dir=" + folder, "--num_training_steps=2", "--device=cpu", "--threads=1"};
        if (more.filter("--hparams").isEmpty())
            arguments << "--hparams=rnn_layer_sizes=[8],batch_size=2";
        const auto trained = run(arguments + more);
        QVERIFY2(trained.status == 0, trained.err.constData());
    }

    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(tst_TrainingCommands)
#include "tst_training_commands.moc"
