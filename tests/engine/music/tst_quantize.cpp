#include "engine/music/quantize.h"

#include "engine/study/note_sequence_json.h"
#include "tests/support/shared.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace partita;

namespace {

NoteSequence oneNote(double start, double end)
{
    NoteSequence sequence;
    sequence.notes = {{.pitch = 60, .velocity = 100, .startTime = Seconds(start), .endTime = Seconds(end)}};
    sequence.totalTime = Seconds(end);
    return sequence;
}

} // namespace

class TestQuantize : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timeBecomesStep_data();
    void timeBecomesStep();
    void stepsFollowTempo();
    void equalEndsMakeOneStep();
    void meterAndTempoMustBeOne_data();
    void meterAndTempoMustBeOne();
    void absoluteIgnoresTempo();
    void barsMayBeBroken();
    void tooLongIsRefused();
    void onlyQuantisedSequencesAreTaken();
    void agreesWithMagentaJs();
    void stepsAgreeWithMagentaJs();
};

void TestQuantize::timeBecomesStep_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<double>("cutoff");
    QTest::addColumn<qint64>("step");
    // At 8 steps a second.
    QTest::newRow("just below half") << 0.0624 << 0.5 << qint64(0);
    QTest::newRow("half goes up") << 0.0625 << 0.5 << qint64(1);
    QTest::newRow("little before zero is zero") << -0.1 << 0.5 << qint64(0);
    QTest::newRow("more is not") << -0.19 << 0.5 << qint64(0) - 1;
    QTest::newRow("cutoff 1 truncates") << 0.99 << 1.0 << qint64(7);
    QTest::newRow("cutoff 1 keeps a step") << 1.0 << 1.0 << qint64(8);
    QTest::newRow("cutoff 0 goes up") << 0.01 << 0.0 << qint64(1);
    QTest::newRow("cutoff 0 moves an exact step on") << 0.25 << 0.0 << qint64(3);
    QTest::newRow("far away is held") << 1e300 << 0.5 << qint64(9007199254740992);
    QTest::newRow("no number is before the beginning") << std::numeric_limits<double>::quiet_NaN() << 0.5 << qint64(-1);
}

void TestQuantize::timeBecomesStep()
{
    QFETCH(double, seconds);
    QFETCH(double, cutoff);
    QFETCH(qint64, step);
    QCOMPARE(quantizeToStep(seconds, 8.0, cutoff), step);
}

void TestQuantize::stepsFollowTempo()
{
    NoteSequence sequence = oneNote(1.0, 2.0);
    sequence.tempos = {{.qpm = 60.0}};
    sequence.controlChanges = {{.time = Seconds(0.5), .controlNumber = 64, .controlValue = 127}};
    sequence.textAnnotations = {{.time = Seconds(1.13), .text = "C"}};
    const auto quantized = quantize(sequence, 4);
    QVERIFY(quantized.has_value());
    const NoteSequence& result = **quantized;
    QCOMPARE(result.notes[0].quantizedStartStep.value, 4);
    QCOMPARE(result.notes[0].quantizedEndStep.value, 8);
    QCOMPARE(result.controlChanges[0].quantizedStep.value, 2);
    QCOMPARE(result.textAnnotations[0].quantizedStep.value, 5);
    QCOMPARE(result.totalQuantizedSteps.value, 8);
    QCOMPARE(result.notes[0].startTime.value, 1.0);
    QCOMPARE(quantized->resolution(), 4);
}

void TestQuantize::equalEndsMakeOneStep()
{
    const auto quantized = quantize(oneNote(1.0, 1.01), 4);
    QVERIFY(quantized.has_value());
    QCOMPARE((*quantized)->notes[0].quantizedEndStep.value, 9);
    QCOMPARE((*quantized)->totalQuantizedSteps.value, 9);
    QCOMPARE(quantize(oneNote(-1.0, 1.0), 4).error(), Fault::kNegativeTime);
}

void TestQuantize::meterAndTempoMustBeOne_data()
{
    using Meters = std::vector<NoteSequence::TimeSignature>;
    using Tempos = std::vector<NoteSequence::Tempo>;
    QTest::addColumn<Meters>("meters");
    QTest::addColumn<Tempos>("tempos");
    QTest::addColumn<QString>("fault");
    const Seconds zero, one(1.0);
    QTest::newRow("none") << Meters{} << Tempos{} << "";
    QTest::newRow("one at 0") << Meters{{zero, 3, 4}} << Tempos{{zero, 90.0}} << "";
    QTest::newRow("later 4/4 and 120") << Meters{{one, 4, 4}} << Tempos{{one, 120.0}} << "";
    QTest::newRow("repeated") << Meters{{zero, 3, 4}, {one, 3, 4}} << Tempos{{zero, 90.0}, {one, 90.0}} << "";
    QTest::newRow("later meter") << Meters{{one, 3, 4}} << Tempos{} << "MultipleTimeSignatureError";
    QTest::newRow("meter changes") << Meters{{zero, 3, 4}, {one, 4, 4}} << Tempos{} << "MultipleTimeSignatureError";
    QTest::newRow("later tempo") << Meters{} << Tempos{{one, 90.0}} << "MultipleTempoError";
    QTest::newRow("tempo changes") << Meters{} << Tempos{{zero, 120.0}, {one, 120.0000001}} << "MultipleTempoError";
    QTest::newRow("the first listed counts") << Meters{{one, 3, 4}, {zero, 3, 4}} << Tempos{{one, 90.0}, {zero, 90.0}} << "";
    QTest::newRow("not the earliest") << Meters{{one, 4, 4}, {zero, 3, 4}} << Tempos{} << "";
    QTest::newRow("denominator 6") << Meters{{zero, 4, 6}} << Tempos{} << "BadTimeSignatureError";
    QTest::newRow("denominator 0") << Meters{{zero, 4, 0}} << Tempos{} << "BadTimeSignatureError";
    QTest::newRow("numerator 0") << Meters{{zero, 0, 4}} << Tempos{} << "BadTimeSignatureError";
}

