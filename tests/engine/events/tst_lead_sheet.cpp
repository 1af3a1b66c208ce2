#include "engine/events/lead_sheet.h"

#include "tests/support/music_text.h"

#include <QTest>

#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace partita;

namespace {

using Chords = std::vector<std::pair<double, std::string>>;

/// A melody C D E F, one note a second at 60 qpm, with chords at the given times.
QuantizedSequence tune(const Chords& chords)
{
    NoteSequence sequence = test::notesAt({{60, 0, 1}, {62, 1, 2}, {64, 2, 3}, {65, 3, 4}});
    sequence.tempos = {{.qpm = 60.0}};
    for (const auto& [time, text] : chords)
        sequence.textAnnotations.push_back({.time = Seconds(time), .text = text, .annotationType = NoteSequence::TextAnnotationType::kChordSymbol});
    return *quantize(std::move(sequence), 1);
}

QString figures(const ChordProgression& chords)
{
    return QString::fromStdString(fmt::format("{}", fmt::join(chords.events(), " ")));
}

QString annotations(const NoteSequence& sequence)
{
    QStringList texts;
    for (const auto& annotation : sequence.textAnnotations)
        texts << QStringLiteral("%1@%2").arg(QString::fromStdString(annotation.text)).arg(annotation.time.value);
    return texts.join(' ');
}

} // namespace

class TestLeadSheet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void chordsFillTheirSteps_data();
    void chordsFillTheirSteps();
    void coincidentChordsAreRefused();
    void progressionsChangeLengthAndKey();
    void progressionsBecomeAnnotations();
    void progressionsComeInTwelveKeys();
    void stepsHaveChordsAndKeys();
    void chordsBecomeNotes();
    void bothPartsMustFit();
    void bothPartsMoveTogether();
    void chordsMayBeRequired();
};

void TestLeadSheet::chordsFillTheirSteps_data()
{
    QTest::addColumn<Chords>("chords");
    QTest::addColumn<int>("start");
    QTest::addColumn<int>("end");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << Chords{} << 0 << 4 << "N.C. N.C. N.C. N.C.";
    QTest::newRow("from a step on") << Chords{{1, "C"}, {3, "G7"}} << 0 << 4 << "N.C. C C G7";
    QTest::newRow("unsorted") << Chords{{3, "G7"}, {1, "C"}} << 0 << 4 << "N.C. C C G7";
    QTest::newRow("one before the start holds") << Chords{{0, "C"}, {3, "G7"}} << 2 << 4 << "C G7";
    QTest::newRow("later ones do not count") << Chords{{0, "C"}, {3, "G7"}} << 1 << 3 << "C C";
    QTest::newRow("the same twice") << Chords{{1, "C"}, {1, "C"}} << 0 << 2 << "N.C. C";
    QTest::newRow("two before the start") << Chords{{0, "C"}, {0, "F"}} << 1 << 3 << "F F";
}

void TestLeadSheet::chordsFillTheirSteps()
{
    QFETCH(Chords, chords);
    QFETCH(int, start);
    QFETCH(int, end);
    QFETCH(QString, expected);
    const auto progression = ChordProgression::fromQuantized(tune(chords), Steps(start), Steps(end));
    QVERIFY(progression.has_value());
    QCOMPARE(figures(*progression), expected);
    QCOMPARE(progression->grid(), (StepGrid{Steps(start), 4, 1}));
}

void TestLeadSheet::coincidentChordsAreRefused()
{
    QCOMPARE(ChordProgression::fromQuantized(tune({{1, "C"}, {1.2, "G"}}), Steps(0), Steps(4)).error(), Fault::kCoincidentChords);
    QCOMPARE(ChordProgression::fromQuantized(tune({}), Steps(4), Steps(4)).error(), Fault::kInvalidArgument);
    const auto found = extractLeadSheets(tune({{1, "C"}, {1.2, "G"}}), {.melody = {.minBars = 1, .minUniquePitches = 1}});
    QVERIFY(found->leadSheets.empty());
    QCOMPARE(found->statistics.counters.at("coincident_chords"), 1);
}

void TestLeadSheet::progressionsChangeLengthAndKey()
{
    ChordProgression chords({"C", "C", "Am7/G", "N.C."}, {});
    QVERIFY(chords.transpose(2).has_value());
    QCOMPARE(figures(chords), "D D Bm7/A N.C.");
    chords.setLength(5);
    chords.increaseResolution(2);
    QCOMPARE(figures(chords), "D D D D Bm7/A Bm7/A N.C. N.C. N.C. N.C.");
    chords.setLength(1);
    chords.setLength(2, Side::kLeft);
    QCOMPARE(figures(chords), "N.C. D");
    QCOMPARE(chords.startStep().value, -1);
    ChordProgression wrong({"C", "Hm"}, {});
    QCOMPARE(wrong.transpose(1).error(), Fault::kChordSymbol);
    QCOMPARE(figures(wrong), "C Hm");
}

