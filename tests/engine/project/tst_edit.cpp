#include "engine/project/edit.h"
#include "engine/project/project_file.h"
#include "tests/support/documents.h"

#include <QtTest/QtTest>

#include <functional>
#include <set>

using namespace partita;
using namespace partita::project;
using namespace partita::test;

namespace {

using Edit = std::function<Change(const Document&)>;

Document after(Document document, const Change& change)
{
    apply(document, change);
    return document;
}

/// Ids stay used up when an edit is undone; all else must be as before.
Document withoutNextId(Document document)
{
    document.nextId = 0;
    return document;
}

std::vector<NoteId> first(const Document& document, std::size_t track, std::size_t count)
{
    auto ids = noteIds(document.tracks[track]);
    ids.resize(count);
    return ids;
}

} // namespace

Q_DECLARE_METATYPE(Edit)

class tst_Edit : public QObject {
    Q_OBJECT

    // Flute: "60@0+480 62@480+480 64@960+480", bass: "36@0+960", drums: "38@0+240"
    const Document m_document = smallDocument();
    const TrackId m_flute = m_document.tracks[0].id;
    const std::vector<NoteId> m_all = noteIds(m_document);
    const std::vector<NoteId> m_fluteNotes = noteIds(m_document.tracks[0]);

    QString flute(const Change& change) const { return notesText(after(m_document, change).tracks[0]); }

private Q_SLOTS:
    void everyEditCanBeTakenBackAndDoneAgain_data()
    {
        QTest::addColumn<Edit>("edit");
        const auto add = [](const char* name, Edit edit) { QTest::newRow(name) << std::move(edit); };
        const auto all = m_all;
        const TrackId flute = m_flute, bass = m_document.tracks[1].id;
        add("add", [=](const Document& d) { return addNotes(d, flute, {Note{.start = Ticks(5), .length = Ticks(10)}}); });
        add("remove", [=](const Document& d) { return removeNotes(d, all); });
        add("move", [=](const Document& d) { return moveNotes(d, all, Ticks(777), -3); });
        add("transpose", [=](const Document& d) { return transposeNotes(d, all, 12); });
        add("duplicate", [=](const Document& d) { return duplicateNotes(d, all, Ticks(1440), 1); });
        add("resize start", [=](const Document& d) { return resizeNotes(d, all, Edge::kStart, Ticks(50)); });
        add("resize end", [=](const Document& d) { return resizeNotes(d, all, Edge::kEnd, Ticks(-50)); });
        add("split", [=](const Document& d) { return splitNotes(d, all, Ticks(100)); });
        add("velocity", [=](const Document& d) { return setVelocity(d, all, 3); });
        add("velocity by", [=](const Document& d) { return changeVelocity(d, all, 20); });
        add("mute", [=](const Document& d) { return muteNotes(d, all, true); });
        add("quantise", [=](const Document& d) { return quantizeNotes(d, all, {.grid = Ticks(700), .ends = true}); });
        add("candidate", [=](const Document& d) { return insertCandidate(d, flute, Ticks(480), Ticks(960), {Note{.start = Ticks(500), .length = Ticks(9)}}, {.model = "m"}); });
        add("tempo changed", [](const Document& d) { return setTempo(d, Ticks(0), 77); });
        add("tempo added", [](const Document& d) { return setTempo(d, Ticks(500), 77); });
        add("meter changed", [](const Document& d) { return setMeter(d, Ticks(0), 7, 8); });
        add("meter added", [](const Document& d) { return setMeter(d, Ticks(1440), 4, 4); });
        add("loop", [](const Document& d) { return setLoop(d, {true, Ticks(5), Ticks(9)}); });
        add("track added", [](const Document& d) { return addTrack(d, {.name = "New", .program = 5}); });
        add("track with its chunk removed", [=](const Document& d) { return removeTrack(d, flute); });
        add("track of a shared chunk removed", [=](const Document& d) { return removeTrack(d, bass); });
        add("track moved", [=](const Document& d) { return moveTrack(d, flute, 2); });
        add("look", [=](const Document& d) { return setLook(d, flute, {"Oboe", 3, true, true}); });
        add("program", [=](const Document& d) { return setSetting(d, flute, Setting::kProgram, 68); });
        add("volume", [=](const Document& d) { return setSetting(d, flute, Setting::kVolume, 68); });
        add("pan, not there before", [=](const Document& d) { return setSetting(d, flute, Setting::kPan, 68); });
        add("title", [](const Document& d) { return setTitle(d, "Other"); });
        add("arrangement", [](const Document& d) { return setArrangement(d, {"AABA"}); });
        add("take", [=](const Document& d) { return keepTake(d, {.track = flute, .start = Ticks(0), .end = Ticks(9)}); });
    }
    void everyEditCanBeTakenBackAndDoneAgain()
    {
        QFETCH(Edit, edit);
        const Change change = edit(m_document);
        QVERIFY(!change.isEmpty());
        const Document edited = after(m_document, change);
        QVERIFY(withoutNextId(edited) != withoutNextId(m_document));
        const Document undone = after(edited, inverse(change));
        QCOMPARE(withoutNextId(undone), withoutNextId(m_document));
        QCOMPARE(undone.nextId, edited.nextId);
        QCOMPARE(after(undone, change), edited);
    }
    void everyEditTwiceIsOneCombinedEdit_data() { everyEditCanBeTakenBackAndDoneAgain_data(); }
    void everyEditTwiceIsOneCombinedEdit()
    {
        QFETCH(Edit, edit);
        const Change one = edit(m_document);
        const Document between = after(m_document, one);
        const Change two = edit(between);
        const Document end = after(between, two);
        const Change both = combined(one, two);
        QCOMPARE(after(m_document, both), end);
        QCOMPARE(withoutNextId(after(end, inverse(both))), withoutNextId(m_document));
    }
    void repeatedNudgesTakeNoMoreRoomThanOne()
    {
        Document document = m_document;
        Change all = moveNotes(document, m_all, Ticks(1), 0);
        apply(document, all);
        for (int i = 0; i < 50; ++i) {
            const Change next = moveNotes(document, m_all, Ticks(1), 0);
            apply(document, next);
            all = combined(std::move(all), next);
        }
        QCOMPARE(all.steps.size(), std::size_t(3)); // a track each
        QCOMPARE(std::get<NotesStep>(all.steps[0]).added.size(), std::size_t(3));
        QCOMPARE(flute(all), "60@51+480 62@531+480 64@1011+480");
    }
    void nothingToDoIsAnEmptyChange()
    {
        const std::vector<NoteId> strangers{999999};
        QVERIFY(moveNotes(m_document, m_all, Ticks(0), 0).isEmpty());
        QVERIFY(moveNotes(m_document, strangers, Ticks(5), 5).isEmpty());
        QVERIFY(removeNotes(m_document, {}).isEmpty());
        QVERIFY(addNotes(m_document, 999999, {Note{}}).isEmpty());
        QVERIFY(addNotes(m_document, m_flute, {}).isEmpty());
        QVERIFY(setTempo(m_document, Ticks(0), 100).isEmpty());
        QVERIFY(setMeter(m_document, Ticks(0), 3, 4).isEmpty());
        QVERIFY(setSetting(m_document, m_flute, Setting::kVolume, 90).isEmpty());
        QVERIFY(moveTrack(m_document, m_flute, 0).isEmpty());
        QVERIFY(removeTake(m_document, 0).isEmpty());
        QVERIFY(removeTrack(m_document, 999999).isEmpty());
    }

