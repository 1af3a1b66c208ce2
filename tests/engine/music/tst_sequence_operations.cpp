#include "engine/music/concatenate.h"
#include "engine/music/quantize.h"
#include "engine/music/split.h"
#include "engine/music/times.h"
#include "engine/music/trim.h"

#include "tests/support/music_text.h"

#include <QTest>

using namespace partita;

class TestSequenceOperations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splitsKeepTheStateBefore();
    void pedalsHoldNotes();
    void quantisedSequencesAreLeftAlone();
    void hugeRequestsAreRefused();
};

void TestSequenceOperations::splitsKeepTheStateBefore()
{
    NoteSequence sequence = test::notesAt({{60, 0, 1.9}, {62, 1.9, 3}, {64, 3, 4}});
    sequence.tempos = {{Seconds(0.0), 120.0}, {Seconds(2.0), 90.0}};
    const auto pieces = splitOnTimeChanges(sequence);
    QCOMPARE(pieces->size(), 2u);
    QCOMPARE(test::notesText((*pieces)[0]), "60 0..1.9 | 62 1.9..2");
    QCOMPARE(test::notesText((*pieces)[1]), "64 1..2");
    QCOMPARE((*pieces)[1].tempos, (std::vector<NoteSequence::Tempo>{{Seconds(0.0), 90.0}}));
    QCOMPARE((*pieces)[0].subsequenceInfo->endTimeOffset.value, 2.0);
    QCOMPARE((*pieces)[1].subsequenceInfo->startTimeOffset.value, 2.0);
}

void TestSequenceOperations::pedalsHoldNotes()
{
    NoteSequence sequence = test::notesAt({{60, 0, 1}, {60, 2, 2.5}, {62, 0.5, 1.5}});
    sequence.controlChanges = {{.time = Seconds(0.0), .controlNumber = 64, .controlValue = 127}, {.time = Seconds(3.0), .controlNumber = 64}};
    const auto held = applySustain(sequence);
    QCOMPARE(test::notesText(*held), "60 0..2 | 60 2..3 | 62 0.5..3");
    QCOMPARE(held->totalTime.value, 3.0);
    QCOMPARE(test::notesText(*applySustain(sequence, 66)), "60 0..1 | 60 2..2.5 | 62 0.5..1.5");
}

void TestSequenceOperations::quantisedSequencesAreLeftAlone()
{
    const NoteSequence grid = **quantize(test::notesAt({{60, 0, 1}}));
    for (const auto& outcome : {trim(grid, Seconds(0.0), Seconds(1.0)), shift(grid, Seconds(1.0)), stretch(grid, 2.0), applySustain(grid),
                                extractSubsequence(grid, Seconds(0.0), Seconds(1.0))})
        QCOMPARE(outcome.error(), Fault::kQuantizationStatus);
    QCOMPARE(rectifyBeats(grid, 120.0).error(), Fault::kQuantizationStatus);
}

void TestSequenceOperations::hugeRequestsAreRefused()
{
    NoteSequence sequence = test::notesAt({{60, 0, 1}});
    QCOMPARE(repeatToDuration(sequence, Seconds(1e9)).error(), Fault::kTooLong);
    QCOMPARE(splitByHop(sequence, Seconds(1e-9)).error(), Fault::kTooLong);
    sequence.sectionAnnotations = {{.sectionId = 1}};
    NoteSequence::SectionGroup group{.sections = {{.sectionId = 1, .sectionGroup = {}}}, .numTimes = 2'000'000'000};
    sequence.sectionGroups = {group};
    QCOMPARE(expandSectionGroups(sequence).error(), Fault::kTooLong);
    sequence.sectionGroups[0].numTimes = 3;
    QCOMPARE(expandSectionGroups(sequence)->notes.size(), 3u);
    sequence.sectionGroups[0].sections[0].sectionId = 2;
    QCOMPARE(expandSectionGroups(sequence).error(), Fault::kInvalidArgument);
}

QTEST_GUILESS_MAIN(TestSequenceOperations)
#include "tst_sequence_operations.moc"
