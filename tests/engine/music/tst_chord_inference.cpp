#include "engine/music/chord_inference.h"

#include "engine/midi/note_sequence.h"
#include "engine/music/split.h"

#include "tests/support/music_text.h"
#include "engine/study/note_sequence_text.h"
#include "tests/support/shared.h"

#include <QTest>

#include <fmt/format.h>

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
    void pathsAreAsLikelyAsMagentas();
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

void TestChordInference::pathsAreAsLikelyAsMagentas()
{
    SKIP_WITHOUT_SHARED("golden/tensorflow/core/chords");
    int stable = 0;
    for (const auto& row : test::readJsonLines(test::shared("golden/tensorflow/core/chords/inferred.jsonl"))) {
        const auto path = row["path"].get<std::string>();
        const auto sequence = midi::readNoteSequence(test::shared("data/" + path));
        QVERIFY2(sequence.has_value(), path.c_str());
        const auto pieces = splitOnTimeChanges(*sequence);
        for (const auto& golden : row["pieces"]) {
            const auto quantized = quantize((*pieces)[golden["piece"].get<std::size_t>()]);
            QVERIFY2(quantized.has_value(), path.c_str());
            if (!golden.contains("dense"))
                continue; // too long for whoever made the table
            const auto found = inferChords(*quantized, {.addKeySignatures = true});
            if (golden.contains("error")) {
                QCOMPARE(std::string(faultName(found.error())), golden["error"].get<std::string>());
            } else {
                QVERIFY2(found.has_value(), path.c_str());
                QCOMPARE(found->frames, golden["frames"].get<int>());
                QVERIFY2(std::abs(found->logLikelihood - golden["path_log_likelihood"].get<double>()) < 1e-6, path.c_str());
                if (golden["chords_stable"].get<bool>()) {
                    ++stable;
                    auto chords = nlohmann::json::array();
                    for (const auto& annotation : found->sequence.textAnnotations)
                        chords.push_back({annotation.quantizedStep.value, study::timeText(annotation.time.value), annotation.text});
                    QVERIFY2(chords == golden["chords"], path.c_str());
                }
                if (golden["keys_stable"].get<bool>()) {
                    auto keys = nlohmann::json::array();
                    for (const auto& signature : found->sequence.keySignatures)
                        keys.push_back({study::timeText(signature.time.value), signature.key, int(signature.mode)});
                    QVERIFY2(keys == golden["keys"], (path + keys.dump() + golden["keys"].dump()).c_str());
                }
            }
            const auto dense = inferDenseChords(**quantized);
            QVERIFY2(dense.has_value(), path.c_str());
            std::string lines;
            for (const auto& annotation : dense->textAnnotations)
                lines += fmt::format("{} {} {}\n", annotation.quantizedStep.value, study::timeText(annotation.time.value), annotation.text);
            QCOMPARE(dense->textAnnotations.size(), golden["dense"]["n"].get<std::size_t>());
            QVERIFY2(test::sha256(lines) == golden["dense"]["sha256"], (path + "\n" + lines.substr(0, 2000) + golden["dense"]["first_60"].dump()).c_str());
        }
    }
    QVERIFY(stable > 2);
}

QTEST_GUILESS_MAIN(TestChordInference)
#include "tst_chord_inference.moc"
