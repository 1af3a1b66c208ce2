#include "engine/playback/player.h"
#include "engine/playback/soundfonts.h"
#include "engine/playback/synth.h"
#include "places.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>

using namespace partita;
using namespace partita::playback;

namespace {

constexpr double kRate = 22050;

std::filesystem::path shippedFont() { return std::filesystem::path(PARTITA_SOURCE_DIR) / "soundfonts/TimGM6mb.sf2"; }

std::unique_ptr<Synth> openShipped()
{
    auto synth = Synth::open(shippedFont(), kRate);
    return synth ? std::move(*synth) : nullptr;
}

std::vector<float> rendered(Synth& synth, double seconds)
{
    std::vector<float> left(std::size_t(seconds * kRate)), right(left.size());
    synth.render({left.data(), right.data(), int(left.size())});
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

float peak(const std::vector<float>& samples)
{
    float highest = 0;
    for (const float sample : samples)
        highest = std::max(highest, std::abs(sample));
    return highest;
}

} // namespace

class tst_Synth : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path write(const QString& name, const QByteArray& bytes)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            return {};
        return file.fileName().toStdString();
    }

private Q_SLOTS:
    void aNoteSoundsAndDiesAway()
    {
        const auto synth = openShipped();
        QVERIFY(synth);
        QVERIFY(peak(rendered(*synth, 0.2)) < 1e-4f);
        synth->send({0x90, 60, 100});
        QVERIFY(peak(rendered(*synth, 0.2)) > 0.01f);
        QVERIFY(synth->activeVoices() > 0);
        synth->send({0x80, 60, 64});
        rendered(*synth, 2.0);
        QCOMPARE(synth->activeVoices(), 0);
    }
    void everyProgramSounds()
    {
        const auto synth = openShipped();
        QVERIFY(synth);
        for (std::uint8_t program = 0; program < 128; ++program) {
            synth->send({0xc0, program});
            synth->send({0x90, 60, 110});
            const float loudest = peak(rendered(*synth, 0.3));
            QVERIFY2(loudest > 0.001f, qPrintable(QString("program %1: %2").arg(program).arg(loudest)));
            synth->silence();
            rendered(*synth, 0.05);
        }
    }
    void channelTenOfEveryPortIsPercussion()
    {
        const auto play = [](std::uint8_t port) {
            const auto synth = openShipped();
            synth->send({0x99, 38, 110, port});
            return rendered(*synth, 0.2);
        };
        const auto drum = play(0);
        QVERIFY(peak(drum) > 0.01f);
        for (const std::uint8_t port : {std::uint8_t(1), std::uint8_t(3), kClickPort})
            QVERIFY(play(port) == drum);
    }
    void percussionOutlivesResets_data()
    {
        QTest::addColumn<QByteArray>("sysex");
        QTest::newRow("General MIDI") << QByteArray::fromHex("f07e7f0901f7");
        QTest::newRow("GS") << QByteArray::fromHex("f041104212 40007f 00 41 f7");
        QTest::newRow("XG") << QByteArray::fromHex("f04310 4c00007e00 f7");
    }
    void percussionOutlivesResets()
    {
        QFETCH(QByteArray, sysex);
        const auto play = [&](bool reset, std::uint8_t port) {
            const auto synth = openShipped();
            if (reset) {
                synth->send({0xb0, 7, 10});
                synth->sendSysex({reinterpret_cast<const std::uint8_t*>(sysex.constData()), std::size_t(sysex.size())});
            }
            rendered(*synth, 0.05);
            synth->send({0x99, 38, 110, port});
            synth->send({0x90, 60, 110, port});
            return rendered(*synth, 0.2);
        };
        const auto expected = play(false, 0);
        QVERIFY(peak(expected) > 0.01f);
        QVERIFY(play(true, 0) == expected);
        QVERIFY(play(true, 2) == expected);
    }
    void voicesAreLimited()
    {
        const auto synth = openShipped();
        QVERIFY(synth);
        for (std::uint8_t channel = 0; channel < 9; ++channel)
            for (std::uint8_t pitch = 20; pitch < 110; ++pitch)
                synth->send({std::uint8_t(0x90 | channel), pitch, 100});
        rendered(*synth, 0.05);
        QVERIFY(synth->activeVoices() > 64);
        QVERIFY(synth->activeVoices() <= 256);
        synth->silence();
        rendered(*synth, 0.2);
        QCOMPARE(synth->activeVoices(), 0);
    }
    void oddSystemExclusiveIsIgnored()
    {
        const auto synth = openShipped();
        QVERIFY(synth);
        for (const char* hex : {"f0f7", "f0", "", "f07ef7", "f07e7f08", "f07e7f0801000000f7", "f04110421240f7", "f0ffffffffff"}) {
            const QByteArray bytes = QByteArray::fromHex(hex);
            synth->sendSysex({reinterpret_cast<const std::uint8_t*>(bytes.constData()), std::size_t(bytes.size())});
        }
        synth->send({0x90, 60, 100});
        QVERIFY(peak(rendered(*synth, 0.1)) > 0.01f);
    }
    void refusalsNameTheFileAndTheReason_data()
    {
        QFile font(QString::fromStdString(shippedFont().string()));
        QVERIFY(font.open(QIODevice::ReadOnly));
        const QByteArray whole = font.readAll();
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("code");
        const auto add = [&](const char* name, const std::filesystem::path& path, ErrorCode code) {
            QTest::newRow(name) << QString::fromStdString(path.string()) << int(code);
        };
        add("missing", m_folder.filePath("no such.sf2").toStdString(), ErrorCode::kNotFound);
        add("folder", m_folder.path().toStdString(), ErrorCode::kUnreadable);
        add("empty", write("empty.sf2", {}), ErrorCode::kNotRecognized);
        add("one byte", write("one.sf2", "R"), ErrorCode::kNotRecognized);
        add("text", write("text.sf2", QByteArray(5000, 'x')), ErrorCode::kNotRecognized);
        add("half", write("half.sf2", whole.left(whole.size() / 2)), ErrorCode::kDamaged);
        add("nearly whole", write("nearly.sf2", whole.left(whole.size() - 1000)), ErrorCode::kDamaged);
        add("header only", write("header.sf2", whole.left(12)), ErrorCode::kDamaged);
        QByteArray hollow = whole;
        hollow.replace(hollow.size() / 2, hollow.size() / 2, QByteArray(hollow.size() - hollow.size() / 2, '\0'));
        add("zeros where the presets were", write("hollow.sf2", hollow), ErrorCode::kDamaged);
    }
    void refusalsNameTheFileAndTheReason()
    {
        QFETCH(QString, path);
        QFETCH(int, code);
        const auto synth = Synth::open(path.toStdString(), kRate);
        QVERIFY(!synth);
        const QString message = QString::fromStdString(synth.error().message);
        QCOMPARE(int(synth.error().code), code);
        QVERIFY2(message.contains(path) && message.endsWith('.'), qPrintable(message));
    }
    void flippedBytesNeverCrash()
    {
        QFile font(QString::fromStdString(shippedFont().string()));
        QVERIFY(font.open(QIODevice::ReadOnly));
        const QByteArray whole = font.readAll();
        const qsizetype presets = whole.indexOf("pdtaphdr"); // where the structure lies
        QVERIFY(presets > 0);
        QByteArray bytes = whole;
        quint32 chance = 1;
        for (int round = 0; round < 12; ++round) {
            for (int i = 0; i < 20; ++i) {
                chance = chance * 1664525 + 1013904223;
                bytes[presets + 8 + qsizetype(chance % quint32(whole.size() - presets - 8))] = char(chance >> 11);
            }
            const auto synth = Synth::open(write("flipped.sf2", bytes), kRate);
            if (!synth)
                continue;
            for (std::uint8_t program = 0; program < 128; program += 9) {
                (*synth)->send({0xc0, program});
                (*synth)->send({0x90, 60, 100});
                rendered(**synth, 0.01);
            }
        }
    }
    void aLoopIsHeardWithoutAGap()
    {
        // A wood block at the start of a loop of half a second: a stroke every half second, to the frame it was sent at.
        project::Document song = project::newDocument();
        song.tracks[0].channel = kPercussionChannel;
        song.tracks[0].notes.push_back({.id = 1, .start = Ticks(0), .length = Ticks(60), .pitch = 76, .velocity = 120});
        song.loop = {true, Ticks(0), Ticks(480)};
        Player player(kRate);
        player.setSynth(openShipped());
        player.setTimeline(compile(song, kRate));
        player.play();
        std::vector<float> left(std::size_t(5 * kRate)), right(left.size());
        for (std::size_t at = 0; at < left.size(); at += 500)
            player.render({left.data() + at, right.data() + at, int(std::min<std::size_t>(500, left.size() - at))});
        std::vector<double> strokes;
        const auto loudest = peak(left);
        for (std::size_t i = 0; i < left.size(); ++i)
            if (std::abs(left[i]) > loudest / 4 && (strokes.empty() || double(i) / kRate - strokes.back() > 0.25))
                strokes.push_back(double(i) / kRate);
        QCOMPARE(strokes.size(), std::size_t(10));
        for (std::size_t i = 0; i < strokes.size(); ++i)
            QVERIFY2(std::abs(strokes[i] - strokes[0] - 0.5 * double(i)) < 0.004, qPrintable(QString::number(strokes[i])));
    }
    void strangeSampleRatesAreRefused()
    {
        for (const double rate : {0.0, -1.0, 7999.0, 96001.0, std::nan("")})
            QCOMPARE(Synth::open(shippedFont(), rate).error().code, ErrorCode::kInvalidArgument);
        QVERIFY(Synth::open(shippedFont(), 8000));
        QVERIFY(Synth::open(shippedFont(), 96000));
    }
};

QTEST_GUILESS_MAIN(tst_Synth)
#include "tst_synth.moc"
