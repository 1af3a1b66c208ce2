#include "engine/core/rng.h"
#include "engine/playback/timeline.h"
#include "tests/support/documents.h"
#include "tests/support/sounding.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::playback;
using namespace partita::test;

namespace {

/// 1000 frames a second and 500 ticks a quarter at 120 qpm: a tick is a frame.
constexpr double kRate = 1000;

project::Document document(std::vector<midi::Event> events, std::uint16_t division = 500)
{
    std::ranges::stable_sort(events, {}, &midi::Event::tick);
    return project::fromMidi({1, division, {{std::move(events)}}});
}

QString compiled(const project::Document& document)
{
    return timelineText(*compile(document, kRate));
}

QString clicks(const Timeline& timeline)
{
    QStringList words;
    for (const auto& [frame, message] : timeline.messages())
        if (message.isClick() && message.isNoteOn())
            words << QString("%1%2").arg(frame.value).arg(message == clickOn(true) ? "!" : "");
    return words.join(' ');
}

} // namespace

class tst_Timeline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void messagesLieAtTheirFrames()
    {
        QCOMPARE(compiled(document({program(0, 5), noteOn(0, 60), noteOff(250, 60, 30), noteOn(500, 62, 80), noteOff(750, 62)})),
            QString("0 c0 5 | 0 90 60 100 | 250 80 60 30 | 500 90 62 80 | 750 80 62 64"));
    }
    void atOneFrameNotesEndThenValuesChangeThenNotesStart()
    {
        QCOMPARE(compiled(document({noteOn(0, 60), noteOn(500, 60), control(500, 7, 90), control(500, 10, 3), noteOff(500, 60), noteOff(600, 60)})),
            QString("0 90 60 100 | 500 80 60 64 | 500 b0 7 90 | 500 b0 10 3 | 500 90 60 100 | 600 80 60 64"));
    }
    void tempoChangesInTheMiddleCount()
    {
        QCOMPARE(compiled(document({tempo(0, 500000), tempo(500, 1000000), noteOn(0, 60), noteOff(500, 60), noteOn(750, 62), noteOff(1000, 62)})),
            QString("0 90 60 100 | 500 80 60 64 | 1000 90 62 100 | 1500 80 62 64"));
    }
    void smpteDivisionKnowsNoTempo()
    {
        // 25 frames of 40 ticks: a tick is a millisecond.
        QCOMPARE(compiled(document({tempo(0, 1000000), noteOn(100, 60), noteOff(200, 60)}, 0xe728)), QString("100 90 60 100 | 200 80 60 64"));
    }
    void mutedNotesAndTracksAreSilentAndSoloWins()
    {
        auto song = document({program(0, 3, 1), noteOn(0, 60), noteOff(10, 60), noteOn(0, 40, 100, 1), noteOff(10, 40, 64, 1)});
        QCOMPARE(song.tracks.size(), std::size_t(2));
        const QString high = "0 90 60 100 | 10 80 60 64", low = "0 91 40 100 | 10 81 40 64";
        song.tracks[0].solo = true;
        QCOMPARE(compiled(song), "0 c1 3 | " + high);
        song.tracks[0].mute = true;
        QCOMPARE(compiled(song), QString("0 c1 3"));
        song.tracks[0].solo = false;
        QCOMPARE(compiled(song), "0 c1 3 | " + low);
        song.tracks[1].notes[0].muted = true;
        QCOMPARE(compiled(song), QString("0 c1 3"));
    }
    void overlappingNotesOfOnePitchLastAsWritten()
    {
        auto song = document({noteOn(0, 60), noteOff(300, 60)});
        auto second = song.tracks[0].notes[0];
        second.start = Ticks(100);
        second.length = Ticks(500);
        song.tracks[0].notes.push_back(second);
        QCOMPARE(compiled(song), QString("0 90 60 100 | 100 80 60 64 | 100 90 60 100 | 600 80 60 64"));
        song.tracks[0].notes[1].start = Ticks(0);
        QCOMPARE(compiled(song), QString("0 90 60 100 | 500 80 60 64"));
    }
    void notesWithoutLengthStillSound()
    {
        QCOMPARE(compiled(document({noteOn(5, 60), noteOff(5, 60)})), QString("5 90 60 100 | 6 80 60 64"));
    }
    void unpairedNoteMessagesAreLeftOut()
    {
        QCOMPARE(compiled(document({noteOff(0, 61), noteOn(0, 60), noteOff(5, 60), noteOn(7, 64)})), QString("0 90 60 100 | 5 80 60 64"));
    }
    void portsKeepTheirChannelsApart()
    {
        const midi::File file{1, 500,
            {{{metaEvent(0, midi::meta::kPort, std::string(1, '\0')), noteOn(0, 60), noteOff(5, 60)}},
                {{metaEvent(0, midi::meta::kPort, "\1"), program(0, 7), noteOn(0, 60), noteOff(9, 60)}}}};
        const auto song = project::fromMidi(file);
        QCOMPARE(compiled(song), QString("0 port1 c0 7 | 0 90 60 100 | 0 port1 90 60 100 | 5 80 60 64 | 9 port1 80 60 64"));
        QCOMPARE(playedChannel(song, song.tracks[1]), 16);
    }
    void systemExclusiveKeepsItsBytesAndComesBeforeValues()
    {
        const auto timeline = compile(document({program(0, 5), {Ticks(0), 0xf0, 0, 0, {0x7e, 0x7f, 0x09, 0x01, 0xf7}}}), kRate);
        QCOMPARE(timelineText(*timeline), QString("0 sysex 0 | 0 c0 5"));
        QVERIFY(timeline->messages()[0].message.isReset());
        QVERIFY(std::ranges::equal(timeline->sysex(0), Bytes{0xf0, 0x7e, 0x7f, 0x09, 0x01, 0xf7}));
    }
    void pedalsMoveTheEnd()
    {
        QCOMPARE(compile(document({noteOn(0, 60), noteOff(100, 60), control(900, 7, 5)}), kRate)->end(), Frames(100));
        QCOMPARE(compile(document({control(0, 64, 127), noteOn(0, 60), noteOff(100, 60), control(900, 64, 0), control(950, 64, 0)}), kRate)->end(),
            Frames(900));
        QCOMPARE(compile(project::Document{}, kRate)->end(), Frames(0));
    }
    void clicksFollowTheMeter()
    {
        auto song = document({meter(0, 3, 2), meter(1500, 2, 3), noteOn(0, 60), noteOff(2000, 60)});
        QCOMPARE(clicks(*compile(song, kRate)), QString("0! 500 1000 1500! 1750 2000! 2250"));
        song.loop = {true, Ticks(0), Ticks(3000)};
        QCOMPARE(clicks(*compile(song, kRate)), QString("0! 500 1000 1500! 1750 2000! 2250 2500! 2750 3000! 3250"));
    }
    void loopsTooShortToPlayAreOff()
    {
        auto song = document({noteOn(0, 60), noteOff(2000, 60)});
        song.loop = {true, Ticks(500), Ticks(1500)};
        const auto timeline = compile(song, kRate);
        QVERIFY(timeline->loop().enabled);
        QCOMPARE(timeline->loop().start, Frames(500));
        QCOMPARE(timeline->loop().end, Frames(1500));
        song.loop.end = Ticks(505);
        QVERIFY(!compile(song, kRate)->loop().enabled);
    }
    void ticksAndFramesAreInverse()
    {
        const auto timeline = compile(document({tempo(0, 500000), tempo(777, 310000), tempo(1000, 1200000), noteOn(0, 60), noteOff(5000, 60)}), 44100);
        for (int tick = 0; tick < 3000; tick += 7)
            QVERIFY(std::abs(timeline->tickAt(timeline->frameAt(Ticks(tick))) - tick) < 0.05);
    }
    void aPlaceIsFoundInAnotherTempo()
    {
        const auto notes = std::vector{noteOn(0, 60), noteOff(2000, 60)};
        auto slow = notes;
        slow.push_back(tempo(0, 1000000));
        const auto a = compile(document(notes), kRate), b = compile(document(slow), kRate);
        QCOMPARE(a->frameIn(*b, Frames(300)), Frames(600));
        QCOMPARE(b->frameIn(*a, Frames(600)), Frames(300));
        QCOMPARE(a->frameIn(*a, Frames(301)), Frames(301));
    }
    void theStateAnywhereIsThatOfAllMessagesBefore()
    {
        Rng rng(1);
        std::vector<midi::Event> events;
        for (int i = 0; i < 6000; ++i) {
            const int tick = int(rng.below(20000)), channel = int(rng.below(16)), value = int(rng.below(128));
            events.push_back(control(tick, int(rng.below(128)), value, channel));
            events.push_back(noteOn(tick, value, 1 + int(rng.below(127)), channel));
            events.push_back(noteOff(tick + 1 + int(rng.below(500)), value, 64, channel));
        }
        const auto timeline = compile(document(events), kRate);
        QVERIFY(timeline->messages().size() > 12000); // three snapshots
        MidiState state;
        std::size_t next = 0;
        const auto messages = timeline->messages();
        for (int frame = 0; frame <= 21000; frame += int(1 + rng.below(200))) {
            for (; next < messages.size() && messages[next].frame < Frames(frame); ++next)
                state.apply(messages[next].message);
            MidiState expected = state;
            for (std::size_t i = next; i < messages.size() && messages[i].frame == Frames(frame); ++i)
                if (messages[i].message.isNoteOff())
                    expected.apply(messages[i].message);
            QVERIFY(timeline->stateAt(Frames(frame)) == expected);
        }
    }
    void hostileDocumentsEnd()
    {
        auto song = document({tempo(0, 1), meter(0, 1, 6), noteOn(0, 60), noteOff(1, 60)}, 1);
        song.tracks[0].notes[0].start = Ticks(INT64_C(1) << 40);
        song.tracks[0].notes[0].pitch = 255;
        song.chunks[0].events.push_back({control(0, 200, 250), project::kNoOrder});
        song.loop = {true, Ticks(0), Ticks(INT64_C(1) << 41)};
        const auto timeline = compile(song, 44100);
        QVERIFY(timeline->messages().size() < 300'000);
        QVERIFY(timeline->stateAt(timeline->end()) != MidiState());
    }
};

QTEST_GUILESS_MAIN(tst_Timeline)
#include "tst_timeline.moc"
