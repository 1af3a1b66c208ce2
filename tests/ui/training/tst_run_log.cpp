// needs: ui
#include "ui/training/curves_plot.h"
#include "ui/training/run_form.h"
#include "ui/training/run_history.h"

#include <QComboBox>
#include <QFile>
#include <QJsonDocument>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace partita::ui;

class TestRunLog : public QObject {
    Q_OBJECT

    static RunLog logOf(const QByteArrayList& lines)
    {
        RunLog log;
        for (const QByteArray& line : lines)
            apply(log, QJsonDocument::fromJson(line).object());
        return log;
    }

    static constexpr const char* kStart = R"({"event":"start","schema":1,"config":"basic_rnn","num_training_steps":200,"num_classes":38})";
    static constexpr const char* kStep10 = R"({"event":"train","step":10,"loss":3.5,"perplexity":33.1,"accuracy":0.25})";
    static constexpr const char* kStep20 = R"({"event":"train","step":20,"loss":3.0,"perplexity":20.1,"accuracy":0.5})";
    static constexpr const char* kEval20 = R"({"event":"eval","step":20,"loss":3.2,"perplexity":24.5,"accuracy":0.45})";

private Q_SLOTS:
    void linesBecomeCurves()
    {
        const RunLog log = logOf({kStart, kStep10, kStep20, kEval20});
        QCOMPARE(log.config, "basic_rnn");
        QCOMPARE(log.totalSteps, 200);
        QCOMPARE(log.numClasses, 38);
        QCOMPARE(log.train.size(), 2u);
        QVERIFY((log.train.back() == RunLog::Point{20, 3.0, 20.1, 0.5}));
        QVERIFY((log.heldOut.back() == RunLog::Point{20, 3.2, 24.5, 0.45}));
        QCOMPARE(log.state, RunLog::State::kRunning);
    }

    void aMusicVaeTellsItsKl()
    {
        const RunLog log = logOf({R"({"event":"start","schema":1,"config":"cat-mel_2bar_small","num_training_steps":200})", R"({"event":"train","step":10,"loss":93.5,"kl_bits":21.5,"accuracy":0.25})",
                                  R"({"event":"eval","step":10,"loss":95.0,"kl_bits":20.0,"accuracy":0.2})"});
        QVERIFY(log.isLatent);
        QCOMPARE(log.train.back().klBits, 21.5);
        QCOMPARE(log.heldOut.back().klBits, 20.0);
        CurvesPlot plot;
        plot.show(log);
        QCOMPARE(plot.lastPlotted()->klBits, 21.5);
        QVERIFY(!logOf({kStart, kStep10}).isLatent);
    }

    void theFormOffersEveryConfigAndSaysWhatItIsGiven_data()
    {
        QTest::addColumn<QString>("config");
        QTest::addColumn<QStringList>("said");
        QTest::newRow("event RNN") << "attention_rnn" << QStringList{"rnn_layer_sizes=[128, 128]", "batch_size=128"};
        QTest::newRow("MusicVAE") << "cat-mel_2bar_small" << QStringList{"enc_rnn_size=[512]", "dec_rnn_size=[256, 256]", "z_size=256", "free_bits=0", "max_beta=0.2"};
    }
    void theFormOffersEveryConfigAndSaysWhatItIsGiven()
    {
        QFETCH(QString, config);
        QFETCH(QStringList, said);
        RunForm form;
        auto* box = form.findChild<QComboBox*>();
        QSignalSpy changed(&form, &RunForm::changed);
        box->setCurrentIndex(box->findData(config));
        QVERIFY(!changed.isEmpty());
        QCOMPARE(form.settings().config, config);
        for (const QString& word : said)
            QVERIFY2(form.settings().hparams.contains(word), qPrintable(form.settings().hparams));
        QVERIFY2(form.fault().isEmpty(), qPrintable(form.fault()));
        auto* sizes = form.findChildren<QLineEdit*>().front();
        for (QLineEdit* edit : form.findChildren<QLineEdit*>())
            if (!edit->isHidden() && !qobject_cast<QAbstractSpinBox*>(edit->parentWidget())) {
                sizes = edit;
                break;
            }
        sizes->setText("many");
        QVERIFY(!form.fault().isEmpty());
    }

    void unknownEventsAndFieldsArePassedOver()
    {
        const RunLog log = logOf({kStart, R"({"event":"weather","loss":1})", R"({"event":"train","step":10,"loss":3.5,"perplexity":33.1,"accuracy":0.25,"mood":"good"})", "no json"});
        QCOMPARE(log.train.size(), 1u);
        QCOMPARE(log.heldOut.size(), 0u);
    }

    void aStepToldAgainReplacesTheOldOnes()
    {
        const RunLog log = logOf({kStart, kStep10, kStep20, R"({"event":"train","step":10,"loss":9,"perplexity":8,"accuracy":0})"});
        QCOMPARE(log.train.size(), 1u);
        QCOMPARE(log.train.back().loss, 9.0);
    }

    void states_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<RunLog::State>("state");
        QTest::newRow("paused") << QByteArray(R"({"event":"paused"})") << RunLog::State::kPaused;
        QTest::newRow("resumed") << QByteArray(R"({"event":"resumed"})") << RunLog::State::kRunning;
        QTest::newRow("done") << QByteArray(R"({"event":"done"})") << RunLog::State::kDone;
        QTest::newRow("failed") << QByteArray(R"({"event":"failed","message":"No tunes."})") << RunLog::State::kFailed;
    }
    void states()
    {
        QFETCH(QByteArray, line);
        QFETCH(RunLog::State, state);
        QCOMPARE(logOf({kStart, line}).state, state);
    }

    void aRunThatSaysNoMoreWasInterrupted()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("events.jsonl"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArrayList{kStart, kStep10}.join('\n'));
        file.close();
        const auto log = readRun(folder.path().toStdString());
        QVERIFY(log);
        QCOMPARE(log->state, RunLog::State::kInterrupted);
        QCOMPARE(log->step(), 10);
    }

    void aFolderWithoutARunIsNone()
    {
        QTemporaryDir folder;
        QVERIFY(!readRun(folder.path().toStdString()));
        QVERIFY(readRuns(folder.path().toStdString()).empty());
        QVERIFY(readRuns((folder.path() + "/missing").toStdString()).empty());
    }

    void newRunsNeverShareAFolder()
    {
        QTemporaryDir folder;
        const std::filesystem::path root = folder.path().toStdString();
        const QDateTime now(QDate(2026, 11, 24), QTime(8, 5));
        const auto first = newRunFolder(root, "basic_rnn", now);
        QCOMPARE(first.filename().string(), "basic_rnn-2026-11-24-080500");
        std::filesystem::create_directory(first);
        QVERIFY(newRunFolder(root, "basic_rnn", now) != first);
    }

    void thePlotShowsTheLastPoint()
    {
        CurvesPlot plot;
        QVERIFY(!plot.lastPlotted());
        const RunLog log = logOf({kStart, kStep10, kStep20, kEval20});
        plot.show(log);
        QVERIFY(plot.lastPlotted() == log.train.back());
    }
};

QTEST_MAIN(TestRunLog)
#include "tst_run_log.moc"
