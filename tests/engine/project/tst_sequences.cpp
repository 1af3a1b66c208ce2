#include "engine/project/edit.h"
#include "engine/project/sequences.h"
#include "tests/support/documents.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::project;
using namespace partita::test;

class tst_Sequences : public QObject {
    Q_OBJECT

    static QString text(const NoteSequence& sequence)
    {
        QStringList words;
        for (const NoteSequence::Note& note : sequence.notes)
            words << QString("%1@%2-%3").arg(note.pitch).arg(note.startTime.value).arg(note.endTime.value);
        return words.join(' ');
    }

private Q_SLOTS:
    void musicalTimeKnowsNoTempo()
    {
        Document document = smallDocument(); // 100 qpm
        apply(document, setTempo(document, Ticks(480), 30));
        const NoteSequence sequence = musicalSequence(document, document.tracks[0].id);
        QCOMPARE(text(sequence), "60@0-0.5 62@0.5-1 64@1-1.5");
        QCOMPARE(sequence.tempos, (std::vector<NoteSequence::Tempo>{{Seconds(0), 120.0}}));
        QCOMPARE(sequence.timeSignatures, (std::vector<NoteSequence::TimeSignature>{{Seconds(0), 3, 4}}));
        QCOMPARE(sequence.totalTime, Seconds(1.5));
        QCOMPARE(sequence.ticksPerQuarter, 480);
    }
    void realTimeFollowsEveryTempo()
    {
        Document document = smallDocument();
        apply(document, setTempo(document, Ticks(480), 30));
        const NoteSequence sequence = soundingSequence(document, document.tracks[0].id);
        QCOMPARE(text(sequence), "60@0-0.6 62@0.6-2.6 64@2.6-4.6");
        QCOMPARE(sequence.tempos, (std::vector<NoteSequence::Tempo>{{Seconds(0), 100.0}, {Seconds(0.6), 30.0}}));
    }
    void allTracksComeWithTheirInstruments()
    {
        const NoteSequence sequence = soundingSequence(smallDocument());
        QCOMPARE(sequence.notes.size(), std::size_t(5));
        QCOMPARE(sequence.notes[0].program, 73);
        QCOMPARE(sequence.notes[3].instrument, 1);
        QCOMPARE(sequence.notes[3].program, 33);
        QVERIFY(sequence.notes[4].isDrum);
        QCOMPARE(sequence.instrumentInfos, (std::vector<NoteSequence::InstrumentInfo>{{0, "Flute"}}));
    }
    void theProgramInForceAtTheNoteCounts()
    {
        const Document document = fromMidi({1, 480, {{{noteOn(0, 60), noteOff(5, 60), program(10, 7), noteOn(10, 61), noteOff(15, 61), program(20, 8), noteOn(25, 62), noteOff(26, 62)}}}});
        const NoteSequence sequence = musicalSequence(document);
        QCOMPARE(sequence.notes[0].program, 7); // nothing before: the first that comes
        QCOMPARE(sequence.notes[1].program, 7);
        QCOMPARE(sequence.notes[2].program, 8);
    }
    void mutedNotesAreNotSeen()
    {
        Document document = smallDocument();
        apply(document, muteNotes(document, noteIds(document.tracks[0]), true));
        QCOMPARE(text(musicalSequence(document, document.tracks[0].id)), "");
        QCOMPARE(musicalSequence(document).notes.size(), std::size_t(2));
    }
    void notesComeBackFromMusicalTimeToTheTick_data()
    {
        QTest::addColumn<int>("division");
        for (int division : {1, 24, 96, 220, 480, 960, 1024, 10080, 32767})
            QTest::addRow("%d", division) << division;
    }
    void notesComeBackFromMusicalTimeToTheTick()
    {
        QFETCH(int, division);
        Document document = newDocument();
        document.division = std::uint16_t(division);
        std::vector<Note> notes;
        for (int i = 0; i < 2000; ++i)
            notes.push_back({.start = Ticks(i * 37), .length = Ticks(1 + i % 1000), .pitch = std::uint8_t(i % 128)});
        apply(document, addNotes(document, document.tracks[0].id, notes));
        Document back = newDocument();
        apply(back, addNotes(back, back.tracks[0].id, notesFromMusical(musicalSequence(document), ticksPerQuarter(document))));
        QCOMPARE(notesText(back), notesText(document));
    }
};

QTEST_GUILESS_MAIN(tst_Sequences)
#include "tst_sequences.moc"
