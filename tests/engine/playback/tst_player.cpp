#include "engine/core/rng.h"
#include "engine/playback/player.h"
#include "tests/support/documents.h"
#include "tests/support/sounding.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::playback;
using namespace partita::test;

namespace {

constexpr double kRate = 1000; ///< with 500 PPQ at 120 qpm a tick is a frame is a millisecond

project::Document document(std::vector<midi::Event> events)
{
    std::ranges::stable_sort(events, {}, &midi::Event::tick);
    return project::fromMidi({1, 500, {{std::move(events)}}});
}

std::vector<midi::Event> note(int start, int end, int pitch, int channel = 0)
{
    return {noteOn(start, pitch, 100, channel), noteOff(end, pitch, 64, channel)};
}

template <class... Lists>
std::vector<midi::Event> joined(const Lists&... lists)
{
    std::vector<midi::Event> all;
    (all.insert(all.end(), lists.begin(), lists.end()), ...);
    return all;
}

/// A player without a synth, driven in virtual time; what it sends to MIDI is the result.
class Rig {
public:
    using Clock = std::chrono::steady_clock;

    explicit Rig(const project::Document& song)
    {
        player.setMidiOut(true);
        setSong(song);
        run(1);
        log.clear();
    }
    void setSong(const project::Document& song) { player.setTimeline(compile(song, kRate)); }

    void run(int frames, int block = 64)
    {
        while (frames > 0) {
            const int count = std::min(frames, block);
            player.render({m_left.data(), m_right.data(), count}, m_epoch + std::chrono::milliseconds(m_now));
            m_now += count;
            frames -= count;
            while (const auto due = player.takeMidi()) {
                const auto at = std::chrono::round<std::chrono::milliseconds>(due->due - m_epoch).count();
                log << QString("%1 %2").arg(at - m_mark).arg(messageText(due->message));
                sounding.take(due->message);
                receiver.apply(due->message);
            }
        }
    }
    /// Times in the log count from here.
    void mark()
    {
        m_mark = m_now;
        log.clear();
    }
    QString text() const { return log.join(" | "); }

    Player player{kRate};
    QStringList log;
    Sounding sounding;
    MidiState receiver;

private:
    std::array<float, 1024> m_left{}, m_right{};
    Clock::time_point m_epoch = Clock::time_point(std::chrono::hours(1));
    std::int64_t m_now = 0, m_mark = 0;
};

} // namespace

