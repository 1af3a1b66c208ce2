// label: slow
// needs: ui, neural
#include "tests/support/shared.h"
#include "tests/ui/mainwindow/studio_fixture.h"

#include "engine/project/project_file.h"
#include "ui/latent/latent_page.h"
#include "ui/latent/morph_panel.h"
#include "ui/training/curves_plot.h"
#include "ui/training/run_form.h"
#include "ui/training/run_history.h"
#include "ui/training/training_page.h"

#include <QDirIterator>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

#include <sys/resource.h>

using namespace partita;
using namespace partita::ui;

/// Real runs of the real program, started from the window.
class TestTrainingPage : public QObject {
    Q_OBJECT

    test::StudioFixture m_fixture;
    QString m_music;

    static constexpr int kTunes = 50;
    static constexpr int kWaitMs = 120'000;

    /// A run of `steps` steps on the fifty tunes, small enough for any computer.
    void start(MainWindow& window, int steps)
    {
        TrainingPage& page = window.training();
        page.setData(m_music);
        page.form()->setSettings({"basic_rnn", "batch_size=8,rnn_layer_sizes=[16],dropout_keep_prob=1.0,learning_rate=0.01", steps, 3});
        QVERIFY2(page.startFault().isEmpty(), qPrintable(page.startFault()));
        window.commands()[Command::kStartRun]->trigger();
        QVERIFY(page.process().isRunning());
    }

    /// Whether Morph offers a model of the run in `folder`.
    static bool listed(MainWindow& window, const QString& folder)
    {
        return std::ranges::any_of(window.latent().panel().models(), [&](const ModelChoice& model) { return model.path.startsWith(folder); });
    }

private Q_SLOTS:
    void initTestCase()
    {
        SKIP_WITHOUT_SHARED("data/folk");
        m_music = m_fixture.path("music");
        QDir().mkpath(m_music);
        QDirIterator files(QString::fromStdString(test::shared("data/folk").string()), {"*.mid"}, QDir::Files, QDirIterator::Subdirectories);
        for (int i = 0; i < kTunes && files.hasNext(); ++i) {
            files.next();
            QVERIFY(QFile::copy(files.filePath(), QStringLiteral("%1/%2.mid").arg(m_music).arg(i)));
        }
    }

    void theLastPlottedPointIsTheLastLineOfTheRun()
    {
        const auto window = m_fixture.window();
        TrainingPage& page = window->training();
        QSignalSpy events(&page.process(), &TrainingProcess::event);
        QSignalSpy finished(&page.process(), &TrainingProcess::finished);
        start(*window, 30);
        QVERIFY(finished.wait(kWaitMs));

        QJsonObject last;
        for (const QList<QVariant>& arguments : events)
            if (const QJsonObject event = arguments.at(0).toJsonObject(); event["event"] == "train")
                last = event;
        QCOMPARE(last["step"].toInt(), 30);
        QTRY_VERIFY(page.curves()->lastPlotted());
        const RunLog::Point plotted = *page.curves()->lastPlotted();
        QCOMPARE(plotted.step, 30);
        QCOMPARE(plotted.loss, last["loss"].toDouble());
        QCOMPARE(plotted.perplexity, last["perplexity"].toDouble());
        QCOMPARE(plotted.accuracy, last["accuracy"].toDouble());

        // The folder tells the same, and its model is offered.
        const auto kept = readRun(page.runningLog().folder.toStdString());
        QVERIFY(kept);
        QCOMPARE(kept->state, RunLog::State::kDone);
        QVERIFY(kept->train.back() == plotted);
        QTRY_VERIFY(std::ranges::any_of(window->generatePanel().models(), [&](const ModelChoice& model) { return model.path.startsWith(page.runningLog().folder); }));

        // From there one click leads to composing with it.
        window->commands()[Command::kTrain]->trigger();
        window->generatePanel().chooseModel(window->generatePanel().models().front().path);
        QVERIFY2(window->commands()[Command::kUseRun]->isEnabled(), qPrintable(window->commands()[Command::kUseRun]->toolTip()));
        window->commands()[Command::kUseRun]->trigger();
        QTRY_VERIFY(window->generatePanel().options().model.startsWith(page.runningLog().folder));
        QVERIFY(window->commands()[Command::kCompose]->isChecked());
    }

