// label: slow
// run: serial
#include "engine/devices/audio_output.h"
#include "engine/playback/soundfonts.h"
#include "tests/support/documents.h"

#include <QtTest/QtTest>

#include <cmath>
#include <cstring>

using namespace partita;
using namespace partita::devices;
using namespace partita::playback;
using namespace partita::test;

namespace {

/// The loudest sample among raw 32-bit floats.
float peakOf(const QByteArray& raw)
{
    float peak = 0.0f;
    for (qsizetype i = 0; i + 4 <= raw.size(); i += 4) {
        float sample = 0.0f;
        std::memcpy(&sample, raw.constData() + i, 4);
        if (std::isfinite(sample))
            peak = std::max(peak, std::abs(sample));
    }
    return peak;
}

/// The first megabytes: a device that hears nobody takes sound as fast as it comes.
QByteArray beginningOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(8 << 20) : QByteArray();
}

} // namespace

/// Against the real libraries and a real server: ALSA with a device that writes a file, PulseAudio with a sink that nobody
/// hears.
class tst_SoundServers : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    /// A piece and an instrument to play it on.
    static void load(Player& player)
    {
        auto synth = Synth::open(defaultSoundFont(), player.sampleRate());
        QVERIFY2(synth, synth ? "" : synth.error().message.c_str());
        player.setSynth(std::move(*synth));
        player.setTimeline(compile(smallDocument(), player.sampleRate()));
    }
    static bool has(const char* driver)
    {
        const auto drivers = audioDrivers();
        return std::ranges::find(drivers, driver) != drivers.end();
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("JACK_NO_START_SERVER", "1");
        QFile config(path("asound.conf"));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write("pcm.null { type null }\npcm.!default { type file slave.pcm \"null\" file \"" + path("alsa.raw").toUtf8() + "\" format \"raw\" }\n");
        qputenv("ALSA_CONFIG_PATH", path("asound.conf").toUtf8()); // before libasound reads it
    }

    void alsaSounds()
    {
        if (!has("alsa"))
            QSKIP("This FluidSynth has no ALSA driver.");
        Player player(preferredSampleRate("alsa"));
        load(player);
        player.play();
        {
            const auto sink = openAudioDriver("alsa", player);
            QVERIFY2(sink, sink ? "" : sink.error().message.c_str());
            // In whatever format the two agreed on, silence is zeros.
            QTRY_VERIFY(std::ranges::any_of(beginningOf(path("alsa.raw")), [](char byte) { return byte != 0; }));
            QVERIFY((*sink)->isHeard());
        }
    }

    void pulseAudioSounds()
    {
        if (!has("pulseaudio"))
            QSKIP("This FluidSynth has no PulseAudio driver.");
        if (QStandardPaths::findExecutable("pulseaudio").isEmpty() || QStandardPaths::findExecutable("parec").isEmpty())
            QSKIP("pulseaudio is not installed: install pulseaudio and pulseaudio-utils to run this test.");
        const QString socket = "unix:" + path("pulse");
        qputenv("PULSE_SERVER", socket.toUtf8());
        for (const char* name : {"HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH"})
            qputenv(name, m_folder.path().toUtf8());
        QProcess server;
        server.setStandardErrorFile(QProcess::nullDevice());
        server.start("pulseaudio", {"-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm=yes", "--load=module-null-sink sink_name=nobody",
                                    "--load=module-native-protocol-unix auth-anonymous=1 socket=" + path("pulse")});
        QVERIFY(server.waitForStarted());
        const auto stop = qScopeGuard([&] {
            server.terminate();
            server.waitForFinished(5000);
        });
        QTRY_VERIFY(QFile::exists(path("pulse")));
        QProcess recorder;
        recorder.setStandardOutputFile(path("pulse.raw"));
        recorder.start("parec", {"--raw", "--format=float32le", "--device=nobody.monitor", "--latency-msec=20"});
        QVERIFY(recorder.waitForStarted());
        const auto stopRecording = qScopeGuard([&] {
            recorder.terminate();
            recorder.waitForFinished(5000);
        });
        QTRY_VERIFY(!beginningOf(path("pulse.raw")).isEmpty());

        Player player(preferredSampleRate("pulseaudio"));
        load(player);
        const auto sink = openAudioDriver("pulseaudio", player);
        QVERIFY2(sink, sink ? "" : sink.error().message.c_str());
        player.play();
        QTRY_VERIFY_WITH_TIMEOUT(peakOf(beginningOf(path("pulse.raw"))) > 0.01f, 10'000);
        QVERIFY((*sink)->isHeard() && (*sink)->isAlive());
    }
};

QTEST_GUILESS_MAIN(tst_SoundServers)
#include "tst_sound_servers.moc"
