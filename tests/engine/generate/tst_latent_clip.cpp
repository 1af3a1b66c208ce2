#include "engine/generate/latent_clip.h"

#include "tests/support/latent_models.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::generate;

namespace {

/// Quarter notes from `firstBar`, so many bars of four.
void addQuarters(NoteSequence& piece, int instrument, int firstBar, int bars, int pitch = 60, double qpm = 120.0, int program = 0, bool isDrum = false)
{
    for (int i = 0; i < 4 * bars; ++i) {
        const double start = (4 * (firstBar - 1) + i) * 60.0 / qpm;
        piece.notes.push_back({.pitch = pitch + i * 3 % 11, .velocity = 90, .startTime = Seconds(start), .endTime = Seconds(start + 60.0 / qpm),
                               .instrument = instrument, .program = program, .isDrum = isDrum});
        piece.totalTime = std::max(piece.totalTime, Seconds(start + 60.0 / qpm));
    }
}

NoteSequence quarters(int bars, int pitch = 60)
{
    NoteSequence piece;
    addQuarters(piece, 0, 1, bars, pitch);
    return piece;
}

QString said(const Result<Clip>& clip)
{
    return clip ? QString("a clip") : QString::fromStdString(clip.error().message);
}

} // namespace

class tst_LatentClip : public QObject {
    Q_OBJECT

