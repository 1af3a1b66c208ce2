// label: slow
// Quantisation and splitting of thousands of real files, held against hashes that Magenta's own code made.
#include "engine/midi/note_sequence.h"
#include "engine/music/quantize.h"
#include "engine/music/split.h"

#include "tests/support/note_sequence_text.h"
#include "tests/support/shared.h"

#include <QTest>

#include <fmt/format.h>

#include <map>

using namespace partita;

namespace {

/// One of the table's four groups of columns.
struct Column {
    int pieces = 0;
    std::map<std::string, int> results;
    std::int64_t notes = 0;
    std::int64_t steps = 0;
    std::string text;

    void add(const Outcome<NoteSequence>& quantized, const std::string& bar)
    {
        const std::string result(quantized ? "ok" : faultName(quantized.error()));
        ++results[result];
        if (!quantized) {
            text += fmt::format("piece {} {}\n", pieces++, result);
            return;
        }
        text += fmt::format("piece {} ok {} {}\n", pieces++, quantized->totalQuantizedSteps.value, bar);
        text += test::quantizedText(*quantized);
        notes += static_cast<std::int64_t>(quantized->notes.size());
        steps += quantized->totalQuantizedSteps.value;
    }

    QStringList cells() const
    {
        QStringList names;
        for (const auto& [name, count] : results)
            names << QString::fromStdString(fmt::format("{}:{}", name, count));
        return {QString::number(pieces), names.join(','), QString::number(notes), QString::number(steps),
                QString::fromStdString(test::sha256(text))};
    }
};

QStringList relative(const std::vector<NoteSequence>& pieces)
{
    Column column;
    for (const NoteSequence& piece : pieces) {
        const auto quantized = quantize(piece, 4);
        // The shortest decimal of a double that always has a point.
        const std::string bar = quantized ? fmt::format("{}", stepsPerBar(*quantized)) : "";
        column.add(quantized ? Outcome<NoteSequence>(**quantized) : std::unexpected(quantized.error()),
                   bar.contains('.') ? bar : bar + ".0");
    }
    return column.cells();
}

QStringList absolute(const std::vector<NoteSequence>& pieces)
{
    Column column;
    for (const NoteSequence& piece : pieces) {
        const auto quantized = quantizeAbsolute(piece, 100);
        column.add(quantized ? Outcome<NoteSequence>(**quantized) : std::unexpected(quantized.error()), "-");
    }
    return column.cells();
}

QString piecesHash(const std::vector<NoteSequence>& pieces)
{
    std::string text;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        text += fmt::format("piece {} {} {} {}\n", i, test::timeText(pieces[i].subsequenceInfo->startTimeOffset.value),
                            test::timeText(pieces[i].subsequenceInfo->endTimeOffset.value), test::timeText(pieces[i].totalTime.value))
            + test::noteText(pieces[i]) + test::eventText(pieces[i]);
    return QString::fromStdString(test::sha256(text));
}

} // namespace

class TestQuantizedFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFileAsMagenta();
};

void TestQuantizedFiles::everyFileAsMagenta()
{
    SKIP_WITHOUT_SHARED("golden/tensorflow/core/midi");
    const auto rows = test::readTsv(test::shared("golden/tensorflow/core/midi/quantized.tsv"));
    QVERIFY(rows.size() > 3000);
    for (const auto& row : rows) {
        const auto path = row["path"].toStdString();
        const auto sequence = midi::readNoteSequence(test::shared("data/" + path));
        QVERIFY2(sequence.has_value(), path.c_str());
        const auto split = splitOnTimeChanges(*sequence);
        const auto hops = splitByHop(*sequence, Seconds(30.0));
        QVERIFY2(split && hops, path.c_str());
        const auto expected = [&](const QString& group) {
            QString results = row[group + "_results"];
            return QStringList{row[group + "_pieces"], results.replace(' ', ','), row[group + "_notes"], row[group + "_steps"], row[group + "_sha256"]};
        };
        const auto same = [&](const QString& group, const QStringList& actual) {
            return QTest::qCompare(actual.join(" | "), expected(group).join(" | "), path.c_str(), qPrintable(group), __FILE__, __LINE__);
        };
        if (!same("whole4", relative({*sequence})) || !same("split4", relative(*split)) || !same("whole100", absolute({*sequence}))
            || !same("hop30x100", absolute(*hops)))
            return;
        QCOMPARE(piecesHash(*split), row["split_sha256"]);
    }
}

QTEST_GUILESS_MAIN(TestQuantizedFiles)
#include "tst_quantized_files.moc"