    void notesMoveTogetherAndStopAtTheEdges()
    {
        QCOMPARE(flute(moveNotes(m_document, m_fluteNotes, Ticks(240), 2)), "62@240+480 64@720+480 66@1200+480");
        QCOMPARE(flute(moveNotes(m_document, m_fluteNotes, Ticks(-240), 0)), "60@0+480 62@480+480 64@960+480");
        QCOMPARE(flute(transposeNotes(m_document, m_fluteNotes, 1000)), "123@0+480 125@480+480 127@960+480");
        QCOMPARE(flute(transposeNotes(m_document, m_fluteNotes, -1000)), "0@0+480 2@480+480 4@960+480");
    }
    void notesResizeAtEitherEdgeDownToATick()
    {
        const auto one = first(m_document, 0, 1);
        QCOMPARE(flute(resizeNotes(m_document, one, Edge::kEnd, Ticks(-9999))), "60@0+1 62@480+480 64@960+480");
        QCOMPARE(flute(resizeNotes(m_document, one, Edge::kStart, Ticks(9999))), "60@479+1 62@480+480 64@960+480");
        QCOMPARE(flute(resizeNotes(m_document, m_fluteNotes, Edge::kStart, Ticks(-100))), "60@0+480 62@380+580 64@860+580");
    }
    void copiesAreNewNotes()
    {
        const Change change = duplicateNotes(m_document, first(m_document, 0, 2), Ticks(960), 5);
        QCOMPARE(flute(change), "60@0+480 62@480+480 64@960+480 65@960+480 67@1440+480");
        QCOMPARE(newNotes(change), (std::vector<NoteId>{m_document.nextId, m_document.nextId + 1}));
    }
    void splitLeavesTheSoundAsItWas()
    {
        QCOMPARE(flute(splitNotes(m_document, m_fluteNotes, Ticks(600))), "60@0+480 62@480+120 62@600+360 64@960+480");
        QVERIFY(splitNotes(m_document, m_fluteNotes, Ticks(480)).isEmpty()); // on the border of two notes
        QCOMPARE(newNotes(splitNotes(m_document, m_fluteNotes, Ticks(600))).size(), std::size_t(1));
    }
    void quantiseGoesToTheNearestLine_data()
    {
        QTest::addColumn<int>("start");
        QTest::addColumn<int>("length");
        QTest::addColumn<bool>("ends");
        QTest::addColumn<double>("strength");
        QTest::addColumn<QString>("result");
        QTest::newRow("down") << 59 << 100 << false << 1.0 << "60@0+100";
        QTest::newRow("half goes up") << 60 << 100 << false << 1.0 << "60@120+100";
        QTest::newRow("ends too") << 59 << 100 << true << 1.0 << "60@0+120";
        QTest::newRow("never vanishes") << 10 << 20 << true << 1.0 << "60@0+120";
        QTest::newRow("half way") << 100 << 100 << false << 0.5 << "60@110+100";
        QTest::newRow("not at all") << 100 << 100 << true << 0.0 << "60@100+100";
    }
    void quantiseGoesToTheNearestLine()
    {
        QFETCH(int, start);
        QFETCH(int, length);
        QFETCH(bool, ends);
        QFETCH(double, strength);
        QFETCH(QString, result);
        Document document = newDocument();
        apply(document, addNotes(document, document.tracks[0].id, {Note{.start = Ticks(start), .length = Ticks(length)}}));
        apply(document, quantizeNotes(document, noteIds(document), {Ticks(120), ends, strength}));
        QCOMPARE(notesText(document.tracks[0]), result);
    }
    void oddGridsRoundHalfUpToo()
    {
        Document document = newDocument();
        apply(document, addNotes(document, document.tracks[0].id, {Note{.start = Ticks(2), .length = Ticks(9)}, Note{.start = Ticks(3), .length = Ticks(9)}}));
        apply(document, quantizeNotes(document, noteIds(document), {.grid = Ticks(5)}));
        QCOMPARE(notesText(document.tracks[0]), "60@0+9 60@5+9");
    }
    void velocitiesStayVelocities()
    {
        const Document loud = after(m_document, changeVelocity(m_document, m_fluteNotes, 1000));
        QCOMPARE(int(loud.tracks[0].notes[1].velocity), 127);
        const Document soft = after(m_document, setVelocity(m_document, m_fluteNotes, -5));
        QCOMPARE(int(soft.tracks[0].notes[1].velocity), 1);
    }
    void replacedNotesKeepIdsAndAreBroughtIntoOrder()
    {
        Note note = m_document.tracks[0].notes[0];
        note.start = Ticks(700);
        note.velocity = 200;
        const Document edited = after(m_document, replaceNotes(m_document, std::vector{note}));
        QCOMPARE(notesText(edited.tracks[0]), "62@480+480 60@700+480 64@960+480");
        QCOMPARE(edited.tracks[0].notes[1].id, note.id);
        QCOMPARE(int(edited.tracks[0].notes[1].velocity), 127);
    }
    void aCandidateLeavesMutedNotesAlone()
    {
        const Document muted = after(m_document, muteNotes(m_document, m_fluteNotes, true));
        const Change change = insertCandidate(muted, m_flute, Ticks(0), Ticks(1440), {Note{.start = Ticks(500), .length = Ticks(60)}}, {});
        QCOMPARE(notesText(after(muted, change).tracks[0]), "(60@0+480) (62@480+480) 60@500+60 (64@960+480)");
    }
    void aCandidateReplacesWhatLiesWithinAndKeepsItsRecipe()
    {
        const Change change = insertCandidate(m_document, m_flute, Ticks(240), Ticks(960), {Note{.start = Ticks(500), .length = Ticks(60), .pitch = 72}}, {.model = "tune.safetensors", .seed = 7});
        const Document edited = after(m_document, change);
        QCOMPARE(notesText(edited.tracks[0]), "60@0+480 72@500+60 64@960+480"); // 60 is held over the start and stays
        const Recipe* recipe = findRecipe(edited, edited.tracks[0].notes[1].recipe);
        QVERIFY(recipe);
        QCOMPARE(recipe->seed, std::uint64_t(7));
        QCOMPARE(edited.tracks[0].notes[0].recipe, RecipeId(0));
        const Document undone = after(edited, inverse(change));
        QVERIFY(undone.recipes.empty());
    }

