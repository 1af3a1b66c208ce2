#include "engine/generate/phrase.h"
#include "tests/support/documents.h"

#include "engine/project/sequences.h"

#include <QTest>

using namespace partita;
using namespace partita::generate;

class TestPhrase : public QObject {
    Q_OBJECT

    static NoteSequence::Note note(int pitch, double start, double end, int program = 0, bool drum = false, int instrument = 0)
    {
        return {.pitch = pitch, .velocity = 90, .startTime = Seconds(start), .endTime = Seconds(end), .instrument = instrument, .program = program, .isDrum = drum};
    }

    /// A melody and a bass of one bar, 480 ticks a quarter.
    static Phrase duet()
    {
        NoteSequence music;
        music.notes = {note(60, 0.0, 0.5), note(64, 0.5, 9.0), note(36, 0.0, 2.0, 33, false, 1), note(67, 2.5, 3.0)};
        return phraseOf(music, Ticks(480), Ticks(1920));
    }

private Q_SLOTS:
    void instrumentsBecomeVoicesAndNothingPassesTheEnd()
    {
        const Phrase phrase = duet();
        QCOMPARE(phrase.voices.size(), std::size_t(2));
        project::Track melody;
        melody.notes = phrase.voices[0].notes;
        QCOMPARE(test::notesText(melody), "60@0+480 64@480+1440"); // 67 starts behind the end
        QCOMPARE(phrase.voices[1].program, 33);
    }

    void phrasesStandOneAfterTheOther()
    {
        const std::vector<Phrase> twice{duet(), duet()};
        const Phrase row = joined(twice);
        QCOMPARE(row.length, Ticks(3840));
        QCOMPARE(row.voices.size(), std::size_t(2));
        project::Track bass;
        bass.notes = row.voices[1].notes;
        QCOMPARE(test::notesText(bass), "36@0+1920 36@1920+1920");
    }

    void itIsHeardAtTheTempoAndLoops()
    {
        const project::Document document = documentOf(duet(), 100.0);
        QCOMPARE(project::tempoMap(document).qpmAt(Ticks(0)), 100.0);
        QVERIFY(document.loop.enabled);
        QCOMPARE(document.loop.end, Ticks(1920));
        const NoteSequence heard = project::musicalSequence(document);
        QCOMPARE(heard.notes.size(), std::size_t(3));
        QVERIFY(std::ranges::any_of(heard.notes, [](const NoteSequence::Note& each) { return each.pitch == 36 && each.program == 33; }));
    }

    void oneVoiceTakesThePlaceOfWhatLiesOnTheTrack()
    {
        const project::Document before = test::smallDocument();
        Phrase phrase = duet();
        phrase.voices.resize(1);
        phrase.ticksPerQuarter = Ticks(240); // twice as long in the song's ticks
        project::Document after = before;
        const project::TrackId track = before.tracks.front().id;
        const project::Change change = insertPhrase(before, phrase, Ticks(0), track, {.operation = "morph"});
        project::apply(after, change);
        const project::Track* changed = project::findTrack(after, track);
        QCOMPARE(test::notesText(*changed), "60@0+960 64@960+2880");
        QCOMPARE(project::findRecipe(after, changed->notes.front().recipe)->operation, "morph");
        project::apply(after, project::inverse(change));
        QCOMPARE(test::notesText(after), test::notesText(before));
    }

    void severalVoicesGetTracksOfTheirOwn()
    {
        const project::Document before = test::smallDocument();
        project::Document after = before;
        const project::Change change = insertPhrase(before, duet(), Ticks(480), before.tracks.front().id, {});
        project::apply(after, change);
        QCOMPARE(after.tracks.size(), before.tracks.size() + 2);
        QCOMPARE(test::notesText(after.tracks.back()), "36@480+1920");
        QCOMPARE(test::notesText(after.tracks.front()), test::notesText(before.tracks.front()));
        project::apply(after, project::inverse(change));
        QCOMPARE(after.tracks.size(), before.tracks.size());
        QCOMPARE(test::notesText(after), test::notesText(before));
    }
};

QTEST_GUILESS_MAIN(TestPhrase)
#include "tst_phrase.moc"
