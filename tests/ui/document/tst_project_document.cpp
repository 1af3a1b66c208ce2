// needs: ui
#include "engine/project/project_file.h"
#include "tests/support/documents.h"
#include "ui/bridge/conversions.h"
#include "ui/document/project_document.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::test;
using namespace partita::ui;

class tst_ProjectDocument : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path path(const char* name) const { return toPath(m_folder.filePath(name)); }
    std::filesystem::path autosaves() const { return path("autosave"); }

    static QString text(const ProjectDocument& document) { return notesText(document.document().tracks[0]); }
    static std::vector<project::NoteId> notes(const ProjectDocument& document) { return noteIds(document.document().tracks[0]); }
    static void move(ProjectDocument& document, int by)
    {
        document.perform(EditKind::kMove, project::moveNotes(document.document(), notes(document), Ticks(by), 0));
    }
    static void adoptSmall(ProjectDocument& document) { document.adopt(smallDocument(), "small"); }
    /// Opens and waits until that has come to an end.
    static bool open(ProjectDocument& document, const std::filesystem::path& file)
    {
        QSignalSpy opened(&document, &ProjectDocument::opened), failed(&document, &ProjectDocument::openFailed);
        document.open(file);
        return QTest::qWaitFor([&] { return opened.count() + failed.count() == 1; }) && opened.count() == 1;
    }
    static bool saveAs(ProjectDocument& document, const std::filesystem::path& file)
    {
        QSignalSpy saved(&document, &ProjectDocument::saved);
        document.saveAs(file);
        return saved.count() == 1 || saved.wait();
    }
    int autosaved() const { return int(QDir(fromPath(autosaves())).entryList({"*.partita"}, QDir::Files).size()); }

