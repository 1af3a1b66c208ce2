// run: serial
#include "engine/devices/audio_output.h"
#include "engine/devices/jack_server.h"
#include "engine/devices/midi_feed.h"
#include "engine/devices/null_sink.h"
#include "tests/support/documents.h"
#include "tests/support/jack_process.h"
#include "tests/support/sounding.h"

#include <QElapsedTimer>
#include <QtTest/QtTest>

#include <mutex>

using namespace partita;
using namespace partita::devices;
using namespace partita::playback;
using namespace partita::test;

namespace {

using Clock = std::chrono::steady_clock;
constexpr double kRate = 48000;

project::Document document(std::vector<midi::Event> events)
{
    std::ranges::stable_sort(events, {}, &midi::Event::tick);
    return project::fromMidi({1, 500, {{std::move(events)}}});
}

/// What a MIDI device would have received, and when.
struct Tape {
    std::mutex mutex;
    std::vector<std::pair<Clock::time_point, Bytes>> messages;
    bool refuses = false;

    std::vector<std::pair<Clock::time_point, Bytes>> copy()
    {
        const std::lock_guard lock(mutex);
        return messages;
    }
    Sounding sounding()
    {
        Sounding result;
        for (const auto& [time, bytes] : copy())
            if (bytes.size() == 3)
                result.take({bytes[0], bytes[1], bytes[2]});
        return result;
    }
    qsizetype count(std::uint8_t status)
    {
        return std::ranges::count_if(copy(), [&](const auto& message) { return message.second[0] == status; });
    }
};

class TapeSink final : public MidiSink {
public:
    explicit TapeSink(std::shared_ptr<Tape> tape) : m_tape(std::move(tape)) {}
    bool send(std::span<const std::uint8_t> message) override
    {
        const std::lock_guard lock(m_tape->mutex);
        m_tape->messages.emplace_back(Clock::now(), Bytes(message.begin(), message.end()));
        return !m_tape->refuses;
    }

private:
    std::shared_ptr<Tape> m_tape;
};

} // namespace

