#include "engine/music/chord_inference.h"

#include "tests/support/music_text.h"

#include <QTest>

using namespace partita;

namespace {

QString chordsOf(const NoteSequence& sequence)
{
    QStringList texts;
    for (const auto& annotation : sequence.textAnnotations)
        if (annotation.annotationType == NoteSequence::TextAnnotationType::kChordSymbol)
            texts << QStringLiteral("%1@%2").arg(QString::fromStdString(annotation.text)).arg(annotation.time.value);
    return texts.join(' ');
}

/// C E G and G B D F, a bar each at 120.
NoteSequence cadence()
{
    return test::notesAt({{60, 0, 2}, {64, 0, 2}, {67, 0, 2}, {67, 2, 4}, {71, 2, 4}, {74, 2, 4}, {77, 2, 4}});
}

} // namespace

class TestChordInference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plainChordsAreFound();
    void beatsCarryChordsToo();
    void someSequencesCannotBeAsked();
    void denseChordsNameEachChange();
};

void TestChordInference::plainChordsAreFound()
{
    const auto found = inferChords(*quantize(cadence()), {.addKeySignatures = true});
    QVERIFY(found.has_value());
    QCOMPARE(chordsOf(found->sequence), "C@0 G7@2");
    QCOMPARE(found->frames, 4);
    QCOMPARE(found->sequence.textAnnotations[1].quantizedStep.value, 16);
    QCOMPARE(found->sequence.keySignatures.size(), 1u);
    QCOMPARE(found->sequence.keySignatures[0].key, 0);
    QCOMPARE(inferChords(*quantize(cadence()), {.chordsPerBar = 4})->frames, 8);
}

void TestChordInference::beatsCarryChordsToo()
{
    NoteSequence sequence = cadence();
    for (double time : {0.0, 2.0, 2.0, 4.0})
        sequence.textAnnotations.push_back({.time = Seconds(time), .annotationType = NoteSequence::TextAnnotationType::kBeat});
    const auto found = inferChordsAtBeats(sequence);
    QCOMPARE(found->frames, 2);
    QCOMPARE(chordsOf(found->sequence), "C@0 G7@2");
}

void TestChordInference::someSequencesCannotBeAsked()
{
    QCOMPARE(inferChordsAtBeats(cadence()).error(), Fault::kQuantizationStatus);
    QCOMPARE(inferChords(*quantize(NoteSequence())).error(), Fault::kEmptySequence);
    QCOMPARE(inferChords(*quantize(cadence()), {.chordsPerBar = 3}).error(), Fault::kNonIntegerStepsPerChord);
    QCOMPARE(inferChords(*quantize(cadence()), {.chordsPerBar = 0}).error(), Fault::kInvalidArgument);
    NoteSequence sequence = cadence();
    sequence.timeSignatures = {{.numerator = 5, .denominator = 4}};
    QCOMPARE(inferChords(*quantize(sequence)).error(), Fault::kUncommonTimeSignature);
    sequence = cadence();
    sequence.totalTime = Seconds(1001.0);
    QCOMPARE(inferChords(*quantize(sequence)).error(), Fault::kSequenceTooLong);
    sequence = cadence();
    sequence.textAnnotations = {{.text = "C", .annotationType = NoteSequence::TextAnnotationType::kChordSymbol}};
    QCOMPARE(inferChords(*quantize(sequence)).error(), Fault::kChordsExist);
}

void TestChordInference::denseChordsNameEachChange()
{
    QCOMPARE(chordsOf(*inferDenseChords(cadence())), "C@0 G7@2");
    NoteSequence sequence = cadence();
    sequence.notes[3].instrument = 1;
    QCOMPARE(chordsOf(*inferDenseChords(sequence, 1)), "");
    QCOMPARE(chordsOf(*inferDenseChords(sequence, 1, 1)), "Gped@2");
}

QTEST_GUILESS_MAIN(TestChordInference)
#include "tst_chord_inference.moc"