private Q_SLOTS:
    void init() { QVERIFY(m_folder.isValid()); }
    void cleanup()
    {
        QDir(m_folder.path()).removeRecursively();
        QDir().mkpath(m_folder.path());
    }

    void startsEmptyAndClean()
    {
        ProjectDocument document(autosaves(), nullptr);
        QCOMPARE(document.document(), project::newDocument());
        QVERIFY(!document.isDirty() && !document.hasProjectFile());
        QCOMPARE(document.displayName(), "Untitled");
    }
    void anEditIsOneStepWithAName()
    {
        ProjectDocument document(autosaves(), nullptr);
        adoptSmall(document);
        QSignalSpy changed(&document, &ProjectDocument::changed), notesChanged(&document, &ProjectDocument::notesChanged), tracks(&document, &ProjectDocument::tracksChanged);
        move(document, 100);
        QCOMPARE(text(document), "60@100+480 62@580+480 64@1060+480");
        QCOMPARE(document.undoStack()->undoText(), "Move 3 Notes");
        QCOMPARE(changed.count(), 1);
        QCOMPARE(notesChanged.count(), 1);
        QCOMPARE(notesChanged[0][1].value<Ticks>(), Ticks(0));
        QCOMPARE(notesChanged[0][2].value<Ticks>(), Ticks(1540));
        QCOMPARE(tracks.count(), 0);
        document.undoStack()->undo();
        QCOMPARE(text(document), "60@0+480 62@480+480 64@960+480");
        QCOMPARE(document.undoStack()->redoText(), "Move 3 Notes");
        document.undoStack()->redo();
        QCOMPARE(text(document), "60@100+480 62@580+480 64@1060+480");
        QCOMPARE(changed.count(), 3);
    }
    void newNotesAreHandedBack()
    {
        ProjectDocument document(autosaves(), nullptr);
        adoptSmall(document);
        const auto added = document.perform(EditKind::kDuplicate, project::duplicateNotes(document.document(), notes(document), Ticks(1440), 0));
        QCOMPARE(added.size(), std::size_t(3));
        document.undoStack()->undo();
        const auto again = document.perform(EditKind::kDuplicate, project::duplicateNotes(document.document(), notes(document), Ticks(1440), 0));
        QVERIFY(again[0] > added[2]); // ids are not used twice
    }
    void nothingChangedIsNoStep()
    {
        ProjectDocument document(autosaves(), nullptr);
        adoptSmall(document);
        move(document, 0);
        QCOMPARE(document.undoStack()->count(), 0);
    }
    void nudgesMergeGesturesDoNot()
    {
        ProjectDocument document(autosaves(), nullptr);
        adoptSmall(document);
        move(document, 10);
        move(document, 10);
        move(document, 10);
        QCOMPARE(document.undoStack()->count(), 1);
        document.undoStack()->undo();
        QCOMPARE(text(document), "60@0+480 62@480+480 64@960+480");
        move(document, 10);
        document.perform(EditKind::kMove, project::moveNotes(document.document(), notes(document), Ticks(5), 0), Merging::kNever);
        document.perform(EditKind::kMove, project::moveNotes(document.document(), std::vector{notes(document)[0]}, Ticks(5), 0));
        move(document, 10); // other notes than before
        QCOMPARE(document.undoStack()->count(), 4);
        document.perform(EditKind::kVelocity, project::setVelocity(document.document(), notes(document), 5));
        QCOMPARE(document.undoStack()->count(), 5);
    }
    void aSliderIsOneStep()
    {
        ProjectDocument document(autosaves(), nullptr);
        adoptSmall(document);
        const project::TrackId flute = document.document().tracks[0].id, bass = document.document().tracks[1].id;
        for (int volume = 50; volume < 60; ++volume)
            document.perform(EditKind::kVolume, project::setSetting(document.document(), flute, project::Setting::kVolume, volume));
        QCOMPARE(document.undoStack()->count(), 1);
        document.perform(EditKind::kVolume, project::setSetting(document.document(), bass, project::Setting::kVolume, 3));
        QCOMPARE(document.undoStack()->count(), 2);
        document.undoStack()->undo();
        document.undoStack()->undo();
        QCOMPARE(toMidi(document.document()), smallFile());
    }
    void theRightSignalsTell()
    {
        ProjectDocument document(autosaves(), nullptr);
        adoptSmall(document);
        QSignalSpy time(&document, &ProjectDocument::timeChanged), tracks(&document, &ProjectDocument::tracksChanged), loop(&document, &ProjectDocument::loopChanged),
            takes(&document, &ProjectDocument::takesChanged), notesChanged(&document, &ProjectDocument::notesChanged);
        document.perform(EditKind::kTempo, project::setTempo(document.document(), Ticks(0), 60));
        QCOMPARE(document.tempoMap().qpmAt(Ticks(0)), 60.0);
        document.perform(EditKind::kMeter, project::setMeter(document.document(), Ticks(0), 4, 4));
        QCOMPARE(document.meterMap().barStart(2), Ticks(1920));
        document.perform(EditKind::kLoop, project::setLoop(document.document(), {true, Ticks(0), Ticks(1920)}));
        document.perform(EditKind::kKeepTake, project::keepTake(document.document(), {}));
        document.perform(EditKind::kAddTrack, project::addTrack(document.document(), {.name = "New"}));
        QCOMPARE((QList<qsizetype>{time.count(), loop.count(), takes.count(), tracks.count(), notesChanged.count()}), (QList<qsizetype>{2, 1, 1, 1, 0}));
    }
    void everyKindHasAName()
    {
        for (int kind = 0; kind <= int(EditKind::kArrangement); ++kind) {
            QVERIFY(!nameOf(EditKind(kind), 1).isEmpty());
            QVERIFY(!nameOf(EditKind(kind), 3).contains('%'));
        }
        QCOMPARE(nameOf(EditKind::kMove, 1), "Move Note");
    }

    void midiComesAndGoesWithoutLoss()
    {
        QVERIFY(writeFileAtomically(path("in.mid"), std::span<const std::uint8_t>(midi::write(smallFile()))));
        ProjectDocument document(autosaves(), nullptr);
        QVERIFY(open(document, path("in.mid")));
        QCOMPARE(document.displayName(), "in");
        QVERIFY(!document.isDirty() && !document.hasProjectFile());
        QCOMPARE(document.importReport()->verdict, midi::Verdict::kComplete);
        QSignalSpy exported(&document, &ProjectDocument::exported);
        document.exportMidi(path("out.mid"));
        QVERIFY(exported.wait());
        QCOMPARE(midi::readFile(path("out.mid"))->file, smallFile());
        document.exportMidi(path("part.mid"), {notes(document)[1]});
        QVERIFY(exported.wait());
        QCOMPARE(notesText(project::fromMidi(midi::readFile(path("part.mid"))->file)).trimmed(), "62@480+480");
    }
    void openSelectEditSaveReopen()
    {
        QVERIFY(writeFileAtomically(path("in.mid"), std::span<const std::uint8_t>(midi::write(smallFile()))));
        ProjectDocument document(autosaves(), nullptr);
        QVERIFY(open(document, path("in.mid")));
        QSignalSpy dirty(&document, &ProjectDocument::dirtyChanged);
        move(document, 240);
        QVERIFY(document.isDirty());
        document.undoStack()->undo();
        QVERIFY(!document.isDirty());
        document.undoStack()->redo();
        QVERIFY(saveAs(document, path("song.partita")));
        QVERIFY(!document.isDirty());
        QCOMPARE(document.displayName(), "song");
        QCOMPARE(dirty.count(), 4);
        const project::Document kept = document.document();
        move(document, 240);
        QVERIFY(document.isDirty());
        QVERIFY(open(document, path("song.partita")));
        QCOMPARE(document.document(), kept);
        QCOMPARE(document.undoStack()->count(), 0);
        QVERIFY(!document.isDirty() && document.hasProjectFile() && !document.importReport());
    }
    void whatCannotBeOpenedLeavesAllAsItWas_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("name");
        QTest::newRow("empty") << QByteArray("") << "x.mid";
        QTest::newRow("a byte") << QByteArray("M") << "x.mid";
        QTest::newRow("a WAV") << QByteArray("RIFF\x24\0\0\0WAVEfmt ", 16) << "x.mid";
        QTest::newRow("broken project") << QByteArray("{\"partita\":\"project\",\"schema\":1}") << "x.partita";
        QTest::newRow("empty project") << QByteArray("") << "x.partita";
        QTest::newRow("JSON named .mid") << QByteArray(" {}") << "x.mid";
    }
    void whatCannotBeOpenedLeavesAllAsItWas()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, name);
        const std::filesystem::path file = path(qPrintable(name));
        QVERIFY(writeFileAtomically(file, std::string_view(content.data(), std::size_t(content.size()))));
        ProjectDocument document(autosaves(), nullptr);
        adoptSmall(document);
        move(document, 1);
        const project::Document before = document.document();
        QSignalSpy failed(&document, &ProjectDocument::openFailed), replaced(&document, &ProjectDocument::documentReplaced);
        QVERIFY(!open(document, file));
        QVERIFY2(failed[0][0].toString().contains(name), qPrintable(failed[0][0].toString()));
        QCOMPARE(document.document(), before);
        QCOMPARE(document.undoStack()->count(), 1);
        QCOMPARE(replaced.count(), 0);
    }
    void aFailedSaveKeepsTheWorkDirty()
    {
        ProjectDocument document(autosaves(), nullptr);
        adoptSmall(document);
        move(document, 1);
        QSignalSpy failed(&document, &ProjectDocument::saveFailed);
        document.saveAs(path("no/such/folder/song.partita"));
        QVERIFY(failed.wait());
        QVERIFY(failed[0][0].toString().contains("song.partita"));
        QVERIFY(document.isDirty() && !document.hasProjectFile());
    }
    void anEditDuringASaveStaysUnsaved()
    {
        ProjectDocument document(autosaves(), nullptr);
        adoptSmall(document);
        QSignalSpy saved(&document, &ProjectDocument::saved);
        document.saveAs(path("song.partita"));
        move(document, 5);
        QVERIFY(saved.wait());
        QVERIFY(document.isDirty());
        QCOMPARE(project::loadProject(path("song.partita")).value(), smallDocument());
    }
    void anotherDocumentOpenedDuringASaveKeepsItsOwnFile()
    {
        ProjectDocument document(autosaves(), nullptr);
        adoptSmall(document);
        QSignalSpy saved(&document, &ProjectDocument::saved);
        document.saveAs(path("song.partita"));
        document.openNew();
        QVERIFY(saved.wait());
        QVERIFY(!document.hasProjectFile());
    }
    void theNewestOfSeveralOpeningsWins()
    {
        QVERIFY(writeFileAtomically(path("one.mid"), std::span<const std::uint8_t>(midi::write(smallFile()))));
        QVERIFY(project::saveProject(project::newDocument(), path("two.partita")));
        ProjectDocument document(autosaves(), nullptr);
        QSignalSpy opened(&document, &ProjectDocument::opened);
        document.open(path("one.mid"));
        document.open(path("two.partita"));
        QVERIFY(document.isBusy());
        QVERIFY(opened.wait());
        QCOMPARE(document.displayName(), "two");
        QCOMPARE(opened.count(), 1);
        QTRY_VERIFY(!document.isBusy());
    }

    void fiftyEditsAreKeptSafeUntilTheyAreSaved()
    {
        ProjectDocument document(autosaves(), nullptr);
        QVERIFY(saveAs(document, path("song.partita")));
        const auto edit = [&] { document.perform(EditKind::kDraw, project::addNotes(document.document(), document.document().tracks[0].id, {project::Note{.length = Ticks(1)}})); };
        for (int i = 0; i < 49; ++i)
            edit();
        QCOMPARE(autosaved(), 0);
        edit();
        QTRY_COMPARE(autosaved(), 1);
        QVERIFY(project::recoverable(autosaves()).empty()); // this program still runs
        QVERIFY(saveAs(document, path("song.partita")));
        QTRY_COMPARE(autosaved(), 0);
    }
    void aCleanEndLeavesNothingBehind()
    {
        {
            ProjectDocument document(autosaves(), nullptr);
            for (int i = 0; i < 50; ++i)
                document.perform(EditKind::kDraw, project::addNotes(document.document(), document.document().tracks[0].id, {project::Note{.length = Ticks(1)}}));
            QTRY_COMPARE(autosaved(), 1);
        }
        QVERIFY(QDir(fromPath(autosaves())).isEmpty());
    }
    void whatACrashLeftOpensAsUnsavedWork()
    {
        {
            auto crashed = project::Autosave::open(autosaves());
            QVERIFY(crashed->save(smallDocument(), {"Lied", path("lied.partita")})); // and is never discarded
        }
        auto found = project::recoverable(autosaves());
        QCOMPARE(found.size(), std::size_t(1));
        ProjectDocument document(autosaves(), nullptr);
        QSignalSpy opened(&document, &ProjectDocument::opened);
        document.recover(found[0]);
        QVERIFY(opened.wait());
        QCOMPARE(document.document(), smallDocument());
        QVERIFY(document.isDirty());
        QCOMPARE(document.displayName(), "lied");
        QTRY_VERIFY(project::recoverable(autosaves()).empty()); // now this program keeps it safe
        QCOMPARE(autosaved(), 1);
        document.save();
        QTRY_VERIFY(!document.isDirty());
        QCOMPARE(project::loadProject(path("lied.partita")).value(), smallDocument());
        QTRY_COMPARE(autosaved(), 0);
    }
    void autosaveThatCannotWriteSaysSoOnce()
    {
        ProjectDocument document("/proc/autosave", nullptr);
        QSignalSpy failed(&document, &ProjectDocument::autosaveFailed);
        for (int round = 0; round < 2; ++round) {
            for (int i = 0; i < 50; ++i)
                document.perform(EditKind::kDraw, project::addNotes(document.document(), document.document().tracks[0].id, {project::Note{.length = Ticks(1)}}));
            QTRY_COMPARE(failed.count(), 1);
        }
    }
};

QTEST_MAIN(tst_ProjectDocument)
#include "tst_project_document.moc"
