#include "engine/runs/run_folder.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>


using namespace partita;
using runs::Status;

class TestRunFolder : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path path(const char* name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }

    static runs::Run someRun(const std::filesystem::path& folder)
    {
        runs::Run run;
        run.folder = folder;
        run.config = "basic_rnn";
        run.hparams = R"({"batch_size":64})";
        run.seed = 18446744073709551615u;
        run.eval_ratio = 0.25;
        run.num_training_steps = 500;
        run.examples_path = {"tunes", "more tunes"};
        run.dataDigest = "abc";
        run.started = "2025-03-01T12:00:00Z";
        run.status = Status::kRunning;
        return run;
    }

    static void touch(const std::filesystem::path& path) { QVERIFY(QFile(QString::fromStdString(path.string())).open(QIODevice::WriteOnly)); }

    static runs::Checkpoint checkpoint(const runs::OpenRun& open, std::int64_t step, std::optional<double> loss)
    {
        runs::Checkpoint added{step, "checkpoints/" + std::to_string(step) + ".m", "checkpoints/" + std::to_string(step) + ".s", {}};
        if (loss)
            added.eval["loss"] = *loss;
        touch(open.folder() / added.model);
        touch(open.folder() / added.state);
        return added;
    }

    static QString stepsOf(const runs::Checkpoints& checkpoints)
    {
        QStringList steps;
        for (const auto& checkpoint : checkpoints.all)
            steps << QString::number(checkpoint.step);
        return steps.join(' ');
    }

private Q_SLOTS:
    void whatIsWrittenIsRead()
    {
        auto open = runs::OpenRun::open(path("written")).value();
        QVERIFY(!open.earlier());
        const auto run = someRun(path("written"));
        QVERIFY(open.write(run));
        const auto read = runs::readRun(path("written")).value();
        QCOMPARE(read.config, run.config);
        QCOMPARE(read.hparams, run.hparams);
        QCOMPARE(read.seed, run.seed);
        QCOMPARE(read.eval_ratio, run.eval_ratio);
        QCOMPARE(read.examples_path, run.examples_path);
        QCOMPARE(read.status, Status::kRunning);
        QVERIFY(!read.model());
    }

    void aRunWithoutItsProcessIsInterrupted()
    {
        {
            auto open = runs::OpenRun::open(path("left")).value();
            QVERIFY(open.write(someRun(path("left"))));
        }
        QCOMPARE(runs::readRun(path("left")).value().status, Status::kInterrupted);
        QVERIFY(runs::OpenRun::open(path("left")).value().earlier());
    }

    void twoDoNotTrainInOneFolder()
    {
        auto open = runs::OpenRun::open(path("taken")).value();
        const auto second = runs::OpenRun::open(path("taken"));
        QVERIFY(!second);
        QVERIFY(QString::fromStdString(second.error().message).contains("Another process"));
    }

    void theNewestAndTheBestAreKept()
    {
        auto open = runs::OpenRun::open(path("kept")).value();
        QVERIFY(open.write(someRun(path("kept"))));
        runs::Checkpoints checkpoints;
        for (const auto& [step, loss] : std::initializer_list<std::pair<int, double>>{{100, 2.0}, {200, 1.0}, {300, 1.5}, {400, 1.25}, {500, 1.75}})
            QVERIFY(open.addCheckpoint(checkpoints, checkpoint(open, step, loss), 3));
        QCOMPARE(stepsOf(checkpoints), "200 300 400 500");
        const auto read = runs::readRun(path("kept")).value();
        QCOMPARE(read.checkpoints.all, checkpoints.all);
        QCOMPARE(read.checkpoints.latest()->step, 500);
        QCOMPARE(read.checkpoints.preferred()->step, 200);
        QCOMPARE(runs::modelFile(path("kept")).value(), path("kept") / "checkpoints/200.m");
        QVERIFY(std::filesystem::exists(path("kept") / "checkpoints/200.m"));
        QVERIFY(!std::filesystem::exists(path("kept") / "checkpoints/100.m"));
        QVERIFY(!std::filesystem::exists(path("kept") / "checkpoints/100.s"));
    }

    void whatIsKeptForGoodStays()
    {
        auto open = runs::OpenRun::open(path("for-good")).value();
        QVERIFY(open.write(someRun(path("for-good"))));
        runs::Checkpoints checkpoints;
        for (int step = 1; step <= 6; ++step) {
            auto added = checkpoint(open, step, std::nullopt);
            added.kept = step == 2;
            QVERIFY(open.addCheckpoint(checkpoints, added, 2));
        }
        QCOMPARE(stepsOf(checkpoints), "2 5 6");
        QCOMPARE(runs::readRun(path("for-good")).value().checkpoints.all, checkpoints.all);
    }

    void withoutMeasurementsTheNewestIsPreferred()
    {
        auto open = runs::OpenRun::open(path("unmeasured")).value();
        runs::Checkpoints checkpoints;
        QVERIFY(open.addCheckpoint(checkpoints, checkpoint(open, 1, {}), 10));
        QVERIFY(open.addCheckpoint(checkpoints, checkpoint(open, 2, {}), 10));
        QCOMPARE(checkpoints.preferred()->step, 2);
    }

    void runsAreListedNewestFirstAndDamagedOnesLeftOut()
    {
        for (const auto& [name, started] : {std::pair{"a", "2025-01-01T00:00:00Z"}, std::pair{"b", "2025-02-01T00:00:00Z"}}) {
            auto run = someRun(path("list") / name);
            run.started = started;
            QVERIFY(runs::OpenRun::open(run.folder).value().write(run));
        }
        QVERIFY(makeFolder(path("list") / "c"));
        QVERIFY(writeFileAtomically(path("list") / "c/run.json", "{"));
        const auto listed = runs::listRuns(path("list"));
        QCOMPARE(listed.size(), 2u);
        QCOMPARE(listed[0].folder.filename().string(), "b");
        QCOMPARE(runs::readRun(path("list") / "c").error().code, ErrorCode::kDamaged);
        QCOMPARE(runs::readRun(path("list") / "nowhere").error().code, ErrorCode::kNotFound);
    }

    void checkpointsOutsideTheFolderAreIgnored()
    {
        auto open = runs::OpenRun::open(path("outside")).value();
        QVERIFY(open.write(someRun(path("outside"))));
        QVERIFY(writeFileAtomically(path("outside") / "checkpoint.json",
                                    R"({"all":[{"step":1,"model":"../x","state":"y","eval":{}},{"step":2,"model":"/x","state":"y","eval":{}},{"step":3,"model":"m","state":"s","eval":{"loss":null}}]})"));
        QCOMPARE(stepsOf(runs::readRun(path("outside")).value().checkpoints), "3");
    }
};

QTEST_GUILESS_MAIN(TestRunFolder)
#include "tst_run_folder.moc"