class tst_Player : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void playsInTimeAndEnds()
    {
        Rig rig(document(joined(note(0, 250, 60), note(500, 750, 62))));
        rig.mark();
        rig.player.play();
        rig.run(600);
        QCOMPARE(rig.player.transport(), Transport::kPlaying);
        rig.run(400);
        QCOMPARE(rig.text(), QString("0 90 60 100 | 250 80 60 64 | 500 90 62 100 | 750 80 62 64"));
        QCOMPARE(rig.player.transport(), Transport::kStopped);
        QCOMPARE(rig.player.position(), 750.0);
    }
    void blockSizesDoNotMatter_data()
    {
        QTest::addColumn<int>("block");
        for (const int block : {1, 7, 64, 250, 1000})
            QTest::addRow("%d", block) << block;
    }
    void blockSizesDoNotMatter()
    {
        QFETCH(int, block);
        Rig rig(document(joined(note(0, 250, 60), note(250, 500, 60))));
        rig.mark();
        rig.player.play();
        rig.run(1000, block);
        QCOMPARE(rig.text(), QString("0 90 60 100 | 250 80 60 64 | 250 90 60 100 | 500 80 60 64"));
    }
    void atTheEndPlayStartsOver()
    {
        Rig rig(document(note(0, 100, 60)));
        rig.player.play();
        rig.run(300);
        rig.mark();
        rig.player.play();
        rig.run(300);
        QCOMPARE(rig.text(), QString("0 90 60 100 | 100 80 60 64"));
    }
    void theTransportAnswersTheLastOrderAtOnce()
    {
        Rig rig(document(note(0, 1000, 60)));
        rig.player.play();
        QCOMPARE(rig.player.transport(), Transport::kPlaying);
        rig.run(10);
        rig.player.pause();
        QCOMPARE(rig.player.transport(), Transport::kStopped);
        rig.player.play(1);
        QCOMPARE(rig.player.transport(), Transport::kCountingIn);
        rig.run(2010);
        QCOMPARE(rig.player.transport(), Transport::kPlaying);
        for (int i = 0; i < 2000; ++i) // more than can wait
            rig.player.stop();
        rig.run(1);
        QCOMPARE(rig.player.transport(), Transport::kStopped);
        rig.player.play();
        rig.run(1);
        QCOMPARE(rig.player.transport(), Transport::kPlaying);
    }
    void whatAModeOrAResetEndsIsEndedNoteByNoteToo_data()
    {
        QTest::addColumn<int>("mode");
        for (const int mode : {120, 123, 124, 126, 127, 0})
            QTest::addRow(mode > 0 ? "controller %d" : "reset", mode) << mode;
    }
    void whatAModeOrAResetEndsIsEndedNoteByNoteToo()
    {
        QFETCH(int, mode);
        const auto change = mode > 0 ? control(500, mode, 0) : midi::Event{Ticks(500), 0xf0, 0, 0, {0x7e, 0x7f, 0x09, 0x01, 0xf7}};
        const bool lifts = mode == 0; // pedals stay down in other modes, until the end
        Rig rig(document(joined(note(0, 1000, 60), std::vector{control(100, 64, 127), change})));
        rig.mark();
        rig.player.play();
        rig.run(600);
        const QString ends = lifts ? "500 80 60 64 | 500 b0 64 0 | 500 " : "500 80 60 64 | 500 ";
        QVERIFY2(rig.text().startsWith("0 90 60 100 | 100 b0 64 127 | " + ends), qPrintable(rig.text()));
        rig.player.stop();
        rig.run(10);
        QVERIFY2(rig.sounding.isSilent(), qPrintable(rig.text()));
    }
    void anEmptyPieceEndsAtOnce()
    {
        Rig rig(document({}));
        rig.player.play();
        rig.run(64);
        QCOMPARE(rig.player.transport(), Transport::kStopped);
    }
    void pauseStaysAndStopGoesBack()
    {
        Rig rig(document(note(0, 1000, 60)));
        rig.player.seek(Ticks(200));
        rig.player.play();
        rig.run(100);
        rig.player.pause();
        rig.run(10);
        QCOMPARE(rig.player.position(), 300.0);
        rig.player.play();
        rig.run(100);
        rig.player.stop();
        rig.run(10);
        QCOMPARE(rig.player.position(), 300.0);
        QVERIFY2(rig.sounding.isSilent(), qPrintable(rig.sounding.text()));
    }
    void loopsWithoutAGap()
    {
        auto song = document(joined(note(0, 400, 60), note(500, 1000, 62), note(1000, 1200, 64)));
        song.loop = {true, Ticks(0), Ticks(1000)};
        Rig rig(song);
        rig.mark();
        rig.player.play();
        rig.run(2100, 77);
        QCOMPARE(rig.text(),
            QString("0 90 60 100 | 400 80 60 64 | 500 90 62 100 | 1000 80 62 64 | 1000 90 60 100 | 1400 80 60 64 | 1500 90 62 100 | "
                    "2000 80 62 64 | 2000 90 60 100"));
        rig.player.setLooping(false);
        rig.run(1500);
        QCOMPARE(rig.player.transport(), Transport::kStopped);
        QVERIFY(rig.text().endsWith("3000 90 64 100 | 3200 80 64 64"));
    }
    void aLoopBehindThePositionIsNotEntered()
    {
        auto song = document(note(0, 1000, 60));
        song.loop = {true, Ticks(0), Ticks(500)};
        Rig rig(song);
        rig.player.seek(Ticks(600));
        rig.player.play();
        rig.run(100);
        QVERIFY(rig.player.position() > 600);
        rig.run(500);
        QCOMPARE(rig.player.transport(), Transport::kStopped);
    }
    void notesAcrossTheLoopsEndsAreCutAndStartedAgain()
    {
        auto song = document(joined(note(0, 1000, 60), note(800, 2000, 62)));
        song.loop = {true, Ticks(500), Ticks(900)};
        Rig rig(song);
        rig.player.seek(Ticks(500));
        rig.run(1);
        rig.mark();
        rig.player.play();
        rig.run(500);
        QCOMPARE(rig.text(), QString("0 90 60 100 | 300 90 62 100 | 400 80 60 64 | 400 80 62 64 | 400 90 60 100"));
    }
    void seekingRestoresWhatHoldsThere()
    {
        Rig rig(document(joined(std::vector{program(100, 40), control(100, 7, 50), control(200, 64, 127), control(300, 64, 0), control(300, 1, 9)},
            note(0, 900, 60), note(350, 360, 61), note(100, 900, 49, 9))));
        rig.mark();
        rig.player.seek(Ticks(250));
        rig.run(10);
        QCOMPARE(rig.text(), QString("0 c0 40 | 0 b0 7 50")); // a stopped player holds no pedal
        rig.mark();
        rig.player.play();
        rig.run(10);
        QCOMPARE(rig.text(), QString("0 b0 64 127 | 0 90 60 100")); // but no cymbal struck late
        rig.mark();
        rig.player.seek(Ticks(0));
        rig.run(10);
        QCOMPARE(rig.text(), QString("0 80 60 64 | 0 b0 64 0 | 0 c0 0 | 0 b0 7 100 | 0 90 60 100"));
    }
    void pedalsComeUpAndGoDownAgain()
    {
        Rig rig(document(joined(std::vector{control(0, 64, 127), control(900, 64, 0)}, note(0, 100, 60))));
        rig.player.play();
        rig.run(500);
        QCOMPARE(rig.sounding.text(), QString("0:pedal"));
        rig.player.pause();
        rig.run(10);
        QVERIFY(rig.sounding.isSilent());
        rig.mark();
        rig.player.play();
        rig.run(10);
        QCOMPARE(rig.text(), QString("0 b0 64 127"));
    }
    void panicSilencesAllChannelsAndKeepsPrograms()
    {
        Rig rig(document(joined(std::vector{program(0, 40, 3)}, note(0, 900, 60, 3))));
        rig.player.play();
        rig.player.previewOn(5, 70, 90);
        rig.run(100);
        QCOMPARE(rig.sounding.text(), QString("3:60 5:70"));
        rig.mark();
        rig.player.panic();
        rig.run(10);
        QVERIFY(rig.sounding.isSilent());
        for (int channel = 0; channel < 16; ++channel)
            for (const char* mode : {"120", "121", "123"})
                QVERIFY(rig.text().contains(QString("0 b%1 %2 0").arg(channel, 0, 16).arg(mode)));
        QCOMPARE(int(rig.receiver.channel(3).program), 40);
        QCOMPARE(rig.player.transport(), Transport::kPlaying);
    }
    void previewsSoundWhileStoppedAndSurviveEdits()
    {
        auto song = document(note(0, 900, 60));
        Rig rig(song);
        rig.player.previewOn(2, 64, 80);
        rig.run(10);
        QCOMPARE(rig.sounding.text(), QString("2:64"));
        rig.setSong(song);
        rig.run(10);
        QCOMPARE(rig.sounding.text(), QString("2:64"));
        rig.player.previewOn(2, 64, 90); // again: one note, not two
        rig.run(10);
        rig.player.previewOff(2, 64);
        rig.run(10);
        QVERIFY(rig.sounding.isSilent());
        rig.player.previewOn(99, 200, 200);
        rig.player.previewOff(-1, 3);
        rig.run(10);
        QVERIFY(rig.sounding.isSilent());
    }
    void theCountInClicksThenPlays()
    {
        Rig rig(document(joined(std::vector{meter(0, 3, 2)}, note(0, 400, 60))));
        rig.mark();
        rig.player.play(1);
        rig.run(1400, 100);
        QCOMPARE(rig.player.transport(), Transport::kCountingIn);
        QCOMPARE(rig.player.position(), 0.0);
        rig.run(200);
        QCOMPARE(rig.log.filter(" 99 ").join(" | "), QString("0 port4 99 76 120 | 500 port4 99 77 96 | 1000 port4 99 77 96"));
        QVERIFY(rig.text().contains("1500 90 60 100"));
        QCOMPARE(rig.player.transport(), Transport::kPlaying);
    }
    void aCountInCanBeStopped()
    {
        Rig rig(document(note(0, 400, 60)));
        rig.player.play(2);
        rig.run(700);
        rig.player.stop();
        rig.run(3000);
        QCOMPARE(rig.log.filter(" 90 ").size(), 0);
        QCOMPARE(rig.player.transport(), Transport::kStopped);
        QVERIFY(rig.sounding.isSilent());
    }
    void theMetronomeIsHeardWhileItIsOn()
    {
        Rig rig(document(note(0, 4000, 60)));
        rig.mark();
        rig.player.play();
        rig.run(750);
        QCOMPARE(rig.log.filter(" 99 ").size(), 0);
        rig.player.setMetronome(true);
        rig.run(1000);
        rig.player.setMetronome(false);
        rig.run(1000);
        QCOMPARE(rig.log.filter(" 99 ").join(" | "), QString("1000 port4 99 77 96 | 1500 port4 99 77 96"));
        QCOMPARE(rig.sounding.text(), QString("0:60"));
    }
    void editsWhilePlayingKeepTheOtherNotes()
    {
        const auto song = document(joined(note(0, 1000, 60), note(0, 1000, 62), note(500, 700, 64)));
        auto edited = song;
        std::erase_if(edited.tracks[0].notes, [](const project::Note& note) { return note.pitch == 62; });
        Rig rig(song);
        rig.mark();
        rig.player.play();
        rig.run(300);
        rig.setSong(edited);
        rig.run(300);
        QCOMPARE(rig.text(), QString("0 90 60 100 | 0 90 62 100 | 300 80 62 64 | 500 90 64 100"));
    }
    void aNewTempoKeepsTheMusicalPosition()
    {
        const auto notes = joined(note(0, 1000, 60), note(1000, 1500, 62));
        Rig rig(document(notes));
        rig.player.play();
        rig.run(512);
        rig.setSong(document(joined(std::vector{tempo(0, 1000000)}, notes)));
        rig.mark();
        rig.run(1000);
        QCOMPARE(rig.text(), QString("976 80 60 64 | 976 90 62 100"));
    }
    void aNewReceiverIsToldWhatHolds()
    {
        Rig rig(document(joined(std::vector{program(0, 40), control(0, 7, 3)}, note(0, 1000, 60))));
        rig.player.play();
        rig.run(100);
        rig.player.setMidiOut(false);
        rig.run(100);
        QVERIFY(rig.sounding.isSilent());
        rig.mark();
        rig.player.setMidiOut(true);
        rig.run(10);
        QCOMPARE(rig.text(), QString("0 c0 40 | 0 b0 7 3 | 0 90 60 100"));
    }
    void systemExclusiveIsSentBeforeAMiddleIsPlayed()
    {
        const midi::Event gmOn{Ticks(0), 0xf0, 0, 0, {0x7e, 0x7f, 0x09, 0x01, 0xf7}};
        Rig rig(document(joined(std::vector{gmOn, program(0, 40)}, note(0, 1000, 60))));
        rig.player.seek(Ticks(500));
        rig.run(10);
        rig.mark();
        rig.player.play();
        rig.run(10);
        QCOMPARE(rig.text(), QString("0 sysex 0 | 0 c0 40 | 0 90 60 100"));
    }
    void lostMessagesAreReported()
    {
        std::vector<midi::Event> many;
        for (int i = 0; i < 40000; ++i)
            many.push_back(control(0, 1, i % 128));
        Player player(kRate);
        player.setMidiOut(true);
        player.setTimeline(compile(document(joined(many, note(0, 100, 60))), kRate));
        player.play();
        std::array<float, 64> left{}, right{};
        QVERIFY(!player.takeMidiLoss());
        player.render({left.data(), right.data(), 64});
        QVERIFY(player.takeMidiLoss());
        QVERIFY(!player.takeMidiLoss());
    }
    void timelinesAreFreedByTheirSender()
    {
        Player player(kRate);
        std::array<float, 64> left{}, right{};
        std::vector<std::weak_ptr<const Timeline>> sent;
        for (int i = 0; i < 20; ++i) {
            auto timeline = compile(document(note(0, 100 + i, 60)), kRate);
            sent.push_back(timeline);
            player.setTimeline(std::move(timeline));
            if (i % 3 == 0)
                player.render({left.data(), right.data(), 64});
        }
        player.render({left.data(), right.data(), 64});
        player.collect();
        for (std::size_t i = 0; i + 1 < sent.size(); ++i)
            QVERIFY(sent[i].expired());
        QVERIFY(!sent.back().expired());
    }
    void ordersCountOnDeliveriesBefore()
    {
        Rig rig(document({}));
        rig.setSong(document(note(400, 900, 60)));
        rig.player.seek(Ticks(500));
        rig.player.play();
        rig.run(10);
        QCOMPARE(rig.player.transport(), Transport::kPlaying);
        QCOMPARE(rig.sounding.text(), QString("0:60"));
    }

    /// Whatever is done to the transport, when it rests nothing sounds, and the receiver knows what holds there.
    void nothingSticksInRandomUse()
    {
        Rng rng(5);
        const auto randomSong = [&] {
            std::vector<midi::Event> events;
            for (int i = 0; i < 60; ++i) {
                const int channel = int(rng.below(3)) + 8, start = int(rng.below(3000));
                const auto one = note(start, start + 1 + int(rng.below(800)), 60 + int(rng.below(5)), channel);
                events.insert(events.end(), one.begin(), one.end());
                events.push_back(control(int(rng.below(3000)), 64, rng.below(2) ? 127 : 0, channel));
                events.push_back(program(int(rng.below(3000)), int(rng.below(128)), channel));
            }
            auto song = document(events);
            const int start = int(rng.below(2000));
            song.loop = {rng.below(2) == 0, Ticks(start), Ticks(start + int(rng.below(900)))};
            return song;
        };
        auto song = randomSong();
        Rig rig(song);
        int rests = 0;
        for (int i = 0; i < 4000; ++i) {
            switch (rng.below(12)) {
            case 0:
            case 1:
            case 2: rig.player.play(int(rng.below(8)) == 0 ? 1 : 0); break;
            case 3: rig.player.pause(); break;
            case 4: rig.player.stop(); break;
            case 5:
            case 6: rig.player.seek(Ticks(std::int64_t(rng.below(4000)))); break;
            case 7: rig.player.setLooping(rng.below(2)); break;
            case 8: rig.player.setMetronome(rng.below(2)); break;
            case 9: rig.player.panic(); break;
            case 10:
                song = randomSong();
                rig.setSong(song);
                break;
            default: break;
            }
            rig.run(1 + int(rng.below(300)), 1 + int(rng.below(100)));
            if (rig.player.transport() != Transport::kStopped)
                continue;
            rig.run(1);
            ++rests;
            QVERIFY2(rig.sounding.isSilent(), qPrintable(QString("step %1: %2").arg(i).arg(rig.sounding.text())));
            const auto timeline = compile(song, kRate);
            const auto held = timeline->stateAt(timeline->frameAt(Ticks(std::llround(rig.player.position()))));
            for (int channel = 8; channel < 11; ++channel)
                QCOMPARE(std::max<int>(rig.receiver.channel(channel).program, 0), std::max<int>(held.channel(channel).program, 0));
        }
        QVERIFY(rests > 500);
    }
    void endlessLoopingLeavesNothingBehind()
    {
        auto song = document(joined(note(0, 700, 60), note(300, 900, 60, 9), std::vector{control(0, 64, 127), control(800, 64, 0)}));
        song.loop = {true, Ticks(10), Ticks(333)};
        Rig rig(song);
        rig.player.play();
        rig.run(100'000, 1024);
        QCOMPARE(rig.player.transport(), Transport::kPlaying);
        rig.player.pause();
        rig.run(1);
        QVERIFY2(rig.sounding.isSilent(), qPrintable(rig.sounding.text()));
    }
};

QTEST_GUILESS_MAIN(tst_Player)
#include "tst_player.moc"
