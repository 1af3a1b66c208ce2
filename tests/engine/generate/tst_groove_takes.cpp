#include "engine/generate/groove_takes.h"
#include "tests/support/documents.h"
#include "tests/support/latent_models.h"

#include "engine/project/edit.h"

#include <QTest>

using namespace partita;
using namespace partita::generate;

class TestGrooveTakes : public QObject {
    Q_OBJECT

    static project::Note hit(int start, int pitch, int velocity = 100)
    {
        return {.start = Ticks(start), .length = Ticks(60), .pitch = static_cast<std::uint8_t>(pitch), .velocity = static_cast<std::uint8_t>(velocity)};
    }

    /// Four bars of kick and snare at 100 qpm, straight.
    static project::Document beat()
    {
        project::Document song = project::newDocument();
        project::apply(song, project::setTempo(song, Ticks(0), 100.0));
        project::apply(song, project::addTrack(song, {.name = "Drums", .isDrum = true}));
        std::vector<project::Note> notes;
        for (int beat = 0; beat < 16; ++beat)
            notes.push_back(hit(480 * beat, beat % 2 ? 38 : 36));
        project::apply(song, project::addNotes(song, song.tracks.back().id, notes));
        return song;
    }

private Q_SLOTS:
    void partnersMeetHalfWay()
    {
        const std::vector<project::Note> written{hit(0, 36, 100), hit(480, 38, 60)};
        const std::vector<project::Note> played{hit(20, 36, 120), hit(460, 38, 80), hit(240, 42, 50)};
        const auto half = towards(played, written, 0.5, Ticks(120));
        QCOMPARE(half.size(), std::size_t(3));
        QCOMPARE(half[0].start, Ticks(10));
        QCOMPARE(int(half[0].velocity), 110);
        QCOMPARE(half[1].start, Ticks(240)); // the hi-hat has no partner
        QCOMPARE(half[2].start, Ticks(470));
        QCOMPARE(int(half[2].velocity), 70);
        QCOMPARE(towards(played, written, 0.0, Ticks(120))[0].start, Ticks(0));
        QCOMPARE(towards(played, written, 1.0, Ticks(120))[0].start, Ticks(20));
        QCOMPARE(towards({hit(300, 36)}, written, 0.0, Ticks(120))[0].start, Ticks(300)); // too far away
    }

    void takesKeepWithinTheirBarsAndSayHowTheyCameToBe()
    {
        const auto model = test::fakeLatentModel("groovae_2bar_humanize");
        const project::Document song = beat();
        const auto takes = grooveTakes(model, song, song.tracks.back().id, 2, 3, {.takes = 2, .seed = 5});
        QVERIFY2(takes, takes ? "" : takes.error().message.c_str());
        QCOMPARE(takes->size(), std::size_t(2));
        for (const project::Take& take : *takes) {
            QCOMPARE(take.start, Ticks(1920));
            QCOMPARE(take.end, Ticks(3 * 1920));
            QVERIFY(!take.notes.empty());
            for (const project::Note& note : take.notes)
                QVERIFY(note.start >= take.start && note.end() <= take.end);
            QCOMPARE(take.recipe.operation, "groove");
        }
        QCOMPARE((*takes)[1].recipe.seed, std::uint64_t(6));
        QVERIFY((*takes)[0].notes != (*takes)[1].notes);
        const auto again = grooveTakes(model, song, song.tracks.back().id, 2, 3, {.takes = 1, .seed = 6});
        QVERIFY((*again)[0].notes == (*takes)[1].notes); // a take can be made again from its seed
    }

    void theTrackMustBeThere()
    {
        const auto takes = grooveTakes(test::fakeLatentModel("groovae_2bar_humanize"), beat(), 9999, 1, 2);
        QVERIFY(!takes);
        QCOMPARE(takes.error().code, ErrorCode::kNotFound);
    }
};

QTEST_GUILESS_MAIN(TestGrooveTakes)
#include "tst_groove_takes.moc"