void TestQuantize::meterAndTempoMustBeOne()
{
    QFETCH(std::vector<NoteSequence::TimeSignature>, meters);
    QFETCH(std::vector<NoteSequence::Tempo>, tempos);
    QFETCH(QString, fault);
    NoteSequence sequence = oneNote(0.0, 1.0);
    sequence.timeSignatures = meters;
    sequence.tempos = tempos;
    const auto quantized = quantize(sequence);
    QCOMPARE(quantized ? QString() : QString::fromUtf8(faultName(quantized.error())), fault);
    if (quantized) {
        QCOMPARE((*quantized)->timeSignatures.size(), 1u);
        QCOMPARE((*quantized)->timeSignatures[0].time.value, 0.0);
        QCOMPARE((*quantized)->tempos.size(), 1u);
        QCOMPARE((*quantized)->tempos[0].time.value, 0.0);
    }
}

void TestQuantize::absoluteIgnoresTempo()
{
    NoteSequence sequence = oneNote(0.505, 1.0);
    sequence.tempos = {{Seconds(0.0), 90.0}, {Seconds(1.0), 30.0}};
    const auto quantized = quantizeAbsolute(sequence, 100);
    QVERIFY(quantized.has_value());
    QCOMPARE((*quantized)->notes[0].quantizedStartStep.value, 51);
    QCOMPARE((*quantized)->tempos.size(), 2u);
}

void TestQuantize::barsMayBeBroken()
{
    NoteSequence sequence = oneNote(0.0, 1.0);
    sequence.timeSignatures = {{.numerator = 3, .denominator = 8}};
    const auto coarse = quantize(sequence, 1);
    QCOMPARE(stepsPerBar(*coarse), 1.5);
    QCOMPARE(wholeStepsPerBar(*coarse).error(), Fault::kNonIntegerStepsPerBar);
    QCOMPARE(*wholeStepsPerBar(*quantize(sequence, 2)), 3);
}

void TestQuantize::tooLongIsRefused()
{
    QCOMPARE(quantize(oneNote(0.0, 1e12)).error(), Fault::kTooLong);
    QCOMPARE(quantizeAbsolute(oneNote(0.0, 1e300)).error(), Fault::kTooLong);
    QCOMPARE(quantize(oneNote(0.0, 1.0), 0).error(), Fault::kInvalidArgument);
}

void TestQuantize::onlyQuantisedSequencesAreTaken()
{
    QCOMPARE(QuantizedSequence::from(oneNote(0.0, 1.0)).error(), Fault::kQuantizationStatus);
    const auto relative = quantize(oneNote(0.0, 1.0));
    QVERIFY(QuantizedSequence::from(**relative).has_value());
    QCOMPARE(AbsoluteQuantizedSequence::from(**relative).error(), Fault::kQuantizationStatus);
}

void TestQuantize::agreesWithMagentaJs()
{
    SKIP_WITHOUT_SHARED("golden/magenta-js/core");
    for (const auto& golden : test::readJson(test::shared("golden/magenta-js/core/quantize.json"))["cases"]) {
        const auto id = golden["id"].get<std::string>();
        const auto quantized = quantize(study::noteSequenceFromJson(golden["input"]), golden["stepsPerQuarter"].get<int>());
        if (golden.contains("error")) {
            QVERIFY2(!quantized, id.c_str());
            // Its exceptions have note_seq's names without the "Error", then "Exception".
            QCOMPARE(QString::fromUtf8(faultName(quantized.error())).remove("Error"),
                     QString::fromStdString(golden["error"]["type"].get<std::string>()).remove("Exception").remove("Error"));
            continue;
        }
        QVERIFY2(quantized.has_value(), id.c_str());
        const NoteSequence expected = study::noteSequenceFromJson(golden["output"]);
        QVERIFY2((*quantized)->notes == expected.notes, id.c_str());
        QVERIFY2((*quantized)->totalQuantizedSteps == expected.totalQuantizedSteps, id.c_str());
        QVERIFY2((*quantized)->controlChanges == expected.controlChanges, id.c_str());
        QVERIFY2((*quantized)->textAnnotations == expected.textAnnotations, id.c_str());
    }
}

void TestQuantize::stepsAgreeWithMagentaJs()
{
    SKIP_WITHOUT_SHARED("golden/magenta-js/core");
    for (const auto& golden : test::readJson(test::shared("golden/magenta-js/core/quantize_to_step.json"))["cases"]) {
        const double cutoff = golden.contains("cutoff") && !golden["cutoff"].is_null() ? golden["cutoff"].get<double>() : 0.5;
        const double seconds = golden["seconds"].get<double>();
        const double stepsPerSecond = golden["stepsPerSecond"].get<double>();
        // magenta-js takes the floor where Magenta truncates: they part below zero.
        if (std::floor(seconds * stepsPerSecond + (1 - cutoff)) < 0)
            continue;
        QCOMPARE(quantizeToStep(seconds, stepsPerSecond, cutoff), golden["step"].get<qint64>());
    }
}

QTEST_GUILESS_MAIN(TestQuantize)
#include "tst_quantize.moc"
