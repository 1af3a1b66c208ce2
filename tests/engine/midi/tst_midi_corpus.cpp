#include "engine/midi/file.h"
#include "engine/study/midi_text.h"
#include "tests/support/verdict_name.h"
#include "places.h"

#include <QtTest/QtTest>

#include <QDirIterator>

#include <algorithm>

using namespace partita;

namespace {
const QString kCorpus = QStringLiteral(PARTITA_SOURCE_DIR "/tests/corpus/midi/");
const QString kActual = QStringLiteral(PARTITA_BIN_DIR "/../corpus/midi/");

/// Verdict, reasons and events: what a person would compare.
QString report(const midi::Reading& reading)
{
    QString text = test::verdictName(reading.verdict) + QStringLiteral("\n");
    for (const auto& reason : reading.reasons)
        text += QString::fromStdString(reason) + '\n';
    return reading.verdict == midi::Verdict::kRefused ? text : text + QString::fromStdString(study::midiLines(reading.file));
}

/// Adds a row for every MIDI file below `folder`.
void addFiles(const QString& folder)
{
    QTest::addColumn<QString>("path");
    QStringList paths;
    for (QDirIterator it(kCorpus + folder, {"*.mid"}, QDir::Files, QDirIterator::Subdirectories); it.hasNext();)
        paths << it.next();
    paths.sort();
    for (const QString& path : paths)
        QTest::newRow(qPrintable(path.mid(kCorpus.size()))) << path;
    QVERIFY(!paths.isEmpty());
}

/// Compares with NAME.txt; on a mismatch leaves NAME.actual in the build folder for a person to accept.
void compareReport(const QString& path, const midi::Reading& reading)
{
    QFile expected(path.chopped(4) + ".txt");
    const QString text = report(reading);
    const bool found = expected.open(QFile::ReadOnly);
    const QString wanted = found ? QString::fromUtf8(expected.readAll()) : QString();
    if (text != wanted) {
        QFile actual(kActual + path.mid(kCorpus.size()).chopped(4) + ".actual");
        QDir().mkpath(QFileInfo(actual).path());
        QVERIFY(actual.open(QFile::WriteOnly));
        actual.write(text.toUtf8());
    }
    QCOMPARE(text, wanted);
}

} // namespace

/// The folder is the expectation: valid/ is complete; invalid/REASON has the defect REASON and its verdict.
class tst_MidiCorpus : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void validFilesAreComplete_data() { addFiles("valid"); }
    void validFilesAreComplete()
    {
        QFETCH(QString, path);
        const auto bytes = readFile(path.toStdString(), midi::kMaxFileBytes);
        QVERIFY(bytes);
        const midi::Reading reading = midi::read(*bytes);
        QCOMPARE(test::verdictName(reading.verdict), "complete");
        QVERIFY(reading.reasons.empty());
        compareReport(path, reading);
        QVERIFY(midi::read(midi::write(reading.file)).file == reading.file);
        QVERIFY(midi::read(midi::write(reading.file, false)).file == reading.file);
    }

    void invalidFilesAreMendedOrRefusedForTheirReason_data() { addFiles("invalid"); }
    void invalidFilesAreMendedOrRefusedForTheirReason()
    {
        QFETCH(QString, path);
        const std::string reason = QFileInfo(QFileInfo(path).path()).fileName().toStdString();
        const auto bytes = readFile(path.toStdString(), midi::kMaxFileBytes);
        QVERIFY(bytes);
        const midi::Reading reading = midi::read(*bytes);
        const auto defect = std::ranges::find(reading.defects, reason, [](midi::Defect d) { return info(d).name; });
        QVERIFY(defect != reading.defects.end());
        QVERIFY(reading.verdict >= info(*defect).verdict);
        QCOMPARE(reading.reasons.size(), reading.defects.size());
        compareReport(path, reading);
        // What was mended is sound when written: a second reading finds the same events.
        QVERIFY(midi::read(midi::write(reading.file)).file.tracks == reading.file.tracks);
    }
};

QTEST_GUILESS_MAIN(tst_MidiCorpus)
#include "tst_midi_corpus.moc"
