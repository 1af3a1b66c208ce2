#include "engine/events/extract_melodies.h"
#include "engine/events/melody.h"

#include "tests/support/music_text.h"

#include <QTest>

#include <limits>

using namespace partita;
using test::eventsText;
using test::notesAt;

namespace {

Melody melody(const std::vector<int>& events, StepGrid grid = {})
{
    return *Melody::fromEvents(events, grid);
}

/// Notes in seconds on 4 steps a quarter at 120: a step is an eighth of a second.
QuantizedSequence quantized(std::vector<test::Played> notes, NoteSequence::TimeSignature meter = {.numerator = 4, .denominator = 4})
{
    NoteSequence sequence = notesAt(notes);
    sequence.timeSignatures = {meter};
    return *quantize(std::move(sequence));
}

} // namespace

class TestMelody : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leadingNoteOffsBecomeSilence();
    void otherNumbersAreNoEvents();
    void slicesKnowWhereTheyStart();
    void lengthCanChange_data();
    void lengthCanChange();
    void leftSideMovesTheStart();
    void resolutionCanRise();
    void transpositionFoldsByOctaves();
    void squashFitsRangeAndKey_data();
    void squashFitsRangeAndKey();
    void keysAreCounted();
    void firstMelodyEndsAtTheGap();
    void searchGoesOn();
    void laterNotesCut();
    void polyphonyIsRefusedOrTheTopKept();
    void drumsAndSilentNotesAreSkipped();
    void barsCanBeFilled();
    void brokenBarsAreRefused();
    void melodyBecomesNotes();
    void extractionCountsWhatItLeaves();
    void instrumentsComeInTheOrderOfPythonsSets_data();
    void instrumentsComeInTheOrderOfPythonsSets();
    void primersKeepEverything();
};

void TestMelody::leadingNoteOffsBecomeSilence()
{
    QCOMPARE(eventsText(melody({-1, -2, 60, -1})), "-2 -2 60 -1");
    QCOMPARE(eventsText(melody({-1, -1})), "-2 -2");
}

void TestMelody::otherNumbersAreNoEvents()
{
    QCOMPARE(Melody::fromEvents(std::vector{60, 128}).error(), Fault::kEventOutOfRange);
    QCOMPARE(Melody::fromEvents(std::vector{-3}).error(), Fault::kEventOutOfRange);
    Melody tune;
    QCOMPARE(tune.append(-3).error(), Fault::kEventOutOfRange);
    QVERIFY(tune.append(127).has_value());
    QCOMPARE(eventsText(tune), "127");
}

void TestMelody::slicesKnowWhereTheyStart()
{
    const Melody tune = melody({60, -2, -1, 62, -2}, {.start = Steps(16)});
    const Melody part = tune.slice(2, 4);
    QCOMPARE(eventsText(part), "-2 62");
    QCOMPARE(part.startStep().value, 18);
    QCOMPARE(part.endStep().value, 20);
    QCOMPARE(tune.slice(4, 100).size(), 1u);
    QVERIFY(tune.slice(9, 2).empty());
}

void TestMelody::lengthCanChange_data()
{
    QTest::addColumn<std::vector<int>>("events");
    QTest::addColumn<int>("length");
    QTest::addColumn<QString>("expected");
    QTest::newRow("a sounding note ends") << std::vector{60, -2, 62} << 6 << "60 -2 62 -1 -2 -2";
    QTest::newRow("through silence too") << std::vector{60, -2, -2} << 4 << "60 -2 -2 -1";
    QTest::newRow("one that ended stays") << std::vector{60, -1} << 4 << "60 -1 -2 -2";
    QTest::newRow("none") << std::vector{-2} << 2 << "-2 -2";
    QTest::newRow("same") << std::vector{60, -2} << 2 << "60 -2";
    QTest::newRow("shorter") << std::vector{60, -2, 62} << 1 << "60";
}

void TestMelody::lengthCanChange()
{
    QFETCH(std::vector<int>, events);
    QFETCH(int, length);
    QFETCH(QString, expected);
    Melody tune = melody(events);
    tune.setLength(static_cast<std::size_t>(length));
    QCOMPARE(eventsText(tune), expected);
}

