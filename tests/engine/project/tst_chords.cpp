#include "engine/project/chords.h"

#include "tests/support/documents.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::project;

namespace {

QString text(const std::vector<Chord>& chords)
{
    QStringList words;
    for (const auto& chord : chords)
        words << QString("%1@%2").arg(QString::fromStdString(chord.figure)).arg(chord.tick.value);
    return words.join(" ");
}

} // namespace

class tst_Chords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void chordsTravelWithTheMidiFile()
    {
        Document document = test::smallDocument();
        const std::vector<Chord> chords{{Ticks(0), "C"}, {Ticks(1440), "F#m7b5/A"}, {Ticks(2880), "N.C."}};
        apply(document, setChords(document, Ticks(0), Ticks(5000), chords));
        QVERIFY(chordsOf(document) == chords);
        QVERIFY(chordsOf(fromMidi(toMidi(document))) == chords);
    }

    void settingIsAChangeThatCanBeTakenBack()
    {
        Document document = newDocument();
        apply(document, setChords(document, Ticks(0), Ticks(3840), std::vector<Chord>{{Ticks(0), "C"}, {Ticks(1920), "G"}}));
        const Document before = document;
        const Change change = setChords(document, Ticks(1920), Ticks(3840), std::vector<Chord>{{Ticks(1920), "Am"}, {Ticks(2880), "F"}, {Ticks(5000), "E"}});
        QVERIFY(extentOf(change).chords && !extentOf(change).tracks && !extentOf(change).time);
        apply(document, change);
        QCOMPARE(text(chordsOf(document)), QString("C@0 Am@1920 F@2880"));
        apply(document, inverse(change));
        QVERIFY(document.chunks == before.chunks);
        QVERIFY(setChords(newDocument(), Ticks(0), Ticks(100), {}).isEmpty());
    }

    void otherTextsAreNoChords()
    {
        Document document = newDocument();
        auto& events = document.chunks.front().events;
        events.insert(events.begin(), {{test::metaEvent(0, midi::meta::kText, "A")}, {test::metaEvent(0, midi::meta::kText, "Chord: Xm")}, {test::metaEvent(0, midi::meta::kLyric, "Chord: C")}});
        QVERIFY(chordsOf(document).empty());
    }

    void ofOneTickTheLastCounts()
    {
        Document document = newDocument();
        auto& events = document.chunks.front().events;
        events.insert(events.begin(), {{chordEvent({Ticks(0), "C"})}, {chordEvent({Ticks(0), "Am"})}});
        QCOMPARE(text(chordsOf(document)), QString("Am@0"));
    }

    void whichChordHolds()
    {
        const std::vector<Chord> chords{{Ticks(480), "C"}, {Ticks(960), "G"}};
        QCOMPARE(chordAt(chords, Ticks(0)), std::string_view());
        QCOMPARE(chordAt(chords, Ticks(480)), std::string_view("C"));
        QCOMPARE(chordAt(chords, Ticks(5000)), std::string_view("G"));
    }

    void aBarsTextComesBack_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("chords");
        QTest::addColumn<QString>("shown");
        QTest::newRow("one") << "Am" << "Am@1920" << "Am";
        QTest::newRow("two") << " Am  F " << "Am@1920 F@2880" << "Am F";
        QTest::newRow("three and one") << "Am . . F" << "Am@1920 F@3360" << "Am . . F";
        QTest::newRow("late") << ". G" << "G@2880" << ". G";
        QTest::newRow("longer than it need be") << "C . G ." << "C@1920 G@2880" << "C G";
        QTest::newRow("three") << "C Dm E" << "C@1920 Dm@2560 E@3200" << "C Dm E";
        QTest::newRow("bar lines as people type them") << "| C | G |" << "C@1920 G@2880" << "C G";
        QTest::newRow("none") << "  " << "" << "";
    }
    void aBarsTextComesBack()
    {
        QFETCH(QString, typed);
        QFETCH(QString, chords);
        QFETCH(QString, shown);
        const auto read = chordsFromText(typed.toStdString(), Ticks(1920), Ticks(3840));
        QVERIFY(read);
        QCOMPARE(text(*read), chords);
        QCOMPARE(QString::fromStdString(chordText(*read, Ticks(1920), Ticks(3840))), shown);
    }

    void crookedChordsAreShownAtTheNearestPart()
    {
        const std::vector<Chord> chords{{Ticks(7), "C"}, {Ticks(961), "G"}};
        QCOMPARE(QString::fromStdString(chordText(chords, Ticks(0), Ticks(1920))), QString("C . . . . . . . G . . . . . . ."));
    }

    void chordsAreFoundInNotes()
    {
        // C major and A minor triads, a bar each.
        Document document = newDocument();
        for (int bar = 0; bar < 4; ++bar)
            for (const int pitch : bar % 2 ? std::vector{57, 60, 64} : std::vector{60, 64, 67})
                document.tracks.front().notes.push_back({.id = document.nextId++, .start = Ticks(bar * 1920), .length = Ticks(1920), .pitch = static_cast<std::uint8_t>(pitch)});
        apply(document, setChords(document, Ticks(0), Ticks(1), std::vector<Chord>{{Ticks(0), "E"}})); // what stands there plays no part
        const auto found = chordsInNotes(document);
        QVERIFY2(found, found ? "" : found.error().message.c_str());
        QCOMPARE(text(*found), QString("C@0 Am@1920 C@3840 Am@5760"));
        QVERIFY(!chordsInNotes(newDocument()));
    }

    void whatIsNoChordIsNamed()
    {
        const auto refused = chordsFromText("C Hm", Ticks(0), Ticks(1920));
        QVERIFY(!refused);
        QVERIFY(QString::fromStdString(refused.error().message).contains("\"Hm\" is no chord symbol"));
        QVERIFY(!chordsFromText(std::string(100, 'C').append(" C C C C C C C C C C C C C C C C C"), Ticks(0), Ticks(1920)));
    }
};

QTEST_GUILESS_MAIN(tst_Chords)
#include "tst_chords.moc"