    void tempoAndMeterAreSetInTheFileItself()
    {
        const Document edited = after(after(m_document, setTempo(m_document, Ticks(0), 60)), setMeter(m_document, Ticks(0), 6, 8));
        QCOMPARE(eventsText(toMidi(edited).tracks[0]), eventsText({{metaEvent(0, 3, "A small song"), tempo(0, 1000000), meter(0, 6, 3), endOfTrack(0)}}));
    }
    void aNewTempoChangeMovesTheEndOfTheConductorOut()
    {
        const Document edited = after(m_document, setTempo(m_document, Ticks(960), 60));
        QCOMPARE(tempoMap(edited).qpmAt(Ticks(959)), 100.0);
        QCOMPARE(tempoMap(edited).qpmAt(Ticks(960)), 60.0);
        QVERIFY(eventsText(toMidi(edited).tracks[0]).endsWith("960 ff 81 0 0f4240\n960 ff 47 0"));
        QCOMPARE(withoutNextId(after(edited, removeTempo(edited, Ticks(960)))), withoutNextId(m_document));
        QVERIFY(removeTempo(m_document, Ticks(0)).isEmpty());
    }
    void timeChangesStandInTimeOrderWhateverTheOrderOfTheEdits()
    {
        Document edited = m_document;
        for (const int tick : {1920, 2880, 480, 3840, 960})
            edited = after(after(edited, setTempo(edited, Ticks(tick), 60)), setMeter(edited, Ticks(tick), 3, 8));
        const auto& events = edited.chunks[0].events;
        QVERIFY(std::ranges::is_sorted(events.begin(), events.end() - 1, {}, [](const PlacedEvent& placed) { return placed.event.tick; }));
        QVERIFY(events.back().event.isMeta(midi::meta::kEndOfTrack));
        QVERIFY(*readProject(writeProject(edited), "edited") == edited);
    }
    void metersThatNoFileCanHoldAreRefused()
    {
        for (auto [numerator, denominator] : {std::pair(0, 4), {256, 4}, {4, 3}, {4, 0}, {4, 128}, {-1, 4}})
            QVERIFY(setMeter(m_document, Ticks(0), numerator, denominator).isEmpty());
    }
    void smpteTimeHasNoTempo()
    {
        Document document = m_document;
        document.division = 0xe728;
        QVERIFY(setTempo(document, Ticks(0), 90).isEmpty());
    }