    void aMusicVaeTrainsAndIsOfferedInMorph()
    {
        const auto window = m_fixture.window();
        TrainingPage& page = window->training();
        QSignalSpy finished(&page.process(), &TrainingProcess::finished);
        page.setData(m_music);
        page.form()->setSettings({"cat-mel_2bar_small", "batch_size=8,enc_rnn_size=[8],dec_rnn_size=[8,8],z_size=4,free_bits=2,max_beta=0.2,learning_rate=0.01", 20, 3});
        QVERIFY2(page.startFault().isEmpty(), qPrintable(page.startFault()));
        window->commands()[Command::kStartRun]->trigger();
        QVERIFY(finished.wait(kWaitMs));
        QTRY_VERIFY(page.curves()->lastPlotted());
        QCOMPARE(page.curves()->lastPlotted()->step, 20);
        QVERIFY(page.runningLog().isLatent);
        QVERIFY(page.runningLog().train.back().klBits > 0.0);
        const QString folder = page.runningLog().folder;
        QTRY_VERIFY_WITH_TIMEOUT(listed(*window, folder), kWaitMs);
    }

    void aFinishedRunGoesOn()
    {
        const auto window = m_fixture.window();
        TrainingPage& page = window->training();
        QSignalSpy finished(&page.process(), &TrainingProcess::finished);
        start(*window, 20);
        QVERIFY(finished.wait(kWaitMs));
        const QString folder = page.runningLog().folder;
        QTRY_VERIFY2(window->commands()[Command::kContinueRun]->isEnabled(), qPrintable(window->commands()[Command::kContinueRun]->toolTip()));
        window->commands()[Command::kContinueRun]->trigger();
        QVERIFY(finished.wait(kWaitMs));
        QCOMPARE(page.runningLog().folder, folder);
        QCOMPARE(page.runningLog().step(), 40);
        QVERIFY(page.runningLog().train.front().step < 20); // the curve of the first sitting stands before the second's
    }

    void aGentleRunLetsOthersGoFirst()
    {
        const auto window = m_fixture.window();
        TrainingPage& page = window->training();
        QSignalSpy finished(&page.process(), &TrainingProcess::finished);
        page.setData(m_music);
        page.form()->setSettings({"basic_rnn", "batch_size=8,rnn_layer_sizes=[16],dropout_keep_prob=1.0,learning_rate=0.01", 1'000'000, 3, true});
        QVERIFY(page.form()->settings().gentle);
        window->commands()[Command::kStartRun]->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!page.runningLog().train.empty(), kWaitMs);
        QCOMPARE(::getpriority(PRIO_PROCESS, static_cast<id_t>(page.process().processId())), 19);
        page.stop();
        QVERIFY(finished.wait(kWaitMs));
    }

    void aKilledRunIsASentenceAndTheSongCanBeSaved()
    {
        const auto window = m_fixture.window();
        QSignalSpy failed(&window->training().process(), &TrainingProcess::failed);
        QSignalSpy events(&window->training().process(), &TrainingProcess::event);
        start(*window, 1'000'000);
        QTRY_VERIFY_WITH_TIMEOUT(!window->training().runningLog().train.empty(), kWaitMs);
        ::kill(static_cast<pid_t>(window->training().process().processId()), SIGKILL);
        QVERIFY(failed.wait());
        QVERIFY(!failed.first().at(0).toString().isEmpty());
        QCOMPARE(window->training().runningLog().state, RunLog::State::kFailed);
        QVERIFY(window->commands()[Command::kStartRun]->isEnabled());

        window->commands()[Command::kAddTrack]->trigger();
        const std::filesystem::path file = m_fixture.path("after.partita").toStdString();
        QSignalSpy saved(&window->document(), &ProjectDocument::saved);
        window->document().saveAs(file);
        QVERIFY(saved.wait());
        const auto loaded = project::loadProject(file);
        QVERIFY(loaded.has_value());
        QVERIFY(*loaded == window->document().document());
    }

    void aPausedRunCanBeResumedAndStopped()
    {
        const auto window = m_fixture.window();
        const TrainingProcess& process = window->training().process();
        QSignalSpy finished(&process, &TrainingProcess::finished);
        start(*window, 1'000'000);
        QTRY_VERIFY_WITH_TIMEOUT(!window->training().runningLog().train.empty(), kWaitMs);
        window->commands()[Command::kPauseRun]->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(process.state(), TrainingProcess::State::kPaused, kWaitMs);
        QVERIFY(window->commands()[Command::kPauseRun]->isChecked());
        const qint64 step = window->training().runningLog().step();
        window->commands()[Command::kPauseRun]->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(window->training().runningLog().step() > step, kWaitMs);
        window->commands()[Command::kStopRun]->trigger();
        QVERIFY(finished.wait(kWaitMs));
        QVERIFY(!window->commands()[Command::kStopRun]->isEnabled());
    }
};

QTEST_MAIN(TestTrainingPage)
#include "tst_training_page.moc"
