#include "engine/core/rng.h"
#include "engine/playback/midi_state.h"
#include "tests/support/sounding.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::playback;
using namespace partita::test;

namespace {

struct Recorder final : Receiver {
    void send(const Message& message) noexcept override { messages.push_back(message); }
    QString text() const
    {
        QStringList words;
        for (const auto& message : messages)
            words << messageText(message);
        return words.join(" | ");
    }
    std::vector<Message> messages;
};

Message control(int controller, int value, int channel = 0) { return channelMessage(0xb0, channel, controller, value); }

MidiState told(std::initializer_list<Message> messages)
{
    MidiState state;
    for (const auto& message : messages)
        state.apply(message);
    return state;
}

QString difference(const MidiState& from, const MidiState& to)
{
    Recorder recorder;
    sendDifference(from, to, recorder);
    return recorder.text();
}

} // namespace

class tst_MidiState : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void differences_data()
    {
        QTest::addColumn<MidiState>("from");
        QTest::addColumn<MidiState>("to");
        QTest::addColumn<QString>("expected");
        const MidiState fresh;
        const auto add = [](const char* name, const MidiState& from, const MidiState& to, const char* expected) {
            QTest::newRow(name) << from << to << QString(expected);
        };
        add("nothing", fresh, fresh, "");
        add("program with its bank", fresh, told({control(0, 8), control(32, 1), channelMessage(0xc0, 0, 40)}), "b0 0 8 | b0 32 1 | c0 40");
        add("a new bank repeats the program", told({channelMessage(0xc0, 3, 40)}), told({control(0, 8, 3), channelMessage(0xc0, 3, 40)}), "b3 0 8 | c3 40");
        add("back to the defaults", told({control(7, 20), control(10, 0), control(1, 90), channelMessage(0xe0, 0, 0, 0), channelMessage(0xc0, 0, 9)}), fresh,
            "c0 0 | b0 1 0 | b0 7 100 | b0 10 64 | e0 0 64");
        add("explicit defaults are no difference", told({control(7, 100), channelMessage(0xe0, 0, 0, 64)}), fresh, "");
        add("the last value only", fresh, told({control(1, 5), control(1, 6), control(1, 7)}), "b0 1 7");
        add("bend range as a parameter", fresh, told({control(101, 0), control(100, 0), control(6, 12), control(38, 5)}),
            "b0 101 0 | b0 100 0 | b0 6 12 | b0 38 5 | b0 101 0 | b0 100 0");
        add("data entry without an address changes nothing", fresh, told({control(6, 12)}), "");
        add("non-registered address is kept", fresh, told({control(99, 1), control(98, 8), control(6, 12)}), "b0 99 1 | b0 98 8");
        add("reset of controllers", told({control(1, 5), control(7, 20), control(64, 127)}), told({control(7, 20), control(1, 5), control(121, 0)}),
            "b0 1 0 | b0 64 0");
        add("notes end before values, start after", told({channelMessage(0x90, 0, 60, 1)}), told({control(7, 1), channelMessage(0x90, 0, 62, 9)}),
            "80 60 64 | b0 7 1 | 90 62 9");
        add("notes held on both sides go on", told({channelMessage(0x90, 0, 60, 1)}), told({channelMessage(0x90, 0, 60, 99)}), "");
        add("after a reset nothing is known", told({control(7, 20), {0xf0, 1}}), fresh, "");
    }
    void differences()
    {
        QFETCH(MidiState, from);
        QFETCH(MidiState, to);
        QFETCH(QString, expected);
        QCOMPARE(difference(from, to), expected);
    }
    void aReceiverThatFollowsADifferenceIsThere()
    {
        Rng rng(2);
        const auto random = [&] {
            MidiState state;
            constexpr std::uint8_t kinds[]{0x80, 0x90, 0xb0, 0xb0, 0xb0, 0xc0, 0xd0, 0xe0};
            for (int i = 0; i < 400; ++i)
                state.apply(channelMessage(kinds[rng.below(8)], int(rng.below(4)), int(rng.below(i % 2 ? 128 : 8) + (i % 3 ? 0 : 96)) & 127, int(rng.below(128))));
            return state;
        };
        for (int i = 0; i < 300; ++i) {
            const MidiState from = random(), to = random();
            Recorder recorder;
            sendDifference(from, to, recorder);
            MidiState receiver = from;
            for (const auto& message : recorder.messages)
                receiver.apply(message);
            QCOMPARE(difference(receiver, to), QString());
            if (i == 0)
                QVERIFY(recorder.messages.size() > 50);
        }
    }
    void restEndsNotesAndLiftsPedals()
    {
        MidiState state = told({control(64, 127), control(66, 64), control(69, 99), control(7, 3), channelMessage(0x90, 0, 60, 1)});
        state.rest();
        QVERIFY(state == told({control(7, 3)}));
    }
    void onlyPercussionIsDropped()
    {
        MidiState state = told({channelMessage(0x90, 9, 49, 1), channelMessage(0x90, 25, 49, 1), channelMessage(0x90, 8, 60, 1)});
        state.dropHeldPercussion();
        QVERIFY(state == told({channelMessage(0x90, 8, 60, 1)}));
    }
};

QTEST_GUILESS_MAIN(tst_MidiState)
#include "tst_midi_state.moc"
