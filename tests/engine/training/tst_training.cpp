// needs: neural
#include "tests/engine/training/training_run.h"
#include "tests/support/tunes.h"

#include "engine/bundle/safetensors.h"
#include "engine/core/file_io.h"
#include "engine/core/rng.h"
#include "engine/neural/neural.h"
#include "engine/runs/run_folder.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cmath>
#include <ctime>
#include <set>
#include <thread>
#include <unistd.h>

using namespace partita;
using test::train;
using training::Json;
namespace fs = std::filesystem;

namespace {

const std::initializer_list<std::string_view> kFigures = {"train", "eval"};

/// A tune of `bars` bars of eighth notes that goes up the scale and then wanders in it.
NoteSequence tune(std::uint64_t seed, int bars)
{
    constexpr int kScale[] = {60, 62, 64, 65, 67, 69, 71, 72};
    NoteSequence sequence = test::emptyPiece(bars);
    Rng rng(seed);
    int place = 0;
    for (int i = 0; i < bars * 8; ++i) {
        place = i < 8 ? i : std::clamp(place + static_cast<int>(rng.below(3)) - 1, 0, 7);
        sequence.notes.push_back({.pitch = kScale[place], .velocity = 90, .startTime = Seconds(i * 0.25), .endTime = Seconds(i * 0.25 + 0.25)});
    }
    return sequence;
}

double processorSeconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

} // namespace

