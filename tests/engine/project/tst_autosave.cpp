#include "engine/project/autosave.h"
#include "engine/project/project_file.h"
#include "tests/support/documents.h"

#include <QtTest/QtTest>

#include <sys/wait.h>
#include <unistd.h>

using namespace partita;
using namespace partita::project;
using namespace partita::test;

class tst_Autosave : public QObject {
    Q_OBJECT

    static int filesIn(const QTemporaryDir& folder) { return int(QDir(folder.path()).entryList(QDir::Files).size()); }
    /// Saves in a process of its own that then ends without a word.
    static void saveAndCrash(const std::string& folder, const AutosaveInfo& info)
    {
        const pid_t child = ::fork();
        if (child == 0) {
            auto autosave = Autosave::open(folder);
            const bool saved = autosave && autosave->save(smallDocument(), info);
            ::_exit(saved ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QCOMPARE(status, 0);
    }

private Q_SLOTS:
    void dueAfterHalfAMinuteOrFiftyEdits()
    {
        using namespace std::chrono_literals;
        AutosaveSchedule schedule;
        const AutosaveSchedule::Clock::time_point start{};
        QVERIFY(!schedule.isDue(start + 1h)); // nothing was edited
        schedule.edited(start);
        schedule.edited(start + 20s);
        QVERIFY(!schedule.isDue(start + 29s));
        QVERIFY(schedule.isDue(start + 30s)); // counted from the first edit
        schedule.settled();
        QVERIFY(!schedule.isDue(start + 1h));
        for (int i = 0; i < 49; ++i)
            schedule.edited(start + 1h);
        QVERIFY(!schedule.isDue(start + 1h));
        schedule.edited(start + 1h);
        QVERIFY(schedule.isDue(start + 1h));
    }
    void whatACrashLeftIsFoundAndOpens()
    {
        QTemporaryDir folder;
        const AutosaveInfo info{"노래", "/home/me/song.partita"};
        saveAndCrash(folder.path().toStdString(), info);
        const auto found = recoverable(folder.path().toStdString());
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found[0].info, info);
        QCOMPARE(loadProject(found[0].file).value(), smallDocument());
        const auto age = std::chrono::system_clock::now() - found[0].time;
        QVERIFY(age > std::chrono::seconds(-2) && age < std::chrono::minutes(5));
        discard(found[0]);
        QCOMPARE(filesIn(folder), 0);
        QVERIFY(recoverable(folder.path().toStdString()).empty());
    }
    void aRunningProgramsWorkIsNotOffered()
    {
        QTemporaryDir folder;
        auto one = Autosave::open(folder.path().toStdString()), two = Autosave::open(folder.path().toStdString());
        QVERIFY(one && two);
        QVERIFY(one->save(smallDocument(), {"one", {}}));
        QVERIFY(two->save(newDocument(), {"two", {}}));
        QVERIFY(recoverable(folder.path().toStdString()).empty());
        one = Autosave::open(folder.path().toStdString()); // lets go of the first
        QCOMPARE(recoverable(folder.path().toStdString()).size(), std::size_t(1));
        QCOMPARE(recoverable(folder.path().toStdString())[0].info.name, std::string("one"));
    }
    void theNewestComesFirst()
    {
        QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        saveAndCrash(path, {"a", {}});
        saveAndCrash(path, {"b", {}});
        // A day older, whichever of the two it is:
        const auto before = recoverable(path);
        std::filesystem::path info = before[0].file;
        info.replace_extension(".json");
        QVERIFY(writeFileAtomically(info, std::string_view(R"({"name":"old","saved":1000})")));
        QCOMPARE(recoverable(path)[1].info.name, std::string("old"));
    }
    void nothingIsLeftOfACleanEnd()
    {
        QTemporaryDir folder;
        {
            auto autosave = Autosave::open(folder.path().toStdString());
            QVERIFY(autosave->save(smallDocument(), {}));
            QVERIFY(autosave->save(smallDocument(), {}));
            autosave->discard();
        }
        QCOMPARE(filesIn(folder), 0);
    }
    void damagedEntriesArePassedOver()
    {
        QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        QVERIFY(recoverable(path + "/missing").empty());
        saveAndCrash(path, {"a", {}});
        std::filesystem::path info = recoverable(path)[0].file;
        info.replace_extension(".json");
        for (const char* broken : {"", "[]", "{\"name\":"}) {
            QVERIFY(writeFileAtomically(info, std::string_view(broken)));
            QCOMPARE(recoverable(path).size(), std::size_t(0));
        }
        QVERIFY(writeFileAtomically(info, std::string_view(R"({"name":7,"saved":-1e300,"projectFile":[]})")));
        QCOMPARE(recoverable(path).size(), std::size_t(1));
    }
    void aFolderThatCannotBeMadeIsASentence()
    {
        const auto autosave = Autosave::open("/proc/autosave");
        QVERIFY(!autosave);
        QVERIFY(QString::fromStdString(autosave.error().message).contains("/proc/autosave"));
    }
};

QTEST_GUILESS_MAIN(tst_Autosave)
#include "tst_autosave.moc"