void TestMelody::leftSideMovesTheStart()
{
    Melody tune = melody({60, -2, 62}, {.start = Steps(8)});
    tune.setLength(5, Side::kLeft);
    QCOMPARE(eventsText(tune), "-2 -2 60 -2 62");
    QCOMPARE(tune.startStep().value, 6);
    tune.setLength(2, Side::kLeft);
    QCOMPARE(eventsText(tune), "-2 62");
    QCOMPARE(tune.startStep().value, 9);
    QCOMPARE(tune.endStep().value, 11);
}

void TestMelody::resolutionCanRise()
{
    Melody tune = melody({60, -1}, {.start = Steps(4)});
    tune.increaseResolution(3);
    QCOMPARE(eventsText(tune), "60 -2 -2 -1 -2 -2");
    QCOMPARE(tune.grid(), (StepGrid{Steps(12), 48, 12}));
}

void TestMelody::transpositionFoldsByOctaves()
{
    Melody tune = melody({60, -2, 48, 83, -1});
    tune.transpose(3, 48, 84);
    QCOMPARE(eventsText(tune), "63 -2 51 74 -1");
    tune.transpose(-20, 48, 84);
    QCOMPARE(eventsText(tune), "55 -2 55 54 -1");
}

void TestMelody::squashFitsRangeAndKey_data()
{
    QTest::addColumn<std::vector<int>>("events");
    QTest::addColumn<int>("key");
    QTest::addColumn<int>("amount");
    QTest::addColumn<QString>("expected");
    QTest::newRow("low") << std::vector{40, 43, 47} << 0 << 24 << "64 67 71";
    QTest::newRow("high") << std::vector{90, 95, 97, -1} << 0 << -26 << "64 69 71 -1";
    QTest::newRow("scale") << std::vector{61, 63, 65, 66, 68, 70, 72} << 0 << -1 << "60 62 64 65 67 69 71";
    QTest::newRow("in place") << std::vector{60, -2, 62, 64, -1, 67} << 0 << 0 << "60 -2 62 64 -1 67";
    QTest::newRow("no notes") << std::vector{-2, -2} << 0 << 0 << "-2 -2";
    QTest::newRow("no key folds only") << std::vector{40, 90} << -1 << 0 << "52 78";
}

void TestMelody::squashFitsRangeAndKey()
{
    QFETCH(std::vector<int>, events);
    QFETCH(int, key);
    QFETCH(int, amount);
    QFETCH(QString, expected);
    Melody tune = melody(events);
    QCOMPARE(tune.squash(48, 84, key < 0 ? std::nullopt : std::optional(key)), amount);
    QCOMPARE(eventsText(tune), expected);
}

void TestMelody::keysAreCounted()
{
    const Melody tune = melody({60, 62, 64, 72, -1});
    QCOMPARE(tune.noteHistogram(), (std::array{2, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0}));
    QCOMPARE(tune.majorKeyHistogram(), (std::array{4, 2, 2, 3, 1, 4, 0, 4, 2, 2, 3, 1}));
    QCOMPARE(tune.majorKey(), 0);
    QCOMPARE(Melody().majorKey(), 0);
}

void TestMelody::firstMelodyEndsAtTheGap()
{
    const auto sequence = quantized({{60, 1, 1.5}, {64, 1.25, 2}, {67, 2, 2.25}, {72, 6, 6.5}});
    const auto first = Melody::fromQuantized(sequence);
    QCOMPARE(eventsText(*first), "-2 -2 -2 -2 -2 -2 -2 -2 60 -2 64 -2 -2 -2 -2 -2 67 -2");
    QCOMPARE(first->startStep().value, 0);
    QCOMPARE(first->endStep().value, 18);
}