class TestTraining : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

    training::TrainOptions options(const char* run) const
    {
        training::TrainOptions options;
        options.hparams = "rnn_layer_sizes=[12,10],batch_size=4";
        options.examples_path = {path("tunes")};
        options.run_dir = path(run);
        options.num_training_steps = 6;
        options.seed = 5;
        options.eval_ratio = 0.3;
        options.summary_frequency = 1;
        options.eval_frequency = 3;
        options.threads = 1;
        options.device = "cpu";
        return options;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(makeFolder(path("tunes/deeper")));
        for (int i = 0; i < 14; ++i)
            QVERIFY(test::writeMidi(path("tunes") / (i % 2 ? "deeper" : ".") / ("tune" + std::to_string(i) + ".mid"), tune(static_cast<std::uint64_t>(i), 8 + i % 3)));
        QVERIFY(test::writeMidi(path("tunes") / "short.mid", tune(99, 3)));
        QVERIFY(writeFileAtomically(path("tunes") / "broken.mid", "no music at all"));
        QVERIFY(writeFileAtomically(path("tunes") / "notes.txt", "not looked at"));
    }

    void aRunTellsItsStoryInOrder()
    {
        const auto run = train(options("story"));
        QVERIFY2(run.outcome, run.outcome ? "" : run.outcome.error().message.c_str());
        QVERIFY(run.events.front().at("event") == "start");
        QVERIFY(run.events.front().at("schema") == 1);
        QCOMPARE(run.of("train").size(), 6u);
        QCOMPARE(run.of("eval").size(), 2u);
        QCOMPARE(run.of("checkpoint").size(), 2u);
        QVERIFY(run.events.back().at("event") == "done");
        QVERIFY(run.events.back().at("reason") == "num_training_steps");
        const double first = run.of("train").front().at("loss");
        QVERIFY(std::abs(first - std::log(38.0)) < 0.2); // untrained, it guesses among 38 classes
        QVERIFY(run.of("train").back().at("loss").get<double>() < first);
        QVERIFY(std::abs(std::exp(first) - run.of("train").front().at("perplexity").get<double>()) < 1e-9);
    }

    void filesThatGiveNothingAreNamedWithTheirReason()
    {
        const auto run = train(options("story2"));
        QStringList rejected;
        for (const auto& event : run.of("rejected"))
            rejected << QString::fromStdString(fs::path(event.at("file").get<std::string>()).filename().string() + ": " + event.at("reason").get<std::string>());
        QCOMPARE(rejected.size(), 2);
        QVERIFY(rejected[0].startsWith("broken.mid: "));
        QVERIFY(rejected[1].contains("short.mid\": No melody was found: its melodies are shorter than 7 bars"));
        QVERIFY(QString::fromStdString(run.of("warning").front().at("message")).startsWith("2 of 16 files"));
        const auto data = run.of("data").front();
        QVERIFY(data.at("files") == 16);
        QVERIFY(data.at("rejected") == 2);
        QVERIFY(data.at("eval_files") > 0);
        QCOMPARE(data.at("training_files").get<int>() + data.at("eval_files").get<int>(), 14);
    }

    void resumingGivesTheNumbersOfNotStopping()
    {
        const auto whole = train(options("whole"));
        auto half = options("halves");
        half.num_training_steps = 3;
        const auto first = train(half);
        half.num_training_steps = 6;
        const auto second = train(half);
        QVERIFY(first.outcome && second.outcome);
        QVERIFY(second.events.front().at("step") == 3);
        QCOMPARE(first.numbers(kFigures) + second.numbers(kFigures), whole.numbers(kFigures));
        for (const char* file : {"checkpoints/step-0000006.safetensors", "checkpoints/step-0000006.state.safetensors"})
            QCOMPARE(readFile(path("halves") / file, 1 << 24).value(), readFile(path("whole") / file, 1 << 24).value());
    }

    void stoppingAnywhereLosesNothing()
    {
        const auto whole = train(options("unstopped"));
        std::stop_source stop;
        const auto stopped = train(options("stopped"), [&](const Json& event) {
            if (event.at("event") == "train" && event.at("step") == 4)
                stop.request_stop();
        }, stop.get_token());
        QVERIFY(stopped.outcome);
        QVERIFY(stopped.events.back().at("reason") == "stopped");
        QVERIFY(stopped.events.back().at("step") == 4);
        QCOMPARE(runs::readRun(path("stopped")).value().status, runs::Status::kStopped);
        const auto rest = train(options("stopped"));
        QCOMPARE(stopped.numbers(kFigures) + rest.numbers(kFigures), whole.numbers(kFigures));
    }

    void aPausedRunLeavesTheProcessor()
    {
        int words[2];
        QCOMPARE(::pipe(words), 0);
        const auto say = [&](const std::string& word) { QCOMPARE(::write(words[1], word.data(), word.size()), static_cast<ssize_t>(word.size())); };
        auto wanted = options("paused");
        wanted.num_training_steps = 1'000'000;
        wanted.controlInput = words[0];
        std::atomic<bool> paused = false, resumed = false;
        test::TrainingRun run;
        std::jthread trainer([&] {
            run = train(wanted, [&](const Json& event) {
                paused = paused || event.at("event") == "paused";
                resumed = resumed || event.at("event") == "resumed";
            });
        });
        say("nonsense\npau");
        say("se\n");
        QTRY_VERIFY_WITH_TIMEOUT(paused.load(), 20'000);
        QTest::qWait(100); // threads of the last step come to rest
        const double before = processorSeconds();
        QTest::qWait(400);
        const double spent = processorSeconds() - before;
        QVERIFY2(spent < 0.1, qPrintable(QString("%1 s of processor time in 0.4 s of pause").arg(spent)));
        QVERIFY(!resumed);
        say("resume\n");
        QTRY_VERIFY_WITH_TIMEOUT(resumed.load(), 20'000);
        say("stop\n");
        trainer.join();
        QVERIFY(run.outcome);
        QVERIFY(run.events.back().at("reason") == "stopped");
        ::close(words[0]);
        ::close(words[1]);
    }

    void closedInputDoesNotStopARun()
    {
        int words[2];
        QCOMPARE(::pipe(words), 0);
        ::close(words[1]);
        auto wanted = options("closed");
        wanted.controlInput = words[0];
        QVERIFY(train(wanted).events.back().at("reason") == "num_training_steps");
        ::close(words[0]);
    }

    void aLossThatIsNoNumberEndsTheRunAndNamesTheLastGoodCheckpoint()
    {
        auto wanted = options("diverged");
        wanted.num_training_steps = 3;
        wanted.eval_frequency = 1;
        QVERIFY(train(wanted).outcome);
        const auto checkpoints = runs::readRun(wanted.run_dir).value().checkpoints;
        const auto newest = wanted.run_dir / checkpoints.latest()->model;
        auto model = bundle::readSafetensors(newest).value();
        model.add(bundle::makeTensor("fully_connected/biases", {38}, std::span<const float>(std::vector<float>(38, std::nanf("")))));
        QVERIFY(bundle::writeSafetensors(newest, model));
        wanted.num_training_steps = 6;
        const auto run = train(wanted);
        QVERIFY(!run.outcome);
        const auto& failed = run.events.back();
        QVERIFY(failed.at("event") == "failed");
        QVERIFY2(QString::fromStdString(failed.at("message")).contains("The loss of step 4"), failed.at("message").get<std::string>().c_str());
        QVERIFY(failed.at("checkpoint") == (wanted.run_dir / checkpoints.at(2)->model).string());
        QVERIFY(QString::fromStdString(failed.at("message")).contains(QString::fromStdString(failed.at("checkpoint"))));
        QCOMPARE(runs::readRun(wanted.run_dir).value().status, runs::Status::kFailed);
    }

    void aRunBeginsWithTheWeightsOfAnother()
    {
        const auto first = train(options("first"));
        auto warm = options("warm");
        warm.warm_start = runs::modelFile(path("first")).value();
        const auto run = train(warm);
        QVERIFY2(run.outcome, run.outcome ? "" : run.outcome.error().message.c_str());
        QVERIFY(run.events.front().at("step") == 0); // Adam and the steps begin anew
        QVERIFY(run.of("train").front().at("loss").get<double>() < first.of("train").front().at("loss").get<double>());
        QVERIFY(run.of("eval").back().at("loss").get<double>() < first.of("eval").back().at("loss").get<double>());

        auto other = options("other-shape");
        other.hparams = "rnn_layer_sizes=[12,11],batch_size=4";
        other.warm_start = warm.warm_start;
        const auto refused = train(other);
        QVERIFY(!refused.outcome);
        const auto message = QString::fromStdString(refused.outcome.error().message);
        QVERIFY2(message.contains("begins with") && message.contains("instead of"), qPrintable(message));
        QVERIFY(!fs::exists(other.run_dir));
    }

    void dropoutInEvaluationIsNamed()
    {
        auto wanted = options("dropped");
        wanted.dropout_in_eval = true;
        const auto run = train(wanted);
        const auto eval = run.of("eval").back();
        QVERIFY(eval.at("loss_with_dropout").get<double>() != eval.at("loss").get<double>());
        QCOMPARE(eval.at("loss").get<double>(), train(options("undropped")).of("eval").back().at("loss").get<double>());
        training::EvaluateOptions again;
        again.checkpoint = path("dropped");
        again.examples_path = {path("tunes")};
        again.device = "cpu";
        again.threads = 1;
        again.dropout_in_eval = true;
        const auto measured = neural::open().value()->evaluate(again).value();
        QCOMPARE(measured.at("eval").at("loss").get<double>(), eval.at("loss").get<double>());
        QVERIFY(measured.at("eval").contains("accuracy_with_dropout"));
    }

    void theNewestCheckpointsAndTheBestAreKept()
    {
        auto wanted = options("few");
        wanted.hparams += ",learning_rate=0.3"; // so that the best is an early one
        wanted.eval_frequency = 1;
        wanted.num_training_steps = 12;
        wanted.num_checkpoints = 2;
        const auto run = train(wanted);
        QVERIFY(run.outcome);
        const auto checkpoints = runs::readRun(wanted.run_dir).value().checkpoints;
        std::set<std::int64_t> kept{11, 12, *checkpoints.best};
        std::set<std::int64_t> listed, onDisk;
        for (const auto& checkpoint : checkpoints.all) {
            listed.insert(checkpoint.step);
            QVERIFY(fs::exists(wanted.run_dir / checkpoint.model) && fs::exists(wanted.run_dir / checkpoint.state));
        }
        for (const auto& file : fs::directory_iterator(wanted.run_dir / "checkpoints"))
            onDisk.insert(std::stoll(file.path().filename().string().substr(5)));
        QCOMPARE(QList(listed.begin(), listed.end()), QList(kept.begin(), kept.end()));
        QCOMPARE(QList(onDisk.begin(), onDisk.end()), QList(kept.begin(), kept.end()));
        double lowest = INFINITY;
        for (const auto& event : run.of("eval"))
            lowest = std::min(lowest, event.at("loss").get<double>());
        QCOMPARE(checkpoints.at(*checkpoints.best)->eval.at("loss"), lowest);
    }

    void checkpointsOfThePastStayWhereHoursAreAskedFor_data()
    {
        QTest::addColumn<double>("hours");
        QTest::addColumn<int>("number");
        QTest::addColumn<int>("kept");
        QTest::newRow("each is old enough") << 1e-12 << 1 << 6;
        QTest::newRow("none is old enough") << 1.0 << 2 << 2; // the newest; the best, of a run that only learns, is among them
        QTest::newRow("not asked for") << 0.0 << 2 << 2;
        QTest::newRow("all in any case") << 0.0 << 0 << 6;
    }
    void checkpointsOfThePastStayWhereHoursAreAskedFor()
    {
        QFETCH(double, hours);
        QFETCH(int, number);
        QFETCH(int, kept);
        auto wanted = options(qPrintable("hours-" + QString::number(hours) + "-" + QString::number(number)));
        wanted.eval_frequency = 1;
        wanted.num_checkpoints = number;
        wanted.keep_checkpoint_every_n_hours = hours;
        QVERIFY(train(wanted).outcome);
        QCOMPARE(runs::readRun(wanted.run_dir).value().checkpoints.all.size(), static_cast<std::size_t>(kept));
    }

    void noImprovementEndsARunThatAskedForIt()
    {
        auto eager = options("eager");
        eager.hparams += ",learning_rate=0.3";
        eager.eval_frequency = 1;
        eager.patience = 2;
        eager.num_training_steps = 400;
        const auto run = train(eager);
        QVERIFY(run.outcome);
        QVERIFY(run.events.back().at("reason") == "no improvement");
        const auto checkpoints = runs::readRun(path("eager")).value().checkpoints;
        QCOMPARE(checkpoints.latest()->step, *checkpoints.best + 2);
    }

    void evaluateGivesTheNumbersOfTheRun()
    {
        const auto run = train(options("measured"));
        training::EvaluateOptions wanted;
        wanted.checkpoint = path("measured");
        wanted.examples_path = {path("tunes")};
        wanted.device = "cpu";
        wanted.threads = 1;
        const auto measured = neural::open().value()->evaluate(wanted);
        QVERIFY2(measured, measured ? "" : measured.error().message.c_str());
        QVERIFY(measured->at("same_data") == true);
        QVERIFY(measured->at("step") == 6);
        const auto eval = run.of("eval").back();
        for (const char* name : {"loss", "perplexity", "accuracy", "event_accuracy", "no_event_accuracy", "per_class_accuracy"})
            QCOMPARE(measured->at("eval").at(name).get<double>(), eval.at(name).get<double>());
        QVERIFY(measured->at("train").at("loss").get<double>() > 0.0);
    }

    void refusalsSayWhatIsWrong_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("config") << "config" << "basic_rnn";
        QTest::newRow("hparams") << "hparams" << "bath_size";
        QTest::newRow("folder") << "examples" << "There is no file or folder";
        QTest::newRow("empty folder") << "empty" << "no music to learn from";
        QTest::newRow("nothing to learn") << "short" << "None of the 1 files";
        QTest::newRow("steps") << "steps" << "num_training_steps";
        QTest::newRow("device") << "device" << "no device \"tpu\"";
        QTest::newRow("other options") << "other" << "with other options";
        QTest::newRow("no layers") << "rnn_layer_sizes=[]" << "rnn_layer_sizes";
        QTest::newRow("a layer of nothing") << "rnn_layer_sizes=[16,0]" << "rnn_layer_sizes";
        QTest::newRow("an empty batch") << "batch_size=0" << "batch_size";
        QTest::newRow("all dropped") << "dropout_keep_prob=0" << "dropout_keep_prob";
        QTest::newRow("a negative rate") << "learning_rate=-0.1" << "learning_rate";
        QTest::newRow("no number") << "learning_rate=nan" << "learning_rate";
        QTest::newRow("attention backwards") << "attn_length=-1" << "attn_length";
    }
    void refusalsSayWhatIsWrong()
    {
        QFETCH(QString, change);
        QFETCH(QString, sentence);
        auto wrong = options(qPrintable("refused-" + change));
        if (change.contains('='))
            wrong.hparams = change.toStdString();
        else if (change == "config")
            wrong.config = "basic";
        else if (change == "hparams")
            wrong.hparams = "bath_size=3";
        else if (change == "examples")
            wrong.examples_path = {path("nowhere")};
        else if (change == "empty") {
            QVERIFY(makeFolder(path("empty")));
            wrong.examples_path = {path("empty")};
        } else if (change == "short")
            wrong.examples_path = {path("tunes/short.mid")};
        else if (change == "steps")
            wrong.num_training_steps = 0;
        else if (change == "device")
            wrong.device = "tpu";
        else {
            QVERIFY(train(wrong).outcome);
            wrong.seed = 6;
        }
        const auto run = train(wrong);
        QVERIFY(!run.outcome);
        QVERIFY2(QString::fromStdString(run.outcome.error().message).contains(sentence), run.outcome.error().message.c_str());
        QVERIFY(run.events.back().at("event") == "failed");
        QCOMPARE(run.events.back().at("message").get<std::string>(), run.outcome.error().message);
    }
};

QTEST_GUILESS_MAIN(TestTraining)
#include "tst_training.moc"
