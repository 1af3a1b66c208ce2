#include "engine/events/drum_track.h"

#include "tests/support/music_text.h"

#include <QTest>

using namespace partita;

namespace {

/// Drums at 120: a step of 4 a quarter is an eighth of a second.
QuantizedSequence played(const std::vector<test::Played>& hits, bool drums = true)
{
    NoteSequence sequence = test::notesAt(hits);
    for (auto& note : sequence.notes)
        note.isDrum = drums;
    return *quantize(std::move(sequence));
}

/// `36+42 . 38`
QString text(const DrumTrack& track)
{
    QStringList steps;
    for (const DrumHits& hits : track.events()) {
        QStringList pitches;
        for (int pitch : drumPitches(hits))
            pitches << QString::number(pitch);
        steps << (pitches.isEmpty() ? QStringLiteral(".") : pitches.join('+'));
    }
    return steps.join(' ');
}

} // namespace

class TestDrumTrack : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hitsAtOneStepAreOneSet();
    void trackEndsAtTheGap();
    void barsCanBeFilled();
    void onlyDrumsCountUnlessTold();
    void lengthAndResolutionCanChange();
    void tracksBecomeNotes();
    void extractionCountsWhatItLeaves();
    void pitchesMidiDoesNotHaveAreRefused();
};

void TestDrumTrack::hitsAtOneStepAreOneSet()
{
    const auto track = DrumTrack::fromQuantized(played({{42, 0, 0.1}, {36, 0, 0.5}, {38, 0.25, 0.3}, {38, 0.25, 0.5}}));
    QCOMPARE(text(*track), "36+42 . 38");
    QCOMPARE(track->startStep().value, 0);
    QVERIFY(DrumTrack::fromQuantized(played({}))->empty());
}

void TestDrumTrack::trackEndsAtTheGap()
{
    // 16 steps of silence end it, 15 do not.
    const auto sequence = played({{36, 0, 0.1}, {36, 2.0, 2.1}, {38, 4.125, 4.2}});
    QCOMPARE(DrumTrack::fromQuantized(sequence)->size(), 17u);
    const auto next = DrumTrack::fromQuantized(sequence, {.searchStart = Steps(32)});
    QCOMPARE(next->startStep().value, 32);
    QCOMPARE(text(*next), ". 38");
    QCOMPARE(DrumTrack::fromQuantized(sequence, {.gapBars = 2.0})->size(), 34u);
}

void TestDrumTrack::barsCanBeFilled()
{
    const auto track = DrumTrack::fromQuantized(played({{36, 0, 0.1}}), {.padEnd = true});
    QCOMPARE(track->size(), 16u);
    QCOMPARE(track->endStep().value, 16);
}

void TestDrumTrack::onlyDrumsCountUnlessTold()
{
    const auto sequence = played({{60, 0.125, 0.5}}, false);
    QVERIFY(DrumTrack::fromQuantized(sequence)->empty());
    QCOMPARE(text(*DrumTrack::fromQuantized(sequence, {.ignoreIsDrum = true})), ". 60");
}

void TestDrumTrack::lengthAndResolutionCanChange()
{
    DrumTrack track({drumHits({36}), drumHits({38})}, {.start = Steps(4)});
    track.setLength(3);
    track.increaseResolution(2);
    QCOMPARE(text(track), "36 . 38 . . .");
    QCOMPARE(track.grid(), (StepGrid{Steps(8), 32, 8}));
    track.setLength(5, Side::kLeft);
    QCOMPARE(text(track), ". 38 . . .");
    QCOMPARE(track.startStep().value, 9);
}

void TestDrumTrack::tracksBecomeNotes()
{
    const DrumTrack track({drumHits({42, 36}), drumHits({}), drumHits({38})}, {.start = Steps(4)});
    const NoteSequence sequence = track.toNoteSequence();
    QCOMPARE(test::notesText(sequence), "42 0.5..0.625 | 36 0.5..0.625 | 38 0.75..0.875"); // as Python walks the set {36, 42}
    QCOMPARE(sequence.notes[0].instrument, 9);
    QVERIFY(sequence.notes[0].isDrum);
    QCOMPARE(sequence.totalTime.value, 0.875);
}

void TestDrumTrack::extractionCountsWhatItLeaves()
{
    std::vector<test::Played> hits;
    for (int i = 0; i < 64; ++i)
        hits.push_back({36, i / 8.0, i / 8.0 + 0.1});
    hits.push_back({38, 14.0, 14.1});
    const auto found = extractDrumTracks(played(hits), {.minBars = 2, .maxStepsTruncate = 40});
    QCOMPARE(found->tracks.size(), 1u);
    QCOMPARE(found->tracks[0].size(), 40u);
    QCOMPARE(found->statistics.counters.at("drum_tracks_truncated"), 1);
    QCOMPARE(found->statistics.counters.at("drum_tracks_discarded_too_short"), 1);
    QCOMPARE(extractDrumTracks(played(hits), {.minBars = 2, .maxStepsDiscard = 40})->statistics.counters.at("drum_tracks_discarded_too_long"), 1);
    QCOMPARE(extractDrumTracks(played(hits, false), DrumExtraction::primer())->tracks[0].size(), 113u);
}

void TestDrumTrack::pitchesMidiDoesNotHaveAreRefused()
{
    QCOMPARE(DrumTrack::fromQuantized(played({{128, 0, 1}})).error(), Fault::kEventOutOfRange);
    QCOMPARE(extractDrumTracks(played({{-1, 0, 1}})).error(), Fault::kEventOutOfRange);
}

QTEST_GUILESS_MAIN(TestDrumTrack)
#include "tst_drum_track.moc"
