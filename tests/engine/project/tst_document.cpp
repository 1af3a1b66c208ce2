#include "engine/project/document.h"
#include "engine/project/edit.h"
#include "engine/project/text.h"
#include "tests/support/documents.h"

#include <QtTest/QtTest>

#include <set>

using namespace partita;
using namespace partita::project;
using namespace partita::test;

class tst_Document : public QObject {
    Q_OBJECT

    static midi::File oneTrack(std::vector<midi::Event> events) { return {1, 480, {{std::move(events)}}}; }
    static QString roundTrip(const midi::File& file)
    {
        const midi::File back = toMidi(fromMidi(file));
        return back == file ? "same" : back.tracks.empty() ? "no track" : eventsText(back.tracks.front());
    }

private Q_SLOTS:
    void channelsOfAChunkBecomeTracks()
    {
        const Document document = smallDocument();
        QCOMPARE(notesText(document), "60@0+480 62@480+480 64@960+480\n36@0+960\n38@0+240");
        QCOMPARE(document.title, std::string("A small song"));
        QCOMPARE(document.tracks[0].name, std::string("Flute"));
        QCOMPARE(document.tracks[1].name, std::string()); // "Rhythm" names both that share the chunk
        QVERIFY(document.tracks[2].isDrum());
        QCOMPARE(document.tracks[2].chunk, 2);
        QVERIFY(document.tracks[0].notes[1].offIsNoteOn);
    }
    void idsAreUniqueAndNextIdIsFree()
    {
        const Document document = smallDocument();
        std::set<std::uint64_t> ids;
        for (const Track& track : document.tracks)
            ids.insert(track.id);
        for (NoteId id : noteIds(document))
            ids.insert(id);
        QCOMPARE(ids.size(), std::size_t(3 + 5));
        QVERIFY(*ids.begin() > 0 && *ids.rbegin() < document.nextId);
    }
    void tempoAndMeterAreThoseOfTheFile()
    {
        const Document document = smallDocument();
        QCOMPARE(tempoMap(document).qpmAt(Ticks(0)), 100.0);
        QCOMPARE(meterMap(document).barStart(2), Ticks(1440));
        QCOMPARE(endOf(document), Ticks(1920));
    }
    void independentChunksDoNotRuleTheOthersTime()
    {
        midi::File file{2, 480, {{{tempo(0, 600000), endOfTrack(0)}}, {{tempo(0, 300000), endOfTrack(0)}}}};
        QCOMPARE(tempoMap(fromMidi(file)).qpmAt(Ticks(0)), 100.0);
        file.format = 1;
        QCOMPARE(tempoMap(fromMidi(file)).qpmAt(Ticks(0)), 200.0);
    }
    void anInstrumentWithoutNotesIsATrackASetUpChunkIsNot()
    {
        QCOMPARE(fromMidi(oneTrack({program(0, 5, 3), endOfTrack(0)})).tracks.size(), std::size_t(1));
        QCOMPARE(fromMidi(oneTrack({program(0, 5, 3), program(0, 5, 4), endOfTrack(0)})).tracks.size(), std::size_t(0));
        QCOMPARE(fromMidi(toMidi(newDocument())).tracks.front().name, std::string("Melody"));
    }

    void nothingIsLost_data()
    {
        QTest::addColumn<midi::File>("file");
        QTest::newRow("small") << smallFile();
        QTest::newRow("nothing at all") << midi::File{0, 96, {}};
        QTest::newRow("empty chunks") << midi::File{1, 96, {{}, {}}};
        QTest::newRow("no end of track") << oneTrack({noteOn(0, 60), noteOff(9, 60)});
        QTest::newRow("a note that never ends") << oneTrack({noteOn(0, 60), control(3, 7, 1), endOfTrack(9)});
        QTest::newRow("an end without a note") << oneTrack({noteOff(0, 60), noteOn(0, 60, 0), endOfTrack(9)});
        QTest::newRow("on and off at one tick") << oneTrack({noteOn(5, 60), noteOff(5, 60), endOfTrack(5)});
        QTest::newRow("off and on at one tick") << oneTrack({noteOn(0, 60), noteOff(5, 60), noteOn(5, 60), noteOff(9, 60), endOfTrack(9)});
        QTest::newRow("on before off at one tick") << oneTrack({noteOn(0, 60), noteOn(5, 60), noteOff(5, 60), noteOff(9, 60), endOfTrack(9)});
        QTest::newRow("three at once") << oneTrack({noteOn(0, 60), noteOn(0, 60, 1), noteOn(0, 60), noteOff(2, 60), noteOff(2, 60, 3), noteOff(2, 60), endOfTrack(2)});
        QTest::newRow("channels interleaved") << midi::File{0, 24, {{{noteOn(0, 60, 9, 3), noteOn(0, 60, 9, 2), noteOff(1, 60, 0, 3), noteOff(1, 60, 0, 2), endOfTrack(1)}}}};
        QTest::newRow("an early end of track") << oneTrack({noteOn(0, 60), endOfTrack(1), noteOff(5, 60), endOfTrack(6)});
        QTest::newRow("two ends of track") << oneTrack({endOfTrack(1), endOfTrack(1)});
        QTest::newRow("the end before its neighbours") << oneTrack({noteOn(0, 60), endOfTrack(1), noteOff(1, 60)});
        QTest::newRow("SMPTE") << midi::File{1, 0xe728, {{{noteOn(0, 60), noteOff(40, 60), endOfTrack(40)}}}};
        QTest::newRow("format 2") << midi::File{2, 48, {{{noteOn(0, 60), noteOff(40, 60), endOfTrack(40)}}, {{noteOn(0, 60), noteOff(40, 60), endOfTrack(40)}}}};
        QTest::newRow("system messages") << oneTrack({{Ticks(0), 0xf7, 0, 0, {1, 2, 3}}, {Ticks(0), 0xf2, 1, 2, {}}, {Ticks(0), 0xf8, 0, 0, {}}, endOfTrack(0)});
    }
    void nothingIsLost()
    {
        QFETCH(midi::File, file);
        QCOMPARE(roundTrip(file), "same");
    }
    void randomEventsAreNotLost()
    {
        std::srand(1);
        for (int round = 0; round < 300; ++round) {
            std::vector<midi::Event> events;
            int tick = 0;
            for (int i = 0; i < 60; ++i) {
                const int pitch = 60 + std::rand() % 3, channel = std::rand() % 2;
                tick += std::rand() % 3 == 0 ? std::rand() % 4 : 0;
                switch (std::rand() % 5) {
                case 0: case 1: events.push_back(noteOn(tick, pitch, std::rand() % 128, channel)); break;
                case 2: case 3: events.push_back(noteOff(tick, pitch, std::rand() % 128, channel)); break;
                default: events.push_back(control(tick, 1, std::rand() % 128, channel));
                }
            }
            events.push_back(endOfTrack(tick));
            QCOMPARE(roundTrip(oneTrack(events)), "same");
        }
    }

