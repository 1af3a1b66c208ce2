#include "engine/playback/render.h"
#include "tests/support/documents.h"
#include "tests/support/shared.h"
#include "places.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <cstring>

using namespace partita;
using namespace partita::playback;
using namespace partita::test;

namespace {

constexpr int kRate = 44100;

std::filesystem::path shippedFont() { return std::filesystem::path(PARTITA_SOURCE_DIR) / "soundfonts/TimGM6mb.sf2"; }

project::Document document(std::vector<midi::Event> events)
{
    std::ranges::stable_sort(events, {}, &midi::Event::tick);
    return project::fromMidi({1, 480, {{std::move(events)}}});
}

/// Dry and short: wood blocks, so that an onset is where the level rises.
project::Document clicksAt(const std::vector<int>& ticks, std::vector<midi::Event> more = {})
{
    more.push_back(control(0, 91, 0, 9));
    for (const int tick : ticks) {
        more.push_back(noteOn(tick, 76, 120, 9));
        more.push_back(noteOff(tick + 60, 76, 64, 9));
    }
    return document(more);
}

struct Wav {
    int sampleRate = 0, channels = 0, bits = 0, format = 0;
    std::vector<float> left; ///< of 16-bit files
    qsizetype dataBytes = 0;
};

/// Reads the chunks of a WAV file itself: what other programs will see.
Wav readWav(const std::filesystem::path& path)
{
    const QByteArray bytes = readBytes(path);
    Wav wav;
    if (!bytes.startsWith("RIFF") || bytes.mid(8, 4) != "WAVE")
        return wav;
    const auto number = [&](qsizetype at, int size) {
        quint32 value = 0;
        std::memcpy(&value, bytes.constData() + at, std::size_t(size));
        return int(value);
    };
    for (qsizetype at = 12; at + 8 <= bytes.size(); at += 8 + number(at + 4, 4)) {
        if (bytes.mid(at, 4) == "fmt ") {
            wav.format = number(at + 8, 2);
            wav.channels = number(at + 10, 2);
            wav.sampleRate = number(at + 12, 4);
            wav.bits = number(at + 22, 2);
        } else if (bytes.mid(at, 4) == "data") {
            wav.dataBytes = number(at + 4, 4);
            if (wav.bits == 16)
                for (qsizetype i = at + 8; i + 4 <= std::min(bytes.size(), at + 8 + wav.dataBytes); i += 4)
                    wav.left.push_back(float(qint16(number(i, 2))) / 32768.0f);
        }
    }
    return wav;
}

/// Where sound begins after at least 50 ms of near silence, in seconds.
std::vector<double> onsets(const Wav& wav)
{
    std::vector<double> times;
    int quiet = kRate;
    for (std::size_t i = 0; i < wav.left.size(); ++i) {
        const bool loud = std::abs(wav.left[i]) > 0.004f;
        if (loud && quiet > kRate / 20)
            times.push_back(double(i) / wav.sampleRate);
        quiet = loud ? 0 : quiet + 1;
    }
    return times;
}

} // namespace

class tst_Render : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path at(const char* name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }
    Result<RenderReport> render(const project::Document& song, const std::filesystem::path& path, const RenderOptions& options = {})
    {
        return renderToWav(song, shippedFont(), path, options);
    }
    void compareOnsets(const std::vector<double>& expected, const std::filesystem::path& path)
    {
        const auto heard = onsets(readWav(path));
        QCOMPARE(heard.size(), expected.size());
        for (std::size_t i = 0; i < heard.size(); ++i)
            QVERIFY2(std::abs(heard[i] - expected[i]) < 0.005, qPrintable(QString("%1 for %2").arg(heard[i]).arg(expected[i])));
    }

