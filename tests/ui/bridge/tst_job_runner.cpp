// needs: ui
#include "ui/bridge/job_runner.h"

#include <QtTest/QtTest>

#include <atomic>
#include <memory>

using namespace partita::ui;

namespace {

/// Works until told to stop.
int untilStopped(std::stop_token stop, std::atomic<bool>& started)
{
    started = true;
    while (!stop.stop_requested())
        std::this_thread::yield();
    return -1;
}

} // namespace

class tst_JobRunner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void worksElsewhereAndAnswersHere()
    {
        JobRunner jobs;
        QSignalSpy running(&jobs, &JobRunner::runningChanged);
        std::thread::id worker, answered;
        int answer = 0;
        jobs.run([&](std::stop_token) { worker = std::this_thread::get_id(); return 42; }, [&](int value) { answer = value; answered = std::this_thread::get_id(); });
        QVERIFY(jobs.isRunning());
        QTRY_COMPARE(answer, 42);
        QVERIFY(worker != answered);
        QCOMPARE(answered, std::this_thread::get_id());
        QVERIFY(!jobs.isRunning());
        QCOMPARE(running.count(), 2);
    }
    void valuesThatOnlyMoveAreFine()
    {
        JobRunner jobs;
        std::unique_ptr<int> answer;
        jobs.run([given = std::make_unique<int>(7)](std::stop_token) mutable { return std::move(given); }, [&](std::unique_ptr<int> value) { answer = std::move(value); });
        QTRY_VERIFY(answer);
        QCOMPARE(*answer, 7);
    }
    void aNewerJobStopsTheOlderAndAnswersAlone()
    {
        JobRunner jobs;
        std::atomic<bool> started = false;
        QList<int> answers;
        jobs.run([&](std::stop_token stop) { return untilStopped(stop, started); }, [&](int value) { answers << value; });
        QTRY_VERIFY(started);
        jobs.run([](std::stop_token) { return 1; }, [&](int value) { answers << value; });
        jobs.run([](std::stop_token) { return 2; }, [&](int value) { answers << value; });
        QTRY_COMPARE(answers, QList<int>{2});
        QVERIFY(!jobs.isRunning());
    }
    void anOvertakenJobThatWaitedIsNotBegun()
    {
        auto thread = std::make_shared<JobThread>();
        JobRunner blocker(nullptr, thread), jobs(nullptr, thread);
        std::atomic<bool> started = false, begun = false;
        blocker.run([&](std::stop_token stop) { return untilStopped(stop, started); }, [](int) {});
        QTRY_VERIFY(started);
        int answer = 0;
        jobs.run([&](std::stop_token) { begun = true; return 1; }, [](int) {});
        jobs.run([](std::stop_token) { return 2; }, [&](int value) { answer = value; });
        blocker.requestStop();
        QTRY_COMPARE(answer, 2);
        QVERIFY(!begun);
    }
    void runnersThatShareAThreadDoNotOvertakeEachOther()
    {
        auto thread = std::make_shared<JobThread>();
        JobRunner one(nullptr, thread), two(nullptr, thread);
        QStringList answers;
        one.run([](std::stop_token) { return 1; }, [&](int) { answers << "one"; });
        two.run([](std::stop_token) { return 2; }, [&](int) { answers << "two"; });
        QTRY_COMPARE(answers, (QStringList{"one", "two"}));
    }
    void stopDropsTheAnswerRequestStopKeepsIt()
    {
        JobRunner jobs;
        std::atomic<bool> started = false;
        QList<int> answers;
        const auto run = [&] { jobs.run([&](std::stop_token stop) { return untilStopped(stop, started); }, [&](int value) { answers << value; }); };
        run();
        jobs.stop();
        QVERIFY(!jobs.isRunning());
        started = false;
        run();
        QTRY_VERIFY(started);
        jobs.requestStop();
        QVERIFY(jobs.isRunning());
        QTRY_COMPARE(answers, QList<int>{-1});
    }
    void aRunnerThatIsGoneHearsNothing()
    {
        std::atomic<bool> started = false;
        bool answered = false;
        auto thread = std::make_shared<JobThread>();
        auto jobs = std::make_unique<JobRunner>(nullptr, thread);
        jobs->run([&](std::stop_token stop) { return untilStopped(stop, started); }, [&](int) { answered = true; });
        QTRY_VERIFY(started);
        jobs.reset(); // asks the job to stop; the thread lives on
        bool after = false;
        JobRunner other(nullptr, thread);
        other.run([](std::stop_token) {}, [&] { after = true; });
        QTRY_VERIFY(after);
        QVERIFY(!answered);
    }
    void aRunnerMayGoWhileItsOwnThreadWorks()
    {
        std::atomic<bool> started = false;
        {
            JobRunner jobs;
            jobs.run([&](std::stop_token stop) { return untilStopped(stop, started); }, [](int) { QFAIL("nobody should hear this"); });
            QTRY_VERIFY(started);
        }
        QCoreApplication::processEvents();
    }
    void doneMayStartTheNextJobOrEndTheRunner()
    {
        auto jobs = std::make_unique<JobRunner>();
        bool ended = false;
        jobs->run([](std::stop_token) {}, [&] {
            jobs->run([](std::stop_token) {}, [&] {
                jobs.reset();
                ended = true;
            });
        });
        QTRY_VERIFY(ended);
    }
    void newsArriveInOrderBeforeTheAnswer()
    {
        JobRunner jobs;
        QStringList heard;
        jobs.runReporting<int>(
            [](std::stop_token, const std::function<void(int)>& report) {
                for (int i = 1; i <= 3; ++i)
                    report(i);
                return QString("done");
            },
            [&](int news) { heard << QString::number(news); }, [&](const QString& answer) { heard << answer; });
        QTRY_COMPARE(heard, (QStringList{"1", "2", "3", "done"}));
    }
    void manyJobsInAHurryGiveOneAnswer()
    {
        JobRunner jobs;
        QList<int> answers;
        for (int i = 0; i < 1000; ++i)
            jobs.run([i](std::stop_token) { return i; }, [&](int value) { answers << value; });
        QTRY_COMPARE(answers, QList<int>{999});
    }
};

QTEST_GUILESS_MAIN(tst_JobRunner)
#include "tst_job_runner.moc"
