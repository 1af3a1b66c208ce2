// label: slow
// What the data sets' chains take out of thousands of real files, held against hashes that Magenta's own code made.
#include "engine/events/drum_track.h"
#include "engine/events/extract_melodies.h"
#include "engine/events/extract_performances.h"
#include "engine/events/pianoroll_sequence.h"
#include "engine/events/polyphonic_sequence.h"
#include "engine/events/transpositions.h"
#include "engine/midi/note_sequence.h"
#include "engine/music/quantize.h"
#include "engine/music/split.h"
#include "engine/music/times.h"

#include "tests/support/shared.h"
#include "tests/support/statistics_json.h"

#include <QTest>

#include <fmt/format.h>
#include <fmt/ranges.h>

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

/// `36+42`, or `.` for nothing.
std::string joined(const std::vector<int>& numbers)
{
    return numbers.empty() ? "." : fmt::format("{}", fmt::join(numbers, "+"));
}

Extraction drums(const NoteSequence& sequence, int stepsPerQuarter)
{
    Extraction out;
    relativeChain(sequence, stepsPerQuarter, false, out, [&](const QuantizedSequence& piece) {
        const auto found = extractDrumTracks(piece, DrumExtraction::dataset());
        if (!found) {
            out.statistics.count("non_integer_steps_per_bar");
            return;
        }
        out.statistics.merge(found->statistics);
        for (const DrumTrack& track : found->tracks) {
            std::vector<std::string> events;
            for (const DrumHits& hits : track.events())
                events.push_back(joined(drumPitches(hits)));
            out.add(track.size(), fmt::format("{} {} {} {}", track.startStep().value, track.endStep().value, track.stepsPerBar(), fmt::join(events, ",")));
        }
    });
    return out;
}

Extraction polyphony(const NoteSequence& sequence)
{
    Extraction out;
    relativeChain(sequence, 4, true, out, [&](const QuantizedSequence& piece) {
        const auto found = extractPolyphony(piece, PolyphonicExtraction::dataset());
        out.statistics.merge(found->statistics);
        for (const PolyphonicSequence& poly : found->sequences) {
            std::vector<std::string> events;
            for (const auto& [type, pitch] : poly.events())
                events.push_back(type >= PolyphonicEvent::Type::kNewNote ? fmt::format("{}:{}", int(type), pitch) : fmt::format("{}", int(type)));
            out.add(poly.size(), fmt::format("{} {} {}", poly.startStep().value, poly.numSteps(), fmt::join(events, ",")));
        }
    });
    return out;
}

Extraction pianorolls(const NoteSequence& sequence)
{
    Extraction out;
    relativeChain(sequence, 4, true, out, [&](const QuantizedSequence& piece) {
        const auto found = extractPianorolls(piece, PianorollExtraction::dataset());
        out.statistics.merge(found->statistics);
        for (const PianorollSequence& roll : found->sequences) {
            std::vector<std::string> events;
            for (const PianorollFrame& frame : roll.frames())
                events.push_back(joined(drumPitches(frame)));
            out.add(roll.size(), fmt::format("{} {} {}", roll.startStep().value, roll.size(), fmt::join(events, ",")));
        }
    });
    return out;
}

template <class Found>
void addPerformances(const Found& found, Extraction& out, const auto& eventText)
{
    out.statistics.merge(found->statistics);
    for (const auto& performance : found->performances) {
        std::vector<std::string> events;
        for (const auto& event : performance.events())
            events.push_back(eventText(event));
        const auto& [program, isDrum] = performance.sound();
        out.add(performance.size(), fmt::format("{} {} {} {} {}", performance.startStep().value, performance.numSteps(),
                                                program ? fmt::format("{}", *program) : "none", isDrum ? int(*isDrum) : -1, fmt::join(events, ",")));
    }
}

Extraction performances(const NoteSequence& sequence, int bins, bool noteBased)
{
    Extraction out;
    const auto stretched = stretch(*applySustain(sequence), 1.0);
    const auto pieces = splitByHop(*stretched, Seconds(30.0));
    for (const NoteSequence& piece : *pieces) {
        const auto quantized = quantizeAbsolute(piece, 100);
        for (const auto& copy : transpositions(*quantized, kUntransposed, out.statistics)) {
            const auto options = PerformanceExtraction::dataset(bins);
            if (noteBased)
                addPerformances(extractNotePerformances(copy, options), out, [](const NotePerformanceEvent& e) {
                    return fmt::format("{}/{}/{}/{}", e.shift, e.pitch, e.velocityBin, e.duration);
                });
            else
                addPerformances(extractPerformances(copy, options), out,
                                [](const PerformanceEvent& e) { return fmt::format("{}:{}", int(e.type), e.value); });
        }
    }
    return out;
}

using Kind = Extraction (*)(const NoteSequence&);
const std::map<std::string, Kind> kKinds{
    {"melody", [](const NoteSequence& s) { return melodies(s, false); }},
    {"melody_top_note", [](const NoteSequence& s) { return melodies(s, true); }},
    {"drums", [](const NoteSequence& s) { return drums(s, 4); }},
    {"drums_spq2", [](const NoteSequence& s) { return drums(s, 2); }},
    {"polyphony", polyphony},
    {"pianoroll", pianorolls},
    {"performance", [](const NoteSequence& s) { return performances(s, 0, false); }},
    {"performance_with_dynamics", [](const NoteSequence& s) { return performances(s, 32, false); }},
    {"note_performance", [](const NoteSequence& s) { return performances(s, 32, true); }},
};

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
                                         test::sha256(fmt::format("{}", fmt::join(found.lines, ""))), test::asJson(found.statistics).dump());
        const auto expected = fmt::format("{}: {} with {} events, {}, {}", path, row["count"].toStdString(), row["events"].toStdString(),
                                          row["lines_sha256"].toStdString(), nlohmann::json::parse(row["statistics"].toStdString()).dump());
        QCOMPARE(QString::fromStdString(summary), QString::fromStdString(expected));
        ++compared;
    }
    QVERIFY(compared > 500);
}

QTEST_GUILESS_MAIN(TestExtractedFiles)
#include "tst_extracted_files.moc"