void TestMelody::searchGoesOn()
{
    const auto sequence = quantized({{60, 1, 1.5}, {64, 1.25, 2}, {67, 2, 2.25}, {72, 6, 6.5}});
    const auto second = Melody::fromQuantized(sequence, {.searchStart = Steps(32)});
    QCOMPARE(eventsText(*second), "72 -2 -2 -2");
    QCOMPARE(second->startStep().value, 48);
    QVERIFY(Melody::fromQuantized(sequence, {.searchStart = Steps(64)})->empty());
    QVERIFY(Melody::fromQuantized(sequence, {.instrument = 1})->empty());
    const auto all = Melody::fromQuantized(sequence, {.gapBars = std::numeric_limits<double>::infinity()});
    QCOMPARE(all->size(), 52u);
}

void TestMelody::laterNotesCut()
{
    // The second note cuts the first, and its end cuts what was left of it.
    QCOMPARE(eventsText(*Melody::fromQuantized(quantized({{60, 0, 1}, {62, 0.25, 0.5}}))), "60 -2 62 -2");
    QCOMPARE(eventsText(*Melody::fromQuantized(quantized({{60, 0, 0.5}, {62, 0.25, 1}}))), "60 -2 62 -2 -2 -2 -2 -2");
}

void TestMelody::polyphonyIsRefusedOrTheTopKept()
{
    const auto chord = quantized({{60, 0, 0.5}, {67, 0, 0.25}, {62, 0.5, 0.75}});
    QCOMPARE(Melody::fromQuantized(chord).error(), Fault::kPolyphonicMelody);
    QCOMPARE(eventsText(*Melody::fromQuantized(chord, {.ignorePolyphonic = true})), "67 -2 -1 -2 62 -2");
}

void TestMelody::drumsAndSilentNotesAreSkipped()
{
    NoteSequence sequence = notesAt({{36, 0, 0.5}, {60, 2.5, 3}, {62, 3, 3.5}});
    sequence.notes[0].isDrum = true;
    sequence.notes[2].velocity = 0;
    const auto grid = *quantize(sequence);
    // The drum still decides where the first bar is.
    const auto tune = Melody::fromQuantized(grid);
    QCOMPARE(tune->startStep().value, 0);
    QCOMPARE(tune->size(), 24u);
    QCOMPARE(Melody::fromQuantized(grid, {.filterDrums = false})->operator[](0), 36);
}

void TestMelody::barsCanBeFilled()
{
    const auto tune = Melody::fromQuantized(quantized({{60, 0, 0.5}}), {.padEnd = true});
    QCOMPARE(eventsText(*tune), "60 -2 -2 -2 -1 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2 -2");
    QCOMPARE(Melody::fromQuantized(quantized({{60, 0, 2}}), {.padEnd = true})->size(), 16u);
}

void TestMelody::brokenBarsAreRefused()
{
    NoteSequence sequence = notesAt({{60, 0, 1}});
    sequence.timeSignatures = {{.numerator = 3, .denominator = 8}};
    QCOMPARE(Melody::fromQuantized(*quantize(sequence, 1)).error(), Fault::kNonIntegerStepsPerBar);
    QCOMPARE(extractMelodies(*quantize(sequence, 1)).error(), Fault::kNonIntegerStepsPerBar);
}

void TestMelody::melodyBecomesNotes()
{
    const Melody tune = melody({60, -2, 62, -1, -2, 64}, {.start = Steps(4)});
    const NoteSequence sequence = tune.toNoteSequence({.velocity = 90, .instrument = 1, .program = 4, .offset = Seconds(1.0), .qpm = 60.0});
    QCOMPARE(test::notesText(sequence), "60 2..2.5 | 62 2.5..2.75 | 64 3.25..3.5");
    QCOMPARE(sequence.totalTime.value, 3.5);
    QCOMPARE(sequence.ticksPerQuarter, 220);
    QCOMPARE(sequence.tempos.size(), 1u);
    QCOMPARE(sequence.tempos[0].qpm, 60.0);
    QCOMPARE(sequence.notes[0].velocity, 90);
    QCOMPARE(sequence.notes[0].instrument, 1);
    QCOMPARE(sequence.notes[0].program, 4);
    QVERIFY(melody({-2, -1}).toNoteSequence().notes.empty());
    QCOMPARE(melody({-2, -1}).toNoteSequence().totalTime.value, 0.0);
}