    void aNewTrackGetsAChunkAndAFreeChannel()
    {
        const Document edited = after(m_document, addTrack(m_document, {.name = "Strings", .program = 48}));
        const Track& track = edited.tracks.back();
        QCOMPARE(track.channel, 2); // 0 and 1 are taken
        QCOMPARE(settingOf(edited, track, Setting::kProgram), std::optional(48));
        QCOMPARE(fromMidi(toMidi(edited)).tracks.back().name, std::string("Strings"));
        QVERIFY(after(m_document, addTrack(m_document, {.isDrum = true})).tracks.back().isDrum());
    }
    void sixteenTracksShareNoChannelBeforeTheyMust()
    {
        Document document = newDocument();
        std::multiset<int> channels{0};
        for (int i = 0; i < 15; ++i) {
            apply(document, addTrack(document, {}));
            channels.insert(document.tracks.back().channel);
        }
        QCOMPARE(channels.count(9), std::size_t(0)); // percussion is never taken by itself
        QCOMPARE(channels.count(0), std::size_t(2)); // the sixteenth melody track has to share
        QCOMPARE(std::set<int>(channels.begin(), channels.end()).size(), std::size_t(15));
    }
    void aSecondTrackTurnsASingleChunkFileIntoSeveral()
    {
        midi::File file{0, 480, {{{noteOn(0, 60), noteOff(5, 60), endOfTrack(5)}}}};
        const Document document = fromMidi(file);
        const midi::File edited = toMidi(after(document, addTrack(document, {})));
        QCOMPARE(edited.format, 1);
        QCOMPARE(edited.tracks[0], file.tracks[0]);
    }
    void removingATrackTakesItsChunkUnlessShared()
    {
        const Document one = after(m_document, removeTrack(m_document, m_flute));
        QCOMPARE(one.chunks.size(), std::size_t(2));
        QCOMPARE(one.tracks[0].chunk, 1); // the bass followed its chunk
        const Document two = after(m_document, removeTrack(m_document, m_document.tracks[1].id));
        QCOMPARE(two.chunks.size(), std::size_t(3));
        QCOMPARE(notesText(fromMidi(toMidi(two)).tracks[1]), "38@0+240");
    }
    void namesGoIntoTheChunkWhereItIsTheTracksOwn()
    {
        const Document renamed = after(m_document, setLook(m_document, m_flute, {.name = "플루트"}));
        QCOMPARE(fromMidi(toMidi(renamed)).tracks[0].name, std::string("플루트"));
        const Document bass = after(m_document, setLook(m_document, m_document.tracks[1].id, {.name = "Bass"}));
        QCOMPARE(toMidi(bass), toMidi(m_document)); // "Rhythm" stays the name of the chunk
        QCOMPARE(bass.tracks[1].name, std::string("Bass"));
    }
    void settingsAreReadFromTheEventsAndWrittenThere()
    {
        QCOMPARE(settingOf(m_document, m_document.tracks[0], Setting::kProgram), std::optional(73));
        QCOMPARE(settingOf(m_document, m_document.tracks[0], Setting::kVolume), std::optional(90));
        QCOMPARE(settingOf(m_document, m_document.tracks[0], Setting::kPan), std::nullopt);
        const Document edited = after(m_document, setSetting(m_document, m_flute, Setting::kVolume, 500));
        const midi::File before = toMidi(m_document), now = toMidi(edited);
        QCOMPARE(eventsText(now.tracks[1]), eventsText(before.tracks[1]).replace("0 b0 7 90", "0 b0 7 127"));
    }
    void aSettingNobodyMadeGoesBeforeTheNotes()
    {
        const Document edited = after(m_document, setSetting(m_document, m_flute, Setting::kPan, 10));
        const QString events = eventsText(toMidi(edited).tracks[1]);
        QVERIFY(events.indexOf("0 b0 10 10") < events.indexOf("0 90 60 100"));
        QVERIFY(events.contains("0 b0 10 10"));
    }
    void settingsOfASetUpChunkCount()
    {
        const Document document = fromMidi({1, 480, {{{program(0, 40, 3), program(0, 41, 4), endOfTrack(0)}}, {{noteOn(0, 60, 9, 3), noteOff(5, 60, 0, 3), endOfTrack(5)}}}});
        QCOMPARE(settingOf(document, document.tracks[0], Setting::kProgram), std::optional(40));
        const Document edited = after(document, setSetting(document, document.tracks[0].id, Setting::kProgram, 7));
        QCOMPARE(settingOf(edited, edited.tracks[0], Setting::kProgram), std::optional(7));
        QCOMPARE(edited.chunks[1], document.chunks[1]);
    }

