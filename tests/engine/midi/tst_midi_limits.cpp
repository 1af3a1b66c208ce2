// label: slow
#include "engine/midi/note_sequence.h"
#include "tests/support/verdict_name.h"
#include "tests/support/shared.h"

#include <QtTest/QtTest>

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <sys/resource.h>

#include <algorithm>

using namespace partita;

namespace {

/// A sound header for `tracks` tracks, then one track whose content is `event` as often as fits below `limit`.
Bytes repeated(const Bytes& event, std::size_t limit)
{
    Bytes bytes{'M', 'T', 'h', 'd', 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, 'M', 'T', 'r', 'k'};
    const std::size_t times = (limit - bytes.size() - 8) / event.size();
    const auto length = static_cast<std::uint32_t>(times * event.size() + 4);
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::uint8_t>(length >> shift));
    bytes.reserve(limit);
    for (std::size_t i = 0; i < times; ++i)
        bytes.insert(bytes.end(), event.begin(), event.end());
    bytes.insert(bytes.end(), {0x00, 0xff, 0x2f, 0x00});
    return bytes;
}

bool has(const midi::Reading& reading, midi::Defect defect) { return std::ranges::count(reading.defects, defect) > 0; }

long peakMegabytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr long kMaxMegabytes = 4096; // the sanitizers' own share
#else
constexpr long kMaxMegabytes = 512;
#endif

} // namespace

class tst_MidiLimits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void largestFilesStayWithinMemory_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::newRow("short messages") << QByteArray::fromHex("00903c64");
        QTest::newRow("sysex of one byte") << QByteArray::fromHex("00f001f7");
        QTest::newRow("channel pressure") << QByteArray::fromHex("00d040");
    }
    void largestFilesStayWithinMemory()
    {
        QFETCH(QByteArray, event);
        const Bytes bytes = repeated(Bytes(event.begin(), event.end()), midi::kMaxFileBytes);
        const midi::Reading reading = midi::read(bytes);
        QCOMPARE(test::verdictName(reading.verdict), "partial");
        QVERIFY(has(reading, midi::Defect::kTooManyEvents));
        QCOMPARE(reading.file.tracks[0].events.size(), midi::kMaxEvents);
        QVERIFY2(peakMegabytes() < kMaxMegabytes, qPrintable(QString::number(peakMegabytes()) + " MB"));
    }

    void moreTracksThanAHeaderCanCountAreLeftOut()
    {
        Bytes bytes{'M', 'T', 'h', 'd', 0, 0, 0, 6, 0, 1, 0xff, 0xff, 0, 96};
        for (std::size_t i = 0; i < midi::kMaxTracks + 1; ++i)
            bytes.insert(bytes.end(), {'M', 'T', 'r', 'k', 0, 0, 0, 4, 0, 0xff, 0x2f, 0});
        const midi::Reading reading = midi::read(bytes);
        QVERIFY(has(reading, midi::Defect::kTooManyTracks));
        QCOMPARE(reading.file.tracks.size(), midi::kMaxTracks);
    }

    void sharedControllersCannotMultiplyWithoutBound()
    {
        // 60,000 controllers before any note belong to each of the channel's 128 programs: eight million copies.
        midi::File file{.format = 0, .division = 96, .tracks = {{}}};
        auto& events = file.tracks[0].events;
        for (int i = 0; i < 60000; ++i)
            events.push_back({Ticks(0), 0xb0, 1, 64, {}});
        for (int program = 0; program < 128; ++program) {
            events.push_back({Ticks(program), 0xc0, std::uint8_t(program), 0, {}});
            events.push_back({Ticks(program), 0x90, 60, 100, {}});
            events.push_back({Ticks(program + 1), 0x80, 60, 64, {}});
        }
        const auto sequence = midi::toNoteSequence(file);
        QVERIFY(!sequence);
        QCOMPARE(sequence.error().code, ErrorCode::kTooLarge);
    }

    void timeGrowsWithTheFileAndNoFaster()
    {
        // Rubbish that looks like chunks and tracks again and again.
        for (const char* pattern : {"4d54726b00000000", "4d54726bffffffff", "4a756e6bffffffff", "4d54726b", "00"}) {
            const QByteArray piece = QByteArray::fromHex(pattern);
            QElapsedTimer timer;
            timer.start();
            const midi::Reading reading = midi::read(repeated(Bytes(piece.begin(), piece.end()), 4 << 20));
            QVERIFY(reading.verdict != midi::Verdict::kComplete);
            QVERIFY2(timer.elapsed() < 5000, pattern); // a search per chunk would take minutes
        }
    }

    void everyDamagedFileGetsAVerdict()
    {
        SKIP_WITHOUT_SHARED("data/broken");
        int files = 0;
        for (const char* folder : {"data/broken", "data/wild/jazz-soft", "data/wild/nfroidure_midifile"})
            for (const auto& entry : std::filesystem::recursive_directory_iterator(test::shared(folder))) {
                if (!entry.is_regular_file())
                    continue;
                ++files;
                const auto bytes = readFile(entry.path(), midi::kMaxFileBytes);
                QVERIFY(bytes);
                const midi::Reading reading = midi::read(*bytes);
                QCOMPARE(reading.verdict == midi::Verdict::kComplete, reading.reasons.empty());
                for (const auto& reason : reading.reasons)
                    QVERIFY2(reason.ends_with('.'), reason.c_str());
                const auto sequence = midi::toNoteSequence(reading, midi::Convention::kPeople);
                QCOMPARE(sequence.has_value(), reading.verdict != midi::Verdict::kRefused);
            }
        QVERIFY(files > 50);
    }

    void whatCannotBeOpenedIsASentenceWithItsName_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("code");
        QTest::newRow("missing") << "missing.mid" << int(ErrorCode::kNotFound);
        QTest::newRow("a folder") << "." << int(ErrorCode::kUnreadable);
        QTest::newRow("empty") << "empty.mid" << int(ErrorCode::kNotRecognized);
        QTest::newRow("no tracks") << "header.mid" << int(ErrorCode::kDamaged);
        QTest::newRow("too large") << "large.mid" << int(ErrorCode::kTooLarge);
    }
    void whatCannotBeOpenedIsASentenceWithItsName()
    {
        QTemporaryDir folder;
        const auto fill = [&](const char* name, const QByteArray& bytes, qint64 size) {
            QFile file(folder.filePath(name));
            return file.open(QFile::WriteOnly) && file.write(bytes) == bytes.size() && file.resize(size);
        };
        const QByteArray header = QByteArray::fromHex("4d54686400000006000000010060");
        QVERIFY(fill("empty.mid", {}, 0) && fill("header.mid", header, header.size()) &&
                fill("large.mid", header, qint64(midi::kMaxFileBytes) + 1));
        QFETCH(QString, name);
        QFETCH(int, code);
        const auto reading = midi::readFile(folder.filePath(name).toStdString());
        QVERIFY(!reading);
        QCOMPARE(int(reading.error().code), code);
        QVERIFY(QString::fromStdString(reading.error().message).contains(name));
        QVERIFY(reading.error().message.ends_with('.'));
    }
};

QTEST_GUILESS_MAIN(tst_MidiLimits)
#include "tst_midi_limits.moc"