void TestLeadSheet::progressionsBecomeAnnotations()
{
    const ChordProgression chords({"N.C.", "N.C.", "C", "C", "G", "N.C."}, {.start = Steps(8)});
    QCOMPARE(annotations(chords.toNoteSequence(Seconds(1.0), 60.0)), "C@1.5 G@2 N.C.@2.25");
}

void TestLeadSheet::progressionsComeInTwelveKeys()
{
    const auto one = extractChords(tune({{0, "C"}}), 2);
    QCOMPARE(one->progressions.size(), 1u);
    QCOMPARE(figures(one->progressions[0]), "C C");
    QCOMPARE(one->statistics.counters.at("chords_truncated"), 1);
    const auto all = extractChords(tune({{0, "C"}}), {}, true);
    QCOMPARE(all->progressions.size(), 12u);
    QCOMPARE(figures(all->progressions.front()), "Gb Gb Gb Gb");
    QCOMPARE(figures(all->progressions.back()), "F F F F");
}

void TestLeadSheet::stepsHaveChordsAndKeys()
{
    const std::vector<std::int64_t> steps{0, 1, 3, 9};
    QCOMPARE(*chordsAtSteps(tune({{1, "C"}, {3, "G"}}), steps), (std::vector<std::string>{"N.C.", "C", "G", "G"}));
    NoteSequence keys;
    QCOMPARE(keysAtSteps(keys, steps, 1.0).error(), Fault::kInvalidArgument);
    keys.keySignatures = {{Seconds(3.0), 7}, {Seconds(1.0), 2}};
    QCOMPARE(*keysAtSteps(keys, steps, 1.0), (std::vector{2, 2, 7, 7}));
}

void TestLeadSheet::chordsBecomeNotes()
{
    NoteSequence sequence = *tune({{1, "C/E"}, {3, "N.C."}, {3.5, "G5"}, {9, "F"}});
    const std::size_t melody = sequence.notes.size();
    NoteSequence rendered = *renderChords(sequence, {.velocity = 50});
    rendered.notes.erase(rendered.notes.begin(), rendered.notes.begin() + static_cast<std::ptrdiff_t>(melody));
    QCOMPARE(test::notesText(rendered), "48 1..3 | 52 1..3 | 55 1..3 | 40 1..3 | 55 3.5..4 | 50 3.5..4 | 43 3.5..4");
    QCOMPARE(rendered.notes[0].program, 88);
    QCOMPARE(rendered.notes[0].instrument, 1);
    QCOMPARE(rendered.notes[0].velocity, 50);
    QCOMPARE(renderChords(*tune({{1, "?"}})).error(), Fault::kChordSymbol);
}

void TestLeadSheet::bothPartsMustFit()
{
    const auto melody = *Melody::fromEvents(std::vector{60, -2});
    QVERIFY(LeadSheet::make(melody, ChordProgression({"C", "C"}, {})).has_value());
    QCOMPARE(LeadSheet::make(melody, ChordProgression({"C"}, {})).error(), Fault::kMelodyChordsMismatch);
    QCOMPARE(LeadSheet::make(melody, ChordProgression({"C", "C"}, {.start = Steps(1)})).error(), Fault::kMelodyChordsMismatch);
}

void TestLeadSheet::bothPartsMoveTogether()
{
    auto sheet = *LeadSheet::make(*Melody::fromEvents(std::vector{50, -2, 54}), ChordProgression({"D", "D", "Bm"}, {}));
    QCOMPARE(*sheet.squash(48, 84, 0), 10);
    QCOMPARE(test::eventsText(sheet.melody()), "60 -2 64");
    QCOMPARE(figures(sheet.chords()), "C C Am");
    QVERIFY(sheet.transpose(2).has_value());
    sheet.setLength(4);
    QCOMPARE(test::eventsText(sheet.melody()), "62 -2 66 -1");
    QCOMPARE(figures(sheet.chords()), "D D Bm N.C.");
    QCOMPARE(annotations(sheet.toNoteSequence()), "D@0 Bm@0.25 N.C.@0.375");
}

void TestLeadSheet::chordsMayBeRequired()
{
    const LeadSheetExtraction options{.melody = {.minBars = 1, .minUniquePitches = 1}, .requireChords = true};
    const auto found = extractLeadSheets(tune({}), options);
    QVERIFY(found->leadSheets.empty());
    QCOMPARE(found->statistics.counters.at("empty_chord_progressions"), 1);
    QCOMPARE(extractLeadSheets(tune({{0, "C"}}), options)->leadSheets.size(), 1u);
}

QTEST_GUILESS_MAIN(TestLeadSheet)
#include "tst_lead_sheet.moc"
