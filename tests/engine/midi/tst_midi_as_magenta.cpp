// Where Magenta's reading of a MIDI file hangs on what its MIDI library makes of the bytes.
#include "engine/midi/note_sequence.h"

#include <QtTest/QtTest>

using namespace partita;

namespace {

constexpr midi::Event kEnd{Ticks(960), 0xff, midi::meta::kEndOfTrack, 0, {}};

midi::Event metaAt(int tick, std::uint8_t type, Bytes payload = {})
{
    return {Ticks(tick), 0xff, type, 0, std::move(payload)};
}

} // namespace

class tst_MidiAsMagenta : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void timeBeforeAnUnknownMetaEventIsLost_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<double>("magenta");
        QTest::addColumn<double>("people");
        QTest::newRow("a marker is known") << int(midi::meta::kMarker) << 1.0 << 1.0;
        QTest::newRow("a device name is known") << int(midi::meta::kDeviceName) << 1.0 << 1.0;
        QTest::newRow("a program name is not") << int(midi::meta::kProgramName) << 0.75 << 1.0;
        QTest::newRow("nor is type 0a") << 0x0a << 0.75 << 1.0;
    }
    void timeBeforeAnUnknownMetaEventIsLost()
    {
        QFETCH(int, type);
        QFETCH(double, magenta);
        QFETCH(double, people);
        // A quarter is half a second: the note begins at 0.5 s; the meta event comes a quarter of a second after the bend at 0.25 s.
        const midi::File file{.division = 480,
                              .tracks = {{{{Ticks(240), 0xe0, 0, 64, {}},
                                           metaAt(480, static_cast<std::uint8_t>(type)),
                                           metaAt(720, midi::meta::kTimeSignature, {3, 2, 24, 8}),
                                           {Ticks(720), 0x90, 60, 100, {}},
                                           {Ticks(960), 0x80, 60, 0, {}},
                                           kEnd}}}};
        for (const auto& [convention, end] : {std::pair(midi::Convention::kMagenta, magenta), {midi::Convention::kPeople, people}}) {
            const auto sequence = midi::toNoteSequence(file, convention);
            QVERIFY(sequence);
            QCOMPARE(sequence->notes.at(0).startTime.value, end - 0.25);
            QCOMPARE(sequence->notes.at(0).endTime.value, end);
            QCOMPARE(sequence->timeSignatures.at(0).time.value, end - 0.25);
            QCOMPARE(sequence->pitchBends.at(0).time.value, 0.25);
        }
    }

    void tempoChangesMoveWithTheirTrack()
    {
        const midi::File file{.division = 480,
                              .tracks = {{{metaAt(480, midi::meta::kProgramName), metaAt(960, midi::meta::kSetTempo, {0x0f, 0x42, 0x40}), kEnd}},
                                         {{{Ticks(0), 0x90, 60, 100, {}}, {Ticks(960), 0x80, 60, 0, {}}, kEnd}}}};
        const auto sequence = midi::toNoteSequence(file);
        QVERIFY(sequence);
        QCOMPARE(sequence->tempos.at(1).time.value, 0.5);
        QCOMPARE(sequence->notes.at(0).endTime.value, 1.5);
    }

    void denominatorsWhoseLogarithmPythonMissesAreRefused_data()
    {
        QTest::addColumn<int>("exponent");
        QTest::addColumn<bool>("inFirst");
        QTest::addColumn<bool>("inSecond");
        QTest::newRow("64") << 6 << true << true;
        QTest::newRow("2 to the 28") << 28 << true << true;
        QTest::newRow("2 to the 29: no whole logarithm") << 29 << false << false;
        QTest::newRow("2 to the 30") << 30 << true << true;
        QTest::newRow("2 to the 32: too large, but only the first track's meters count") << 32 << false << true;
        QTest::newRow("2 to the 47: no whole logarithm") << 47 << false << false;
        QTest::newRow("2 to the 255") << 255 << false << true;
    }
    void denominatorsWhoseLogarithmPythonMissesAreRefused()
    {
        QFETCH(int, exponent);
        QFETCH(bool, inFirst);
        QFETCH(bool, inSecond);
        const midi::Track meter{{metaAt(0, midi::meta::kTimeSignature, {4, static_cast<std::uint8_t>(exponent), 24, 8}), kEnd}};
        const auto first = midi::toNoteSequence(midi::File{.tracks = {meter}});
        QCOMPARE(first.has_value(), inFirst);
        if (first)
            QCOMPARE(first->timeSignatures.at(0).denominator, 1 << exponent);
        QCOMPARE(midi::toNoteSequence(midi::File{.tracks = {{{kEnd}}, meter}}).has_value(), inSecond);
    }
};

QTEST_GUILESS_MAIN(tst_MidiAsMagenta)
#include "tst_midi_as_magenta.moc"
