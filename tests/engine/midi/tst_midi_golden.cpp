// label: slow
#include "engine/midi/file.h"
#include "engine/study/midi_text.h"
#include "tests/support/shared.h"
#include "tests/support/verdict_name.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <map>

using namespace partita;

/// Thousands of real files against event dumps made by an independent strict reader.
class tst_MidiGolden : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFileReadsAsTheStrictReaderSays()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/core/midi/raw.tsv");
        std::map<std::string, int> verdicts;
        for (const auto& row : test::readTsv(test::shared("golden/tensorflow/core/midi/raw.tsv"))) {
            const QString path = row["path"];
            const auto bytes = readFile(test::shared("data") / path.toStdString(), midi::kMaxFileBytes);
            QVERIFY2(bytes, bytes ? "" : bytes.error().message.c_str());
            const midi::Reading reading = midi::read(*bytes);
            const bool stopsStrictReader = std::ranges::any_of(reading.defects, [](midi::Defect d) { return info(d).stopsStrictReader; });
            ++verdicts[test::verdictName(reading.verdict)];
            if (reading.verdict != midi::Verdict::kComplete) {
                std::string reasons;
                for (const auto& reason : reading.reasons)
                    reasons += "\n    " + reason;
                qInfo("%s: %s%s", qPrintable(path), test::verdictName(reading.verdict), reasons.c_str());
            }
            if (row["result"] != "ok") {
                QVERIFY2(reading.verdict != midi::Verdict::kComplete && stopsStrictReader, qPrintable(path));
                continue;
            }
            QVERIFY2(!stopsStrictReader, qPrintable(path));
            const std::string lines = study::midiLines(reading.file);
            QVERIFY2(test::sha256(lines) == row["lines_sha256"].toStdString(), qPrintable(path));
            QCOMPARE(std::ranges::count(lines, '\n'), row["lines"].toInt());

            const midi::Reading again = midi::read(midi::write(reading.file));
            QVERIFY2(again.file == reading.file, qPrintable(path));
        }
        for (const auto& [verdict, count] : verdicts)
            qInfo("%s: %d", verdict.c_str(), count);
    }

    void fullLinesOfSmallFilesAreEqual()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/core/midi/raw_lines.jsonl.gz");
        for (const auto& row : test::readJsonLines(test::shared("golden/tensorflow/core/midi/raw_lines.jsonl.gz"))) {
            const auto reading = midi::readFile(test::shared("data") / row["path"].get<std::string>());
            QVERIFY(reading);
            QString expected;
            for (const auto& line : row["lines"])
                expected += QString::fromStdString(line.get<std::string>()) + '\n';
            QCOMPARE(QString::fromStdString(study::midiLines(reading->file)), expected);
        }
    }
};

QTEST_GUILESS_MAIN(tst_MidiGolden)
#include "tst_midi_golden.moc"