class tst_Devices : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { JackProcess::isolate(); }

    void driversEndWithTheOneThatIsAlwaysThere()
    {
        const auto drivers = audioDrivers();
        QVERIFY(drivers.size() >= 2);
        QCOMPARE(drivers.back(), std::string("null"));
    }
    void withoutAJackServerNothingCrashes()
    {
        QVERIFY(!findJackServer());
        for (const auto& port : midiOutPorts())
            QVERIFY(port.api != MidiApi::kJack);
        const auto out = openMidiOut({MidiApi::kJack, "nobody"});
        QVERIFY(!out);
        QCOMPARE(out.error().code, ErrorCode::kNoDevice);
        QVERIFY(out.error().message.find("nobody") != std::string::npos);
        Player player(kRate);
        const auto sink = openAudioDriver("jack", player);
        QVERIFY(!sink);
        QCOMPARE(sink.error().code, ErrorCode::kNoDevice);
        QCOMPARE(preferredSampleRate("jack"), 48000.0);
    }
    void unknownDriversAreRefusedByName()
    {
        Player player(kRate);
        const auto sink = openAudioDriver("tin can", player);
        QVERIFY(!sink);
        QCOMPARE(sink.error().code, ErrorCode::kInvalidArgument);
        QVERIFY(sink.error().message.find("tin can") != std::string::npos);
    }
    void playbackAlwaysHasASink()
    {
        Player player(kRate);
        const AudioOutput output = openAudio(player, "tin can");
        QVERIFY(output.sink);
        QVERIFY(QString::fromStdString(output.remark).contains("tin can"));
        QVERIFY(output.remark.ends_with('.'));
        QTRY_VERIFY(output.sink->isAlive());
    }
    void theNullSinkKeepsTime()
    {
        Player player(kRate);
        player.setTimeline(compile(document({noteOn(0, 60), noteOff(60'000, 60)}), kRate));
        const NullSink sink(player);
        QVERIFY(!sink.isHeard());
        player.play();
        QTRY_VERIFY_WITH_TIMEOUT(player.position() > 0, 5000);
        const auto begin = Clock::now();
        const double from = player.position();
        QTRY_VERIFY_WITH_TIMEOUT(player.position() > from + 600, 5000);
        const double ticks = player.position() - from; // a tick is a millisecond
        const double elapsed = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
        QVERIFY2(std::abs(ticks - elapsed) < 60, qPrintable(QString("%1 ms of music in %2 ms").arg(ticks).arg(elapsed)));
        QVERIFY(sink.isAlive());
    }
    void aSinkCanBeExchangedWhilePlaying()
    {
        Player player(kRate);
        player.setTimeline(compile(document({noteOn(0, 60), noteOff(60'000, 60)}), kRate));
        player.play();
        for (int i = 0; i < 5; ++i) {
            const double before = player.position();
            const NullSink sink(player);
            QTRY_VERIFY_WITH_TIMEOUT(player.position() > before + 20, 5000);
        }
        QCOMPARE(player.transport(), Transport::kPlaying);
    }
    void midiIsSentWhenItIsHeard()
    {
        auto tape = std::make_shared<Tape>();
        Player player(kRate);
        std::vector<midi::Event> events;
        for (int i = 0; i < 20; ++i) {
            events.push_back(noteOn(i * 20, 60 + i));
            events.push_back(noteOff(i * 20 + 10, 60 + i));
        }
        player.setTimeline(compile(document(events), kRate));
        const NullSink sink(player);
        {
            const MidiFeed feed(player, std::make_unique<TapeSink>(tape));
            player.play();
            QTRY_COMPARE_WITH_TIMEOUT(tape->count(0x80), qsizetype(20), 5000);
            QVERIFY(feed.isAlive());
        }
        std::vector<double> times;
        for (const auto& [time, bytes] : tape->copy())
            if (bytes[0] == 0x90)
                times.push_back(std::chrono::duration<double, std::milli>(time - tape->copy().front().first).count());
        QCOMPARE(times.size(), std::size_t(20));
        std::vector<double> errors;
        for (std::size_t i = 0; i < times.size(); ++i)
            errors.push_back(std::abs(times[i] - times[0] - double(i) * 20));
        std::ranges::sort(errors);
        QVERIFY2(errors[10] < 10, qPrintable(QString::number(errors[10]))); // the median: a loaded machine has its outliers
    }
    void aFeedEndsWhatItStarted()
    {
        auto tape = std::make_shared<Tape>();
        Player player(kRate);
        player.setTimeline(compile(document({control(0, 64, 127, 3), noteOn(0, 60, 90, 3), noteOff(60'000, 60, 64, 3)}), kRate));
        const NullSink sink(player);
        {
            const MidiFeed feed(player, std::make_unique<TapeSink>(tape));
            player.play();
            QTRY_COMPARE(tape->count(0x93), qsizetype(1));
            QCOMPARE(tape->sounding().text(), QString("3:60 3:pedal"));
        }
        QVERIFY(tape->sounding().isSilent());
        for (int channel = 0; channel < 16; ++channel)
            QVERIFY(tape->count(std::uint8_t(0xb0 | channel)) >= 5);
        QCOMPARE(player.transport(), Transport::kPlaying);
    }
    void aFeedMayOutliveItsDevice()
    {
        auto tape = std::make_shared<Tape>();
        tape->refuses = true;
        Player player(kRate);
        player.setTimeline(compile(document({noteOn(0, 60), noteOff(60'000, 60)}), kRate));
        const NullSink sink(player);
        const MidiFeed feed(player, std::make_unique<TapeSink>(tape));
        player.play();
        QTRY_VERIFY(!feed.isAlive());
    }
    void programsHaveTwoBytesAndSystemExclusiveAllOfTheirs()
    {
        auto tape = std::make_shared<Tape>();
        Player player(kRate);
        player.setTimeline(compile(document({program(0, 12), {Ticks(0), 0xf0, 0, 0, {0x7e, 0x7f, 0x09, 0x01, 0xf7}}, noteOn(0, 60), noteOff(50, 60)}), kRate));
        const NullSink sink(player);
        const MidiFeed feed(player, std::make_unique<TapeSink>(tape));
        player.play();
        QTRY_COMPARE(tape->count(0x80), qsizetype(1));
        const auto messages = tape->copy();
        const auto has = [&](const Bytes& wanted) { return std::ranges::any_of(messages, [&](const auto& one) { return one.second == wanted; }); };
        QVERIFY(has({0xc0, 12}));
        QVERIFY(has({0xf0, 0x7e, 0x7f, 0x09, 0x01, 0xf7}));
    }
    void portsThatComeAndGoAreNoticed()
    {
        const MidiPort piano{MidiApi::kAlsa, "Piano 24:0"}, drums{MidiApi::kJack, "drums:in"};
        MidiPortWatch watch;
        auto changes = watch.update({piano});
        QCOMPARE(changes.appeared, std::vector{piano});
        changes = watch.update({piano, drums});
        QCOMPARE(changes.appeared, std::vector{drums});
        QVERIFY(changes.vanished.empty());
        QVERIFY(!watch.update({piano, drums}).any());
        changes = watch.update({drums});
        QCOMPARE(changes.vanished, std::vector{piano});
        QCOMPARE(watch.ports(), std::vector{drums});
    }
};

QTEST_GUILESS_MAIN(tst_Devices)
#include "tst_devices.moc"