void TestMelody::extractionCountsWhatItLeaves()
{
    // Instrument 0: two bars, then (after a gap) one note; instrument 1: a chord; instrument 2: one pitch again and again.
    NoteSequence sequence = notesAt({{60, 0, 1}, {62, 1, 2}, {64, 2, 3}, {65, 3, 4}, {67, 8, 8.5}, {60, 0, 1}, {64, 0, 1}});
    sequence.notes[5].instrument = sequence.notes[6].instrument = 1;
    for (int i = 0; i < 4; ++i)
        sequence.notes.push_back({.pitch = 60 + 12 * (i % 2), .velocity = 100, .startTime = Seconds(i), .endTime = Seconds(i + 1), .instrument = 2});
    const auto found = extractMelodies(*quantize(sequence), {.minBars = 2, .minUniquePitches = 3, .ignorePolyphonic = false});
    QVERIFY(found.has_value());
    QCOMPARE(found->melodies.size(), 1u);
    QCOMPARE(found->melodies[0].size(), 32u);
    QCOMPARE(found->statistics.counters.at("polyphonic_tracks_discarded"), 1);
    QCOMPARE(found->statistics.counters.at("melodies_discarded_too_short"), 1);
    QCOMPARE(found->statistics.counters.at("melodies_discarded_too_few_pitches"), 1);
    QCOMPARE(found->statistics.histograms.at("melody_lengths_in_bars").total(), 1);

    const auto cut = extractMelodies(*quantize(sequence), {.minBars = 1, .maxStepsTruncate = 20, .minUniquePitches = 2, .padEnd = true});
    QCOMPARE(cut->melodies.size(), 1u);
    QCOMPARE(cut->melodies[0].size(), 16u);
    QCOMPARE(cut->statistics.counters.at("melodies_truncated"), 2);
    const auto none = extractMelodies(*quantize(sequence), {.minBars = 1, .maxStepsDiscard = 20, .minUniquePitches = 3});
    QVERIFY(none->melodies.empty());
    QCOMPARE(none->statistics.counters.at("melodies_discarded_too_long"), 2);
}

void TestMelody::instrumentsComeInTheOrderOfPythonsSets_data()
{
    QTest::addColumn<std::vector<int>>("notes"); // the instrument of each, in list order
    QTest::addColumn<std::vector<int>>("melodies");
    QTest::newRow("few") << std::vector{2, 0, 1} << std::vector{0, 1, 2};
    QTest::newRow("the ninth goes round") << std::vector{7, 8, 1} << std::vector{8, 1, 7};
    QTest::newRow("two for one place") << std::vector{1, 4, 7, 11} << std::vector{1, 11, 4, 7};
    QTest::newRow("the first takes it") << std::vector{9, 1, 17} << std::vector{9, 1, 17};
    QTest::newRow("five have more places") << std::vector{3, 8, 0, 9, 1} << std::vector{0, 1, 3, 8, 9};
    QTest::newRow("below zero") << std::vector{1, -1, 0, -3} << std::vector{0, 1, -3, -1};
}

void TestMelody::instrumentsComeInTheOrderOfPythonsSets()
{
    QFETCH(std::vector<int>, notes);
    QFETCH(std::vector<int>, melodies);
    NoteSequence sequence;
    for (int instrument : notes)
        sequence.notes.push_back({.pitch = 60, .velocity = 100, .endTime = Seconds(0.5), .instrument = instrument});
    QCOMPARE(extractMelodies(*quantize(sequence), MelodyExtraction::primer())->instruments, melodies);
}

void TestMelody::primersKeepEverything()
{
    const auto found = extractMelodies(quantized({{60, 0, 0.5}, {67, 0, 0.25}, {62, 20, 20.5}}), MelodyExtraction::primer());
    QCOMPARE(found->melodies.size(), 1u);
    QCOMPARE(found->melodies[0].size(), 164u);
    QCOMPARE(found->melodies[0][0], 67);
}

QTEST_GUILESS_MAIN(TestMelody)
#include "tst_melody.moc"