    void newEventsFindTheirPlaceAmongThoseOfTheirTick()
    {
        Document document = fromMidi(oneTrack({noteOn(0, 60), noteOff(480, 60), control(480, 1, 1), noteOn(480, 62), noteOff(960, 62), endOfTrack(960)}));
        Track& track = document.tracks.front();
        const auto add = [&](int start, int end, int pitch) {
            apply(document, addNotes(document, track.id, {Note{.start = Ticks(start), .length = Ticks(end - start), .pitch = std::uint8_t(pitch)}}));
        };
        add(480, 720, 70);
        add(240, 480, 71);
        document.chunks[0].events.insert(document.chunks[0].events.begin(), PlacedEvent{program(480, 5)});
        QCOMPARE(eventsText(toMidi(document).tracks[0]), "0 90 60 100\n240 90 71 100\n"
                                                         "480 80 71 64\n480 c0 5 0\n480 80 60 64\n480 b0 1 1\n480 90 62 100\n480 90 70 100\n"
                                                         "720 80 70 64\n960 80 62 64\n960 ff 47 0");
    }
    void theEndOfAChunkGrowsWithItsNotes()
    {
        Document document = fromMidi(oneTrack({noteOn(0, 60), noteOff(480, 60), endOfTrack(480)}));
        apply(document, resizeNotes(document, noteIds(document), Edge::kEnd, Ticks(480)));
        QCOMPARE(eventsText(toMidi(document).tracks[0]), "0 90 60 100\n960 80 60 64\n960 ff 47 0");
    }
    void aNewNoteWithoutLengthEndsAfterItBegan()
    {
        Document document = newDocument();
        document.tracks[0].notes.push_back(Note{.id = 9, .start = Ticks(10), .length = Ticks(0)});
        QCOMPARE(eventsText(toMidi(document).tracks[1]).section('\n', 2, 3), "10 90 60 100\n10 80 60 64");
    }
    void mutedNotesStayAtHome()
    {
        Document document = smallDocument();
        apply(document, muteNotes(document, std::vector{document.tracks[0].notes[1].id}, true));
        QCOMPARE(notesText(fromMidi(toMidi(document)).tracks[0]), "60@0+480 64@960+480");
    }
    void oneChangedNoteLeavesEveryOtherEventAlone()
    {
        const midi::File file = smallFile();
        Document document = fromMidi(file);
        apply(document, moveNotes(document, std::vector{document.tracks[0].notes[0].id}, Ticks(0), 7));
        midi::File changed = toMidi(document);
        QCOMPARE(changed.tracks[0], file.tracks[0]);
        QCOMPARE(changed.tracks[2], file.tracks[2]);
        const auto withoutNote = [](midi::Track track, int pitch) {
            std::erase_if(track.events, [pitch](const midi::Event& e) { return (e.isNoteOn() || e.isNoteOff()) && e.data1 == pitch; });
            return eventsText(track);
        };
        QCOMPARE(withoutNote(changed.tracks[1], 67), withoutNote(file.tracks[1], 60));
    }

    void textOfAnyEncodingBecomesUtf8_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << QByteArray("Flute") << "Flute";
        QTest::newRow("UTF-8") << QByteArray("가야금") << "가야금";
        QTest::newRow("four bytes") << QByteArray("\xf0\x9d\x84\x9e") << QString::fromUcs4(U"\U0001d11e");
        QTest::newRow("Latin-1") << QByteArray("Fl\xf6te") << "Flöte";
        QTest::newRow("blanks and zeros") << QByteArray(" Pi\0no\r\n ", 9) << "Pi no";
        QTest::newRow("overlong") << QByteArray("\xc0\xaf") << "À¯";
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QString::fromLatin1("\xed\xa0\x80");
        QTest::newRow("cut off") << QByteArray("\xe2\x82") << QString::fromLatin1("\xe2\x82");
        QTest::newRow("nothing") << QByteArray() << "";
    }
    void textOfAnyEncodingBecomesUtf8()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(toUtf8(std::string_view(bytes.data(), std::size_t(bytes.size())))), text);
    }
};

QTEST_GUILESS_MAIN(tst_Document)
#include "tst_document.moc"
