// label: slow
// What the data sets' chains take out of thousands of real files, held against hashes that Magenta's own code made.
#include "engine/events/extract_melodies.h"
#include "engine/events/transpositions.h"
#include "engine/midi/note_sequence.h"
#include "engine/music/quantize.h"
#include "engine/music/split.h"

#include "tests/support/shared.h"

#include <QTest>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <functional>
#include <map>

using namespace partita;

namespace {

struct Extraction {
    std::vector<std::string> lines;
    std::int64_t events = 0;
    Statistics statistics;

    void add(std::size_t length, std::string line)
    {
        events += static_cast<std::int64_t>(length);
        lines.push_back(std::move(line) + "\n");
    }
};

constexpr std::array kUntransposed{0};

/// The tempo-relative chain up to the extractor: split at time changes, quantise, and transpose by 0 where the kind does.
void relativeChain(const NoteSequence& sequence, int stepsPerQuarter, bool transpose, Extraction& out,
                   const std::function<void(const QuantizedSequence&)>& extract)
{
    const auto pieces = splitOnTimeChanges(sequence);
    for (const NoteSequence& piece : *pieces) {
        const auto quantized = quantize(piece, stepsPerQuarter);
        if (!quantized)
            continue;
        if (!transpose) {
            extract(*quantized);
            continue;
        }
        for (const auto& copy : transpositions(*quantized, kUntransposed, out.statistics))
            extract(copy);
    }
}

Extraction melodies(const NoteSequence& sequence, bool ignorePolyphonic)
{
    Extraction out;
    relativeChain(sequence, 4, true, out, [&](const QuantizedSequence& piece) {
        auto options = MelodyExtraction::dataset();
        options.ignorePolyphonic = ignorePolyphonic;
        const auto found = extractMelodies(piece, options);
        if (!found) {
            out.statistics.count("non_integer_steps_per_bar");
            return;
        }
        out.statistics.merge(found->statistics);
        for (const Melody& melody : found->melodies)
            out.add(melody.size(), fmt::format("{} {} {} {}", melody.startStep().value, melody.endStep().value, melody.stepsPerBar(),
                                               fmt::join(melody.events(), ",")));
    });
    return out;
}

using Kind = Extraction (*)(const NoteSequence&);
const std::map<std::string, Kind> kKinds{
    {"melody", [](const NoteSequence& s) { return melodies(s, false); }},
    {"melody_top_note", [](const NoteSequence& s) { return melodies(s, true); }},
};

/// As the table writes it: counters that are not zero, histograms without empty buckets.
nlohmann::json asJson(const Statistics& statistics)
{
    auto json = nlohmann::json::object();
    const auto bound = [](double value) { return std::isinf(value) ? std::string(value < 0 ? "-inf" : "inf") : fmt::format("{}", value); };
    for (const auto& [name, count] : statistics.counters)
        if (count != 0)
            json[name] = count;
    for (const auto& [name, histogram] : statistics.histograms) {
        const auto& bounds = histogram.bounds();
        for (std::size_t i = 0; i < bounds.size(); ++i)
            if (histogram.counts()[i] != 0)
                json[name][fmt::format("[{},{})", bound(bounds[i]), i + 1 < bounds.size() ? bound(bounds[i + 1]) : "inf")] = histogram.counts()[i];
    }
    return json;
}

} // namespace

class TestExtractedFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFileAsMagenta_data();
    void everyFileAsMagenta();
};

void TestExtractedFiles::everyFileAsMagenta_data()
{
    QTest::addColumn<std::string>("kind");
    for (const auto& [name, extract] : kKinds)
        QTest::newRow(name.c_str()) << name;
}

void TestExtractedFiles::everyFileAsMagenta()
{
    SKIP_WITHOUT_SHARED("golden/tensorflow/core/extract");
    QFETCH(std::string, kind);
    static const auto kRows = test::readTsv(test::shared("golden/tensorflow/core/extract/extract.tsv"));
    int compared = 0;
    for (const auto& row : kRows) {
        if (row["kind"].toStdString() != kind)
            continue;
        const auto path = row["path"].toStdString();
        const auto sequence = midi::readNoteSequence(test::shared("data/" + path));
        QVERIFY2(sequence.has_value(), path.c_str());
        const Extraction found = kKinds.at(kind)(*sequence);
        const auto summary = fmt::format("{}: {} with {} events, {}, {}", path, found.lines.size(), found.events,
                                         test::sha256(fmt::format("{}", fmt::join(found.lines, ""))), asJson(found.statistics).dump());
        const auto expected = fmt::format("{}: {} with {} events, {}, {}", path, row["count"].toStdString(), row["events"].toStdString(),
                                          row["lines_sha256"].toStdString(), nlohmann::json::parse(row["statistics"].toStdString()).dump());
        QCOMPARE(QString::fromStdString(summary), QString::fromStdString(expected));
        ++compared;
    }
    QVERIFY(compared > 500);
}

QTEST_GUILESS_MAIN(TestExtractedFiles)
#include "tst_extracted_files.moc"
