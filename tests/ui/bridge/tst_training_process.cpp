// needs: ui
#include "ui/bridge/training_process.h"

#include <QtTest/QtTest>

#include <csignal>

using namespace partita::ui;
using State = TrainingProcess::State;

/// A shell script stands for the command line: it speaks the same lines and obeys the same words.
class tst_TrainingProcess : public QObject {
    Q_OBJECT

    QStringList m_events;
    QString m_failure;
    int m_finished = 0;

    void listen(TrainingProcess& process)
    {
        m_events.clear();
        m_failure.clear();
        m_finished = 0;
        connect(&process, &TrainingProcess::event, this, [this](const QJsonObject& event) { m_events << event["event"].toString(); });
        connect(&process, &TrainingProcess::failed, this, [this](const QString& sentence) { m_failure = sentence; });
        connect(&process, &TrainingProcess::finished, this, [this] { ++m_finished; });
    }
    static void runScript(TrainingProcess& process, const char* script) { process.startProgram("/bin/sh", {"-c", script}); }

private Q_SLOTS:
    void linesBecomeEvents()
    {
        TrainingProcess process;
        listen(process);
        QJsonObject last;
        connect(&process, &TrainingProcess::event, this, [&](const QJsonObject& event) { last = event; });
        runScript(process, R"(echo '{"event":"start","schema":1}'; echo 'not one of ours'; echo '[1]'; echo '{"other":1}'; echo; printf '{"event":"tr'; printf 'ain","step":7,"loss":3.5}')");
        QTRY_COMPARE(m_finished, 1);
        QCOMPARE(m_events, (QStringList{"start", "train"}));
        QCOMPARE(last["loss"].toDouble(), 3.5);
        QCOMPARE(process.state(), State::kIdle);
        QVERIFY(m_failure.isEmpty());
    }
    void pauseResumeAndStopAreWordsItObeys()
    {
        TrainingProcess process;
        listen(process);
        QList<State> states;
        connect(&process, &TrainingProcess::stateChanged, this, [&](State state) { states << state; });
        runScript(process, R"(echo '{"event":"start"}'; while read word; do
            case $word in pause) echo '{"event":"paused"}';; resume) echo '{"event":"resumed"}';; stop) echo '{"event":"done"}'; exit 0;; esac; done)");
        QTRY_COMPARE(m_events.size(), 1);
        process.pause();
        QCOMPARE(process.state(), State::kPausing);
        QTRY_COMPARE(process.state(), State::kPaused);
        process.resume();
        QTRY_COMPARE(process.state(), State::kRunning);
        process.stop();
        QTRY_COMPARE(m_finished, 1);
        QCOMPARE(states, (QList<State>{State::kRunning, State::kPausing, State::kPaused, State::kRunning, State::kStopping, State::kIdle}));
        QCOMPARE(m_events, (QStringList{"start", "paused", "resumed", "done"}));
    }
    void aCrashIsASentenceAndNothingElseHappens()
    {
        TrainingProcess process;
        listen(process);
        runScript(process, R"(echo '{"event":"start"}'; while :; do sleep 0.05; done)");
        QTRY_COMPARE(m_events.size(), 1);
        QVERIFY(process.isRunning());
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        QTRY_VERIFY(!m_failure.isEmpty());
        QVERIFY(m_failure.endsWith("."));
        QCOMPARE(m_finished, 0);
        QCOMPARE(process.state(), State::kIdle);
        runScript(process, "exit 0"); // and it can start again
        QTRY_COMPARE(m_finished, 1);
    }
    void whatItSaysLastIsTheReason_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("its own event") << QByteArray(R"(echo '{"event":"failed","message":"No tunes here."}'; echo noise >&2; exit 1)") << "No tunes here.";
        QTest::newRow("standard error") << QByteArray("echo warning >&2; echo 'The folder is empty.' >&2; exit 1") << "The folder is empty.";
        QTest::newRow("nothing") << QByteArray("exit 3") << "Training ended with exit status 3 and no word why.";
    }
    void whatItSaysLastIsTheReason()
    {
        QFETCH(QByteArray, script);
        QFETCH(QString, sentence);
        TrainingProcess process;
        listen(process);
        runScript(process, script);
        QTRY_COMPARE(m_failure, sentence);
        QCOMPARE(m_finished, 0);
    }
    void aProgramThatIsNotThereIsNamed()
    {
        TrainingProcess process;
        listen(process);
        process.startProgram("/nowhere/partita", {});
        QTRY_VERIFY(m_failure.contains("/nowhere/partita"));
        QCOMPARE(process.state(), State::kIdle);
    }
    void endlessLinesTakeNoMemory()
    {
        TrainingProcess process;
        listen(process);
        runScript(process, R"(head -c 20000000 /dev/zero | tr '\0' 'x'; echo; echo '{"event":"done"}')");
        QTRY_COMPARE_WITH_TIMEOUT(m_finished, 1, 20000);
        QCOMPARE(m_events, QStringList{"done"});
    }
    void goingAwayEndsTheRun()
    {
        qint64 id = 0;
        {
            TrainingProcess process;
            listen(process);
            runScript(process, R"(echo '{"event":"start"}'; while read word; do [ "$word" = stop ] && exit 0; done)");
            QTRY_COMPARE(m_events.size(), 1);
            id = process.processId();
        }
        QCOMPARE(::kill(static_cast<pid_t>(id), 0), -1);
    }
};

QTEST_GUILESS_MAIN(tst_TrainingProcess)
#include "tst_training_process.moc"