    void anExtentSaysWhatChanged()
    {
        const Extent moved = extentOf(moveNotes(m_document, first(m_document, 0, 1), Ticks(2000), 0));
        QCOMPARE(moved, (Extent{.notes = {{m_flute, Ticks(0), Ticks(2480)}}}));
        QCOMPARE(extentOf(setTempo(m_document, Ticks(0), 50)), (Extent{.time = true}));
        QCOMPARE(extentOf(setSetting(m_document, m_flute, Setting::kPan, 1)), (Extent{.tracks = true}));
        QCOMPARE(extentOf(setLoop(m_document, {true, Ticks(0), Ticks(5)})), (Extent{.loop = true}));
        QCOMPARE(extentOf(keepTake(m_document, {})), (Extent{.takes = true}));
        QCOMPARE(extentOf(removeTrack(m_document, m_flute)), (Extent{.notes = {{m_flute, Ticks(0), Ticks(1440)}}, .tracks = true}));
    }
    void aHundredThousandNotesMoveInAMoment()
    {
        Document document = newDocument();
        std::vector<Note> notes;
        for (int i = 0; i < 100000; ++i)
            notes.push_back({.start = Ticks(i * 7 % 50000), .length = Ticks(120), .pitch = std::uint8_t(i % 128)});
        apply(document, addNotes(document, document.tracks[0].id, notes));
        const auto ids = noteIds(document);
        const Change change = moveNotes(document, ids, Ticks(1), 0);
        apply(document, change);
        QVERIFY(std::is_sorted(document.tracks[0].notes.begin(), document.tracks[0].notes.end(), notesInOrder));
        QCOMPARE(newNotes(change).size(), std::size_t(0));
        QCOMPARE(document.tracks[0].notes.size(), std::size_t(100000));
    }
};

QTEST_GUILESS_MAIN(tst_Edit)
#include "tst_edit.moc"
