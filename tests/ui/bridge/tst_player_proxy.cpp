// label: slow
// needs: ui
// run: serial
#include "engine/playback/soundfonts.h"
#include "tests/support/documents.h"
#include "ui/bridge/conversions.h"
#include "ui/bridge/player_proxy.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::test;
using namespace partita::ui;
using playback::Transport;

/// With the sink that is not heard, which keeps time like a sound card.
class tst_PlayerProxy : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<ProjectDocument> m_document;
    std::unique_ptr<PlayerProxy> m_player;
    QStringList m_told;

    /// A note a beat at 120 qpm for `beats` beats.
    static project::Document beats(int beats)
    {
        project::Document document = project::newDocument();
        std::vector<project::Note> notes;
        for (int i = 0; i < beats; ++i)
            notes.push_back({.start = Ticks(480 * i), .length = Ticks(480)});
        apply(document, addNotes(document, document.tracks[0].id, notes));
        return document;
    }
    void open(const SoundSettings& settings = {.audioDriver = "null", .soundFont = {}})
    {
        QSignalSpy ready(m_player.get(), &PlayerProxy::soundChanged);
        m_player->open(settings);
        QVERIFY(ready.wait());
    }

private Q_SLOTS:
    void init()
    {
        m_document = std::make_unique<ProjectDocument>(toPath(m_folder.path()), nullptr);
        m_document->adopt(beats(100), "beats");
        m_player = std::make_unique<PlayerProxy>(*m_document);
        m_told.clear();
        connect(m_player.get(), &PlayerProxy::told, this, [this](const QString& sentence) { m_told << sentence; });
    }
    void cleanup()
    {
        m_player.reset();
        m_document.reset();
    }

    void thePlayheadRunsAndComesBack()
    {
        open();
        QCOMPARE(m_player->deviceName(), "null");
        QVERIFY(m_player->isSilent());
        QSignalSpy positions(m_player.get(), &PlayerProxy::positionChanged);
        m_player->play();
        QTRY_VERIFY(m_player->position() > 100);
        QVERIFY(m_player->isPlaying() && positions.count() > 2);
        m_player->pause();
        QTRY_VERIFY(!m_player->isPlaying());
        QVERIFY(m_player->position() > 100);
        m_player->seek(Ticks(4800));
        QTRY_COMPARE(m_player->position(), 4800.0);
        m_player->togglePlay();
        QTRY_VERIFY(m_player->position() > 4850);
        m_player->stop();
        QTRY_COMPARE(m_player->position(), 4800.0);
        QCOMPARE(m_player->transport(), Transport::kStopped);
    }
    void ordersGivenTooEarlyHold()
    {
        m_player->seek(Ticks(9600));
        m_player->open({.audioDriver = "null", .soundFont = {}});
        m_player->play();
        QTRY_VERIFY(m_player->position() > 9650);
        QVERIFY(m_player->position() < 19200);
    }
    void editsAreHeardWhilePlaying()
    {
        m_document->adopt(beats(1), "one beat");
        open();
        QSignalSpy transport(m_player.get(), &PlayerProxy::transportChanged);
        m_player->play();
        QTRY_VERIFY(m_player->isPlaying());
        const auto note = noteIds(m_document->document());
        m_document->perform(EditKind::kResize, project::resizeNotes(m_document->document(), note, project::Edge::kEnd, Ticks(480 * 50)));
        QTRY_VERIFY(m_player->position() > 600); // past the old end
        QVERIFY(m_player->isPlaying());
        m_document->undoStack()->undo();
        QTRY_VERIFY(!m_player->isPlaying()); // now it is past the end
    }
    void anotherDocumentStartsAtItsBeginning()
    {
        open();
        m_player->seek(Ticks(4800));
        m_player->play();
        QTRY_VERIFY(m_player->position() > 4850);
        m_document->adopt(beats(10), "other");
        QTRY_COMPARE(m_player->position(), 0.0);
        QTRY_VERIFY(!m_player->isPlaying());
    }
    void anAuditionEndsWhereItBegan()
    {
        open();
        m_player->seek(Ticks(960));
        QTRY_COMPARE(m_player->position(), 960.0);
        QSignalSpy ended(m_player.get(), &PlayerProxy::auditionEnded);
        m_player->audition(beats(42), Ticks(480 * 41)); // its last beat: half a second
        QTRY_VERIFY(m_player->isAuditioning() && m_player->isPlaying());
        QTRY_COMPARE(ended.count(), 1);
        QTRY_COMPARE(m_player->position(), 960.0);
        QVERIFY(!m_player->isAuditioning());
    }
    void anAuditionEndsWithAnyOrder()
    {
        open();
        QSignalSpy ended(m_player.get(), &PlayerProxy::auditionEnded);
        m_player->audition(beats(42), Ticks(0));
        QTRY_VERIFY(m_player->isAuditioning() && m_player->position() > 50);
        m_player->stop();
        QCOMPARE(ended.count(), 1);
        m_player->audition(beats(42), Ticks(0));
        QTRY_VERIFY(m_player->isAuditioning());
        m_player->seek(Ticks(4800));
        QCOMPARE(ended.count(), 2);
        QTRY_COMPARE(m_player->position(), 4800.0);
    }
    void anAuditionOfNothingEnds()
    {
        open();
        QSignalSpy ended(m_player.get(), &PlayerProxy::auditionEnded);
        m_player->audition(project::newDocument(), Ticks(0));
        QTRY_COMPARE(ended.count(), 1);
    }
    void soundReachesTheMeters()
    {
        if (playback::defaultSoundFont().empty())
            QSKIP("needs a SoundFont");
        open();
        QCOMPARE(m_player->soundFont(), playback::defaultSoundFont());
        float loudest = 0;
        connect(m_player.get(), &PlayerProxy::levelsChanged, this, [&](float left, float right) { loudest = std::max({loudest, left, right}); });
        m_player->previewOn(m_document->document().tracks[0].id, 60, 127);
        QTRY_VERIFY(loudest > 0.01f);
        m_player->previewOff(m_document->document().tracks[0].id, 60);
        float last = 1;
        connect(m_player.get(), &PlayerProxy::levelsChanged, this, [&](float left, float) { last = left; });
        QTRY_COMPARE_WITH_TIMEOUT(last, 0.0f, 10000);
    }
    void aSoundFontThatIsNotThereIsToldAndReplaced()
    {
        open({.audioDriver = "null", .soundFont = "/nowhere/piano.sf2"});
        QVERIFY(m_told.join(' ').contains("/nowhere/piano.sf2"));
        QCOMPARE(m_player->soundFont(), playback::defaultSoundFont());
    }
    void aDriverThatIsNotThereIsToldAndReplaced()
    {
        open({.audioDriver = "gramophone", .soundFont = {}});
        QVERIFY(!m_told.isEmpty());
        QVERIFY(!m_player->deviceName().isEmpty());
    }
    void aMidiPortThatIsNotThereIsTold()
    {
        open();
        m_told.clear();
        m_player->setMidiOut(devices::MidiPort{devices::MidiApi::kAlsa, "No Such Keyboard"});
        QTRY_COMPARE(m_told.size(), 1);
        QVERIFY(m_told[0].contains("No Such Keyboard"));
    }
    void openingAnewKeepsThePlace()
    {
        open();
        m_player->seek(Ticks(4800));
        QTRY_COMPARE(m_player->position(), 4800.0);
        open();
        m_player->play();
        QTRY_VERIFY(m_player->position() > 4800);
        QVERIFY(m_player->position() < 9600);
    }
    void itMayGoAtAnyMoment()
    {
        m_player->open({.audioDriver = "null", .soundFont = {}});
        m_player->play();
        m_player.reset();
        m_player = std::make_unique<PlayerProxy>(*m_document);
        open();
        m_player->play();
        m_player->audition(beats(3), Ticks(0));
        m_player.reset();
    }
};

QTEST_MAIN(tst_PlayerProxy)
#include "tst_player_proxy.moc"