    LatentModel m_melodies = test::fakeLatentModel("cat-mel_2bar_small");
    LatentModel m_grooves = test::fakeLatentModel("groovae_2bar_humanize");

private Q_SLOTS:
    void aMelodyAsLongAsTheModelIsTheClip()
    {
        const auto clip = onlyClip(m_melodies, quarters(2), "tune");
        QVERIFY2(clip, qPrintable(said(clip)));
        QCOMPARE(clip->example.steps, std::size_t{32});
        QCOMPARE(clip->music.notes.size(), std::size_t{8});
        QCOMPARE(clip->bars, (BarRange{1, 2}));
    }
    void severalClipsAreListedWithTrackBarsAndTime()
    {
        NoteSequence piece;
        addQuarters(piece, 0, 1, 3);
        addQuarters(piece, 1, 5, 2, 40);
        piece.instrumentInfos = {{1, "Bass"}};
        const auto clip = onlyClip(m_melodies, piece, "“tune.mid”");
        QCOMPARE(said(clip), QString("“tune.mid” holds 3 clips that cat-mel_2bar_small (Melodies of 2 bars, small) can take, and one is wanted: bars 1–2 of track 1 (from 0:00); "
                                     "bars 2–3 of track 1 (from 0:02); bars 5–6 of track 2 “Bass” (from 0:08). You can choose bars, or choose a track, or take the top voice of all tracks."));
        QCOMPARE(clip.error().code, ErrorCode::kMismatch);
        for (const auto& track : {"Bass", "2"}) {
            const auto bass = onlyClip(m_melodies, piece, "tune", {.track = track});
            QVERIFY2(bass, qPrintable(said(bass)));
            QCOMPARE(bass->bars, (BarRange{5, 6}));
            QCOMPARE(bass->track->name, std::string("Bass"));
        }
        QCOMPARE(said(onlyClip(m_melodies, piece, "tune", {.track = "Flute"})), QString("There is no track “Flute”. The tracks are 1, 2 “Bass”."));
    }
    void barsAreCutOutAsTheMeterCountsThem()
    {
        NoteSequence piece = quarters(8);
        piece.timeSignatures = {{Seconds(0.0), 4, 4}};
        const auto clip = onlyClip(m_melodies, piece, "tune", {.bars = BarRange{5, 6}});
        QVERIFY2(clip, qPrintable(said(clip)));
        QCOMPARE(clip->bars, (BarRange{5, 6}));
        QCOMPARE(clip->start.value, 8.0);
        QCOMPARE(clip->music.notes.front().pitch, piece.notes[16].pitch);
        QCOMPARE(said(onlyClip(m_melodies, piece, "tune", {.bars = BarRange{9, 10}})), QString("There are no bars 9 to 10: the music has bars 1 to 8."));
    }
    void aNoteThatComesALittleEarlyBelongsToItsBar()
    {
        NoteSequence piece = quarters(4);
        for (auto& note : piece.notes) {
            note.startTime -= Seconds(note.startTime.value > 0 ? 0.03 : 0.0);
            note.endTime -= Seconds(0.04);
        }
        const auto clip = onlyClip(m_melodies, piece, "tune", {.bars = BarRange{2, 3}});
        QVERIFY2(clip, qPrintable(said(clip)));
        QCOMPARE(clip->music.notes.size(), std::size_t{8});
        QCOMPARE(clip->music.notes.front().startTime.value, 0.0);
    }
    void whatIsTooShortCanBeFilledUp()
    {
        const auto clip = onlyClip(m_melodies, quarters(1), "tune");
        QVERIFY(!clip);
        QVERIFY2(said(clip).endsWith("You can fill it up with rests."), qPrintable(said(clip)));
        const auto padded = onlyClip(m_melodies, quarters(1), "tune", {.pad = true});
        QVERIFY2(padded, qPrintable(said(padded)));
        QCOMPARE(padded->example.steps, std::size_t{32});
        QCOMPARE(padded->music.notes.size(), std::size_t{4});
    }
    void aProgramThatTheModelDoesNotKnowIsNoObstacleForATrackThatWasNamed()
    {
        NoteSequence piece;
        addQuarters(piece, 3, 1, 2, 60, 120, 73); // a flute
        QVERIFY(said(onlyClip(m_melodies, piece, "tune")).endsWith("You can choose a track."));
        QVERIFY(onlyClip(m_melodies, piece, "tune", {.track = "1"}));
    }
    void theTopVoiceOfSeveralTracksIsOneMelody()
    {
        NoteSequence piece;
        addQuarters(piece, 0, 1, 2, 40);
        addQuarters(piece, 1, 1, 2, 72, 120, 48); // strings, which the model would not read
        addQuarters(piece, 9, 1, 2, 36, 120, 0, true);
        const auto clip = onlyClip(m_melodies, piece, "tune", {.topVoice = true});
        QVERIFY2(clip, qPrintable(said(clip)));
        QCOMPARE(clip->music.notes.size(), std::size_t{8});
        QVERIFY(std::ranges::all_of(clip->music.notes, [](const auto& note) { return note.pitch >= 72; }));
        QCOMPARE(said(onlyClip(m_grooves, piece, "tune", {.topVoice = true})),
                 QString("groovae_2bar_humanize makes drumming with its dynamics and timing, which have no top voice. It is for models of melodies."));
    }
    void otherMetersAndTemposCanBeLaidOnOneGrid()
    {
        NoteSequence piece = quarters(2);
        piece.timeSignatures = {{Seconds(0.0), 3, 4}};
        const auto refused = onlyClip(m_melodies, piece, "tune");
        QVERIFY2(said(refused).endsWith("You can lay its beats on one tempo, in bars of four quarters."), qPrintable(said(refused)));
        QVERIFY(onlyClip(m_melodies, piece, "tune", {.quantize = true}));

        NoteSequence slower; // the second bar at half the tempo
        addQuarters(slower, 0, 1, 1);
        addQuarters(slower, 0, 2, 1, 60, 60);
        for (std::size_t i = 4; i < 8; ++i) {
            slower.notes[i].startTime -= Seconds(2.0);
            slower.notes[i].endTime -= Seconds(2.0);
        }
        slower.tempos = {{Seconds(0.0), 120}, {Seconds(2.0), 60}};
        QVERIFY(!onlyClip(m_melodies, slower, "tune"));
        const auto clip = onlyClip(m_melodies, slower, "tune", {.quantize = true});
        QVERIFY2(clip, qPrintable(said(clip)));
        QCOMPARE(clip->music.notes.size(), std::size_t{8});
        QCOMPARE(clip->music.notes.back().startTime.value, 3.5);
    }
    void drumsAreNoMelody()
    {
        NoteSequence piece;
        addQuarters(piece, 9, 1, 2, 36, 120, 0, true);
        QVERIFY(said(onlyClip(m_melodies, piece, "“beat.mid”")).startsWith("“beat.mid” holds nothing that cat-mel_2bar_small (Melodies of 2 bars, small) can take: "));
    }
    void groovesAreFilledUpToWholeWindows()
    {
        NoteSequence piece;
        addQuarters(piece, 9, 1, 3, 36, 120, 0, true);
        for (auto& note : piece.notes)
            note.pitch = 36;
        QCOMPARE(findClips(m_grooves, piece)->clips.size(), std::size_t{1});
        const auto filled = findClips(m_grooves, piece, {.pad = true});
        QCOMPARE(filled->clips.size(), std::size_t{2});
        const Clip& last = filled->clips.back();
        QCOMPARE(last.example.steps, std::size_t{32});
        QCOMPARE(last.music.notes.size(), std::size_t{4});
        QCOMPARE(last.bars, (BarRange{3, 4}));
        QCOMPARE(last.start.value, 4.0);
    }
    void fittingDoesAsLittleAsPossible()
    {
        const auto asIs = fitClips(m_melodies, quarters(2));
        QCOMPARE(asIs->options, ClipOptions{});
        QVERIFY(fitClips(m_melodies, quarters(1))->options.pad);
        NoteSequence waltz = quarters(2);
        waltz.timeSignatures = {{Seconds(0.0), 3, 4}};
        const auto laid = fitClips(m_melodies, waltz)->options;
        QVERIFY(laid.quantize && !laid.pad && !laid.topVoice);
        QVERIFY(fitClips(m_melodies, {})->search.clips.empty());
    }
};

QTEST_GUILESS_MAIN(tst_LatentClip)
#include "tst_latent_clip.moc"