private Q_SLOTS:
    void notesAreHeardAtTheirTimes()
    {
        QVERIFY(render(clicksAt({0, 480, 960, 1200, 3360}), at("times.wav")));
        compareOnsets({0, 0.5, 1.0, 1.25, 3.5}, at("times.wav"));
    }
    void tempoChangesAreHeard()
    {
        QVERIFY(render(clicksAt({0, 480, 960, 1440}, {tempo(0, 500000), tempo(480, 1000000), tempo(960, 250000)}), at("tempo.wav")));
        compareOnsets({0, 0.5, 1.5, 1.75}, at("tempo.wav"));
    }
    void aSelectionIsCutOut()
    {
        RenderOptions options;
        options.range = TickRange{Ticks(480), Ticks(1440)};
        const auto report = render(clicksAt({0, 480, 960, 1440}), at("part.wav"), options);
        QVERIFY(report);
        compareOnsets({0, 0.5}, at("part.wav"));
        options.range = TickRange{Ticks(99999), Ticks(100000)};
        const auto beyond = render(clicksAt({0, 480}), at("beyond.wav"), options);
        QVERIFY(beyond);
        QCOMPARE(beyond->peak, 0.0);
    }
    void loopsAndTheMetronomeAreLeftOut()
    {
        auto song = clicksAt({0, 1440});
        song.loop = {true, Ticks(0), Ticks(960)};
        QVERIFY(render(song, at("loop.wav")));
        compareOnsets({0, 1.5}, at("loop.wav"));
    }
    void theFileIsWhatItSays_data()
    {
        QTest::addColumn<int>("rate");
        QTest::addColumn<int>("depth");
        QTest::addColumn<int>("bits");
        QTest::addColumn<int>("format");
        QTest::newRow("16") << 44100 << int(BitDepth::k16) << 16 << 1;
        QTest::newRow("24") << 48000 << int(BitDepth::k24) << 24 << 1;
        QTest::newRow("float") << 22050 << int(BitDepth::kFloat) << 32 << 3;
    }
    void theFileIsWhatItSays()
    {
        QFETCH(int, rate);
        QFETCH(int, depth);
        QFETCH(int, bits);
        QFETCH(int, format);
        RenderOptions options{.sampleRate = rate, .depth = BitDepth(depth)};
        const auto report = render(smallDocument(), at("format.wav"), options);
        QVERIFY(report);
        const Wav wav = readWav(at("format.wav"));
        QCOMPARE(wav.sampleRate, rate);
        QCOMPARE(wav.channels, 2);
        QCOMPARE(wav.bits, bits);
        QCOMPARE(wav.format, format);
        QCOMPARE(qint64(wav.dataBytes), qint64(report->frames.value) * bytesPerFrame(BitDepth(depth)));
    }
    void soundDiesAwayAndIsNotCutOff()
    {
        const auto song = document({noteOn(0, 60), noteOff(480, 60)});
        const auto report = render(song, at("tail.wav"));
        QVERIFY(report);
        QVERIFY(report->peak > 0.02 && report->peak < 1.0 && report->rms > 0.002);
        QVERIFY(report->frames > Frames(kRate * 6 / 10) && report->frames < Frames(kRate * 45 / 10));
        const Wav wav = readWav(at("tail.wav"));
        QCOMPARE(std::abs(*(wav.left.end() - 10)) < 0.001f, true);
        RenderOptions none;
        none.tail = Seconds(0);
        QCOMPARE(render(song, at("tail.wav"), none)->frames, Frames(kRate / 2));
    }
    void manyNotesDoNotClip()
    {
        std::vector<midi::Event> events;
        for (int channel = 0; channel < 9; ++channel) {
            events.push_back(program(0, 56 + channel, channel));
            for (int pitch = 36; pitch < 84; pitch += 3) {
                events.push_back(noteOn(0, pitch, 127, channel));
                events.push_back(noteOff(960, pitch, 64, channel));
            }
        }
        const auto report = render(document(events), at("loud.wav"));
        QVERIFY(report);
        QVERIFY2(report->peak > 0.9 && report->peak < 1.0, qPrintable(QString::number(report->peak)));
        for (const float sample : readWav(at("loud.wav")).left)
            QVERIFY(std::abs(sample) < 0.99f);
    }
    void equalDocumentsGiveEqualBytes()
    {
        QVERIFY(render(smallDocument(), at("a.wav")));
        QVERIFY(render(smallDocument(), at("b.wav")));
        QVERIFY(readBytes(at("a.wav")) == readBytes(at("b.wav")));
    }
    void anEmptyPieceIsSilent()
    {
        const auto report = render(project::newDocument(), at("empty.wav"));
        QVERIFY(report);
        QCOMPARE(report->peak, 0.0);
        QVERIFY(report->frames < Frames(kRate));
    }
    void progressGrowsToOne()
    {
        std::vector<double> steps;
        QVERIFY(renderToWav(clicksAt({0, 9600}), shippedFont(), at("progress.wav"), {}, {}, [&](double done) { steps.push_back(done); }));
        QVERIFY(steps.size() > 5);
        QVERIFY(std::ranges::is_sorted(steps));
        QCOMPARE(steps.back(), 1.0);
    }
    void stoppingLeavesTheOldFile()
    {
        QVERIFY(render(clicksAt({0}), at("kept.wav")));
        const QByteArray before = readBytes(at("kept.wav"));
        std::stop_source source;
        const auto result = renderToWav(clicksAt({0, 96000}), shippedFont(), at("kept.wav"), {}, source.get_token(), [&](double) { source.request_stop(); });
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::kStopped);
        QVERIFY(readBytes(at("kept.wav")) == before);
    }
    void aFullDiskLeavesTheOldFileAndNoOther()
    {
        QVERIFY(render(clicksAt({0}), at("full.wav")));
        const QByteArray before = readBytes(at("full.wav"));
        const auto files = QDir(m_folder.path()).entryList(QDir::Files).size();
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{};
        getrlimit(RLIMIT_FSIZE, &limit);
        const rlimit small{.rlim_cur = 100'000, .rlim_max = limit.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        const auto result = render(clicksAt({0, 4800}), at("full.wav"));
        setrlimit(RLIMIT_FSIZE, &limit);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::kUnwritable);
        QVERIFY(result.error().message.find("full.wav") != std::string::npos);
        QVERIFY(readBytes(at("full.wav")) == before);
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files).size(), files);
    }
    void refusalsNameTheFileAndTheReason_data()
    {
        QTest::addColumn<QString>("font");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("named");
        const QString font = QString::fromStdString(shippedFont().string());
        QTest::newRow("no such folder") << font << m_folder.filePath("no/such/song.wav") << "song.wav";
        QTest::newRow("a folder that cannot be written") << font << "/proc/song.wav" << "/proc/song.wav";
        QTest::newRow("the name of a folder") << font << m_folder.path() << m_folder.path();
        QTest::newRow("no SoundFont") << m_folder.filePath("no.sf2") << m_folder.filePath("song.wav") << "no.sf2";
        QTest::newRow("a SoundFont that is none") << QString(PARTITA_SOURCE_DIR "/LICENSE") << m_folder.filePath("song.wav") << "LICENSE";
    }
    void refusalsNameTheFileAndTheReason()
    {
        QFETCH(QString, font);
        QFETCH(QString, path);
        QFETCH(QString, named);
        const auto result = renderToWav(smallDocument(), font.toStdString(), path.toStdString());
        QVERIFY(!result);
        const QString message = QString::fromStdString(result.error().message);
        QVERIFY2(message.contains(named) && message.endsWith('.'), qPrintable(message));
        QVERIFY(!QFile::exists(m_folder.filePath("song.wav")));
    }
    void whatNoWavFileHoldsIsRefusedAtOnce()
    {
        auto song = clicksAt({0});
        song.tracks[0].notes[0].start = Ticks(INT64_C(1) << 36);
        const auto result = render(song, at("century.wav"));
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::kTooLarge);
        QVERIFY(!std::filesystem::exists(at("century.wav")));
    }
    void realTunesSound()
    {
        SKIP_WITHOUT_SHARED("data/folk");
        const auto files = midiFilesBelow(shared("data/folk"));
        for (std::size_t i = 0; i < 3; ++i) {
            const auto reading = midi::readFile(files[i * files.size() / 3]);
            QVERIFY(reading);
            const auto report = render(project::fromMidi(reading->file), at("folk.wav"));
            QVERIFY(report);
            QVERIFY2(report->rms > 0.005 && report->peak < 1.0, files[i].c_str());
        }
    }
};

QTEST_GUILESS_MAIN(tst_Render)
#include "tst_render.moc"
