// Sequences that no musician wrote: every door must answer, quickly, and in bounded memory.
#include "engine/core/rng.h"
#include "engine/events/drum_track.h"
#include "engine/events/extract_melodies.h"
#include "engine/events/extract_performances.h"
#include "engine/events/lead_sheet.h"
#include "engine/events/pianoroll_sequence.h"
#include "engine/events/polyphonic_sequence.h"
#include "engine/music/chord_inference.h"
#include "engine/music/concatenate.h"
#include "engine/music/split.h"
#include "engine/music/times.h"
#include "engine/music/transpose.h"
#include "engine/music/trim.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <limits>

using namespace partita;

namespace {

double anyTime(Rng& rng)
{
    constexpr std::array kStrange{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -1.0, -1e300, 1e300, 0.0, -0.0, 1e9};
    return rng.below(8) == 0 ? kStrange[rng.below(kStrange.size())] : rng.uniform() * 8;
}

int anyInt(Rng& rng)
{
    constexpr std::array kStrange{std::numeric_limits<int>::min(), std::numeric_limits<int>::max(), -1, 128, 0, 1000};
    return rng.below(8) == 0 ? kStrange[rng.below(kStrange.size())] : static_cast<int>(rng.below(128));
}

NoteSequence anySequence(Rng& rng)
{
    NoteSequence sequence;
    const auto several = [&](auto&& add) {
        for (std::uint64_t i = rng.below(12); i > 0; --i)
            add();
    };
    several([&] {
        sequence.notes.push_back({.pitch = anyInt(rng), .velocity = anyInt(rng), .startTime = Seconds(anyTime(rng)), .endTime = Seconds(anyTime(rng)),
                                  .instrument = anyInt(rng), .program = anyInt(rng), .isDrum = rng.below(3) == 0,
                                  .quantizedStartStep = Steps(anyInt(rng)), .quantizedEndStep = Steps(anyInt(rng))});
    });
    if (rng.below(2) == 0) {
        several([&] { sequence.tempos.push_back({Seconds(anyTime(rng)), anyTime(rng) * 20}); });
        several([&] { sequence.timeSignatures.push_back({Seconds(anyTime(rng)), anyInt(rng), anyInt(rng)}); });
    }
    several([&] { sequence.keySignatures.push_back({Seconds(anyTime(rng)), anyInt(rng)}); });
    several([&] { sequence.controlChanges.push_back({.time = Seconds(anyTime(rng)), .controlNumber = rng.below(2) ? 64 : anyInt(rng), .controlValue = anyInt(rng), .instrument = anyInt(rng)}); });
    several([&] {
        sequence.textAnnotations.push_back({.time = Seconds(anyTime(rng)), .text = rng.below(2) ? "Am7/G" : "(", .annotationType = static_cast<NoteSequence::TextAnnotationType>(rng.below(3)),
                                            .quantizedStep = Steps(anyInt(rng))});
    });
    several([&] { sequence.sectionAnnotations.push_back({Seconds(anyTime(rng)), anyInt(rng)}); });
    several([&] { sequence.sectionGroups.push_back({.sections = {{.sectionId = anyInt(rng), .sectionGroup = {}}}, .numTimes = anyInt(rng)}); });
    sequence.totalTime = Seconds(anyTime(rng));
    return sequence;
}

void useMetric(const QuantizedSequence& sequence)
{
    (void)extractMelodies(sequence, {.minBars = 0, .minUniquePitches = 0});
    (void)extractMelodies(sequence, MelodyExtraction::primer());
    (void)extractDrumTracks(sequence, DrumExtraction::primer());
    (void)extractLeadSheets(sequence, {.melody = MelodyExtraction::primer(), .allTranspositions = true});
    (void)extractChords(sequence, 100, true);
    if (const auto found = extractPolyphony(sequence))
        for (const auto& voices : found->sequences)
            (void)voices.toNoteSequence();
    if (const auto found = extractPianorolls(sequence))
        for (const auto& roll : found->sequences)
            (void)roll.toNoteSequence();
    if (const auto found = extractPerformances(sequence, {.numVelocityBins = 32, .splitInstruments = true}))
        for (const auto& playing : found->performances)
            (void)playing.toNoteSequence();
    (void)inferChords(sequence);
    (void)inferDenseChords(*sequence, {}, 1);
}

void useAbsolute(const AbsoluteQuantizedSequence& sequence)
{
    (void)extractPerformances(sequence, {.numVelocityBins = 32});
    if (const auto found = extractNotePerformances(sequence, {.numVelocityBins = 32, .splitInstruments = true}))
        for (const auto& playing : found->performances)
            (void)playing.toNoteSequence();
}

void usePlain(const NoteSequence& sequence)
{
    (void)trim(sequence, Seconds(1.0), Seconds(2.0));
    (void)transpose(sequence, 7);
    (void)transpose(sequence, std::numeric_limits<int>::min());
    (void)shift(sequence, Seconds(1.0));
    (void)stretch(sequence, 1.05);
    (void)applySustain(sequence);
    (void)rectifyBeats(sequence, 120.0);
    (void)concatenate(std::array{sequence, sequence});
    (void)merge(std::array{sequence, sequence});
    (void)repeatToDuration(sequence, Seconds(20.0));
    (void)expandSectionGroups(sequence);
    (void)splitByHop(sequence, Seconds(1.0));
    (void)splitOnSilence(sequence);
    (void)splitOnTimeChanges(sequence, SplitInsideNotes::kSkip);
    (void)inferChordsAtBeats(sequence);
    (void)inferDenseChords(sequence, {}, 1);
}

/// Many notes of one pitch that start one after the other and all end far away.
NoteSequence longOverlaps(int notes)
{
    NoteSequence sequence;
    for (int i = 0; i < notes; ++i)
        sequence.notes.push_back({.pitch = 60, .velocity = 100, .startTime = Seconds(i / 8.0), .endTime = Seconds(400'000.0)});
    sequence.totalTime = Seconds(400'000.0);
    return sequence;
}

} // namespace

class TestHostileSequences : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anythingGetsAnAnswer();
    void falselyQuantisedSequencesAreRefused();
    void overlapsDoNotMultiply();
    void manyShortPiecesDoNotMultiply();
};

void TestHostileSequences::anythingGetsAnAnswer()
{
    Rng rng(7);
    int metric = 0;
    int absolute = 0;
    for (int i = 0; i < 1500; ++i) {
        NoteSequence sequence = anySequence(rng);
        usePlain(sequence);
        if (const auto quantized = quantize(sequence); quantized && ++metric)
            useMetric(*quantized);
        if (const auto quantized = quantizeAbsolute(sequence); quantized && ++absolute)
            useAbsolute(*quantized);
        sequence.quantizationInfo = NoteSequence::StepsPerQuarter{anyInt(rng)};
        if (const auto quantized = QuantizedSequence::from(sequence); quantized && ++metric)
            useMetric(*quantized);
        sequence.quantizationInfo = NoteSequence::StepsPerSecond{anyInt(rng)};
        if (const auto quantized = AbsoluteQuantizedSequence::from(sequence); quantized && ++absolute)
            useAbsolute(*quantized);
    }
    QVERIFY(metric > 50 && absolute > 50); // enough of them got that far
}

void TestHostileSequences::falselyQuantisedSequencesAreRefused()
{
    NoteSequence sequence;
    sequence.quantizationInfo = NoteSequence::StepsPerQuarter{4};
    sequence.notes = {{.pitch = 60, .velocity = 100, .quantizedStartStep = Steps(-1), .quantizedEndStep = Steps(4)}};
    QCOMPARE(QuantizedSequence::from(sequence).error(), Fault::kNegativeTime);
    sequence.notes[0].quantizedStartStep = Steps(std::numeric_limits<std::int64_t>::max());
    QCOMPARE(QuantizedSequence::from(sequence).error(), Fault::kTooLong);
    sequence.notes.clear();
    sequence.totalQuantizedSteps = Steps(kMaxSteps + 1);
    QCOMPARE(QuantizedSequence::from(sequence).error(), Fault::kTooLong);
}

void TestHostileSequences::overlapsDoNotMultiply()
{
    QElapsedTimer timer;
    timer.start();
    const auto quantized = *quantize(longOverlaps(100'000));
    QCOMPARE(extractMelodies(quantized)->melodies.size(), 0u); // one pitch class is too few
    QCOMPARE(extractPolyphony(quantized).error(), Fault::kTooLong);
    QCOMPARE(extractPianorolls(quantized).error(), Fault::kTooLong);
    QVERIFY(timer.elapsed() < 20'000);
}

void TestHostileSequences::manyShortPiecesDoNotMultiply()
{
    NoteSequence sequence;
    for (int i = 0; i < 20'000; ++i)
        sequence.notes.push_back({.pitch = 36 + i % 12, .velocity = 100, .startTime = Seconds(i * 16.0), .endTime = Seconds(i * 16.0 + 1), .isDrum = i % 2 == 0});
    sequence.totalTime = Seconds(320'000.0);
    QElapsedTimer timer;
    timer.start();
    const auto quantized = *quantize(sequence);
    QCOMPARE(extractMelodies(quantized, {.minBars = 0, .minUniquePitches = 1})->melodies.size(), 10'000u);
    QCOMPARE(extractDrumTracks(quantized, {.minBars = 0})->tracks.size(), 10'000u);
    QVERIFY(timer.elapsed() < 20'000);
    for (int i = 0; i < 150'000; ++i)
        sequence.tempos.push_back({Seconds(i * 2.0), 100.0 + i % 2});
    QCOMPARE(splitOnTimeChanges(sequence).error(), Fault::kTooLong);
}

QTEST_GUILESS_MAIN(TestHostileSequences)
#include "tst_hostile_sequences.moc"
