// label: slow
// run: serial
#include "engine/devices/audio_output.h"
#include "engine/devices/jack_server.h"
#include "engine/devices/midi_feed.h"
#include "tests/support/documents.h"
#include "tests/support/jack_device.h"
#include "tests/support/jack_process.h"
#include "tests/support/sounding.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::devices;
using namespace partita::playback;
using namespace partita::test;

namespace {

Sounding sounding(const JackDevice& device)
{
    Sounding result;
    for (const auto& bytes : device.received())
        if (bytes.size() == 3)
            result.take({bytes[0], bytes[1], bytes[2]});
    return result;
}

std::optional<MidiPort> portNamed(const std::string& part)
{
    for (const auto& port : midiOutPorts())
        if (port.name.find(part) != std::string::npos)
            return port;
    return std::nullopt;
}

} // namespace

/// Against a real JACK server.
class tst_Jack : public QObject {
    Q_OBJECT

    std::unique_ptr<JackProcess> m_jack;

private Q_SLOTS:
    void initTestCase()
    {
        JackProcess::isolate();
        if (!JackProcess::isInstalled())
            QSKIP("jackd is not installed: install jackd2 to run the tests of JACK.");
    }
    void init()
    {
        m_jack = std::make_unique<JackProcess>();
        QVERIFY(m_jack->start());
    }
    void cleanup() { m_jack.reset(); }

    void theServerIsFoundAndSoIsItsEnd()
    {
        QCOMPARE(findJackServer()->sampleRate, 48000);
        QCOMPARE(findJackServer()->bufferFrames, 1024);
        m_jack->stop();
        QTRY_VERIFY(!findJackServer());
    }
    void portsAppearAndVanish()
    {
        MidiPortWatch watch;
        watch.poll();
        {
            const JackDevice device("Synthesizer");
            const auto changes = watch.poll();
            QCOMPARE(changes.appeared.size(), std::size_t(1));
            QCOMPARE(changes.appeared[0].api, MidiApi::kJack);
            QCOMPARE(changes.appeared[0].name, std::string("Synthesizer:in"));
            QVERIFY(!watch.poll().any());
        }
        QCOMPARE(watch.poll().vanished.size(), std::size_t(1));
    }
    void messagesArrive()
    {
        const JackDevice device("Synthesizer");
        auto out = openMidiOut(*portNamed("Synthesizer"));
        QVERIFY2(out, out ? "" : out.error().message.c_str());
        const std::vector<Bytes> sent{{0x90, 60, 100}, {0xc1, 5}, {0xf0, 0x7e, 0x7f, 0x09, 0x01, 0xf7}, {0x80, 60, 64}};
        for (const auto& bytes : sent)
            QVERIFY((*out)->send(bytes));
        QTRY_COMPARE(device.received().size(), sent.size());
        QVERIFY(device.received() == sent);
    }
    void aPieceIsPlayedToADeviceAndEndsSilent()
    {
        const JackDevice device("Synthesizer");
        Player player(preferredSampleRate());
        auto sink = openAudioDriver("jack", player);
        QVERIFY2(sink, sink ? "" : sink.error().message.c_str());
        player.setTimeline(compile(smallDocument(), player.sampleRate()));
        {
            auto out = openMidiOut(*portNamed("Synthesizer"));
            QVERIFY(out);
            const MidiFeed feed(player, std::move(*out));
            player.play();
            QTRY_VERIFY_WITH_TIMEOUT(sounding(device).text().contains("0:60"), 5000);
            QVERIFY((*sink)->isHeard() && (*sink)->isAlive());
            player.stop();
            QTRY_VERIFY(sounding(device).isSilent());
            player.play();
            QTRY_VERIFY(!sounding(device).isSilent());
        }
        QTRY_VERIFY2(sounding(device).isSilent(), qPrintable(sounding(device).text()));
    }
    void jackDictatesTheSampleRate()
    {
        m_jack->stop();
        m_jack = std::make_unique<JackProcess>();
        QVERIFY(m_jack->start(44100));
        QCOMPARE(preferredSampleRate(), 44100.0);
        Player player(48000);
        const auto sink = openAudioDriver("jack", player);
        QVERIFY(!sink);
        QCOMPARE(sink.error().code, ErrorCode::kMismatch);
    }
    void aServerThatDiesTakesNothingAlong()
    {
        Player player(48000);
        auto sink = openAudioDriver("jack", player);
        QVERIFY(sink);
        player.setTimeline(compile(smallDocument(), player.sampleRate()));
        player.play();
        QTRY_VERIFY(player.position() > 0);
        m_jack->kill();
        QTRY_VERIFY_WITH_TIMEOUT(!(*sink)->isAlive(), 5000);
        QVERIFY(!portNamed("Synthesizer"));
        sink->reset();
        const AudioOutput next = openAudio(player);
        QVERIFY(next.sink);
        const double before = player.position();
        QTRY_VERIFY(player.position() > before || player.transport() == Transport::kStopped);
    }
    void aFeedSurvivesTheEndOfItsServer()
    {
        Player player(48000);
        const AudioOutput output = openAudio(player, "null");
        auto device = std::make_unique<JackDevice>("Synthesizer");
        auto out = openMidiOut(*portNamed("Synthesizer"));
        QVERIFY(out);
        player.setTimeline(compile(smallDocument(), player.sampleRate()));
        {
            const MidiFeed feed(player, std::move(*out));
            player.play();
            QTRY_VERIFY(player.position() > 0);
            m_jack->kill();
            QTRY_VERIFY(!feed.isAlive());
            QTRY_VERIFY_WITH_TIMEOUT(player.transport() == Transport::kStopped, 10'000);
        }
        QVERIFY(midiOutPorts().empty() || midiOutPorts()[0].api == MidiApi::kAlsa);
    }
};

QTEST_GUILESS_MAIN(tst_Jack)
#include "tst_jack.moc"
