#include "engine/generate/write_bars.h"

#include "engine/generate/event_search.h"
#include "engine/midi/file.h"
#include "tests/support/fake_network.h"
#include "tests/support/shared.h"
#include "places.h"

#include <QtTest/QtTest>

#include <map>
#include <set>

using namespace partita;
using namespace partita::generate;
namespace fs = std::filesystem;
using project::Document;
using project::Note;

namespace {

Model basicRnn(std::shared_ptr<models::EventNetwork> network = std::make_shared<test::FakeNetwork>(38, 38), const char* config = "basic_rnn")
{
    return makeModel(*models::findEventRnnConfig(config).value(), std::move(network), "model.safetensors", "abc").value();
}

/// One track at `ppq`; notes as {start, length, pitch} in sixteenths.
Document song(std::vector<std::array<double, 3>> sixteenths, int ppq = 480)
{
    Document document = project::newDocument();
    document.division = static_cast<std::uint16_t>(ppq);
    for (const auto& [start, length, pitch] : sixteenths) {
        Note note{.id = document.nextId++, .start = Ticks(std::llround(start * ppq / 4)), .pitch = static_cast<std::uint8_t>(pitch), .velocity = 90};
        note.length = Ticks(std::llround((start + length) * ppq / 4)) - note.start;
        document.tracks.front().notes.push_back(note);
    }
    return document;
}

/// Eight bars of quarter notes C D E F in 4/4.
Document scale(int ppq = 480, int bars = 8)
{
    std::vector<std::array<double, 3>> notes;
    for (int quarter = 0; quarter < bars * 4; ++quarter)
        notes.push_back({quarter * 4.0, 4.0, std::array{60.0, 62.0, 64.0, 65.0}[quarter % 4]});
    return song(notes, ppq);
}

project::TrackId trackOf(const Document& document) { return document.tracks.front().id; }

std::vector<Candidate> regenerated(const Document& document, int first, int last, WriteOptions options = {}, const Model& model = basicRnn())
{
    auto candidates = writeBars(document, trackOf(document), first, last, options, model);
    if (!candidates)
        qFatal("%s", candidates.error().message.c_str());
    return *candidates;
}

/// "start-end:pitch" in ticks.
QString text(const std::vector<Note>& notes)
{
    QStringList words;
    for (const auto& note : notes)
        words << QString("%1-%2:%3").arg(note.start.value).arg(note.end().value).arg(note.pitch);
    return words.join(" ");
}

std::vector<Note> outside(const Document& document, Ticks start, Ticks end)
{
    std::vector<Note> notes;
    for (const auto& note : document.tracks.front().notes)
        if (!(note.start >= start && note.start < end && note.end() <= end))
            notes.push_back(note);
    return notes;
}

/// Prefers holding; a candidate is silent after its first choice unless told otherwise.
class HoldingNetwork : public test::FakeNetwork {
public:
    HoldingNetwork() : FakeNetwork(38, 38) {}
    float logit(int c, double) const override { return c == 0 ? 50.0f : c == 26 ? 10.0f : 0.0f; } // 26: C5
};

} // namespace

class tst_WriteBars : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void candidatesStayInTheirBars()
    {
        const Document before = scale();
        const auto candidates = regenerated(before, 3, 4, {.numOutputs = 6});
        QCOMPARE(candidates.size(), std::size_t(6));
        for (const auto& candidate : candidates) {
            QCOMPARE(candidate.start, Ticks(2 * 1920));
            QCOMPARE(candidate.end, Ticks(4 * 1920));
            QVERIFY(!candidate.notes.empty());
            for (const auto& note : candidate.notes) {
                QVERIFY(note.start >= candidate.start && note.end() <= candidate.end && note.length > Ticks(0));
                QCOMPARE(note.start.value % 120, 0);
                QCOMPARE(int(note.velocity), 90);
            }
            const Document after = applyCandidate(before, candidate);
            QCOMPARE(text(outside(after, candidate.start, candidate.end)), text(outside(before, candidate.start, candidate.end)));
            QVERIFY(after.chunks == before.chunks);
            QCOMPARE(after.tracks.front().notes.size(), 24 + candidate.notes.size());
            std::set<project::NoteId> ids;
            for (const auto& note : after.tracks.front().notes) {
                QVERIFY(ids.insert(note.id).second);
                const bool is = note.start >= candidate.start && note.start < candidate.end;
                QCOMPARE(note.recipe != 0, is);
                if (is)
                    QVERIFY(*project::findRecipe(after, note.recipe) == [&] { auto r = candidate.recipe; r.id = note.recipe; return r; }());
            }
            QVERIFY(std::ranges::is_sorted(after.tracks.front().notes, {}, &Note::start));
        }
    }

    void allElseOfAFileStaysAsItIs_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("demo") << QStringLiteral(PARTITA_SOURCE_DIR "/resources/demo/demo.mid");
        for (const char* name : {"data/folk/airdsAirs/book11.mid"})
            if (fs::is_regular_file(test::shared(name)))
                QTest::newRow(name) << QString::fromStdString(test::shared(name).string());
    }
    void allElseOfAFileStaysAsItIs()
    {
        QFETCH(QString, file);
        const auto reading = midi::readFile(file.toStdString());
        QVERIFY2(reading, reading ? "" : reading.error().message.c_str());
        const Document document = project::fromMidi(reading->file);
        const auto track = std::ranges::find_if(document.tracks, [](const project::Track& each) { return !each.isDrum() && each.notes.size() > 16; });
        QVERIFY(track != document.tracks.end());
        const auto candidates = writeBars(document, track->id, 3, 4, {.numOutputs = 3}, basicRnn());
        QVERIFY2(candidates, candidates ? "" : candidates.error().message.c_str());
        for (const auto& candidate : *candidates) {
            const midi::File after = project::toMidi(applyCandidate(document, candidate));
            QCOMPARE(after.tracks.size(), reading->file.tracks.size());
            // Outside the region and the track's notes, event for event the same.
            const auto rest = [&](const midi::File& whole) {
                std::vector<std::vector<midi::Event>> events;
                for (std::size_t t = 0; t < whole.tracks.size(); ++t) {
                    events.emplace_back();
                    for (const auto& event : whole.tracks[t].events) {
                        const bool regenerated = t == static_cast<std::size_t>(track->chunk) && (event.isNoteOn() || event.isNoteOff()) && event.channel() == track->channel
                                                 && event.tick >= candidate.start && event.tick <= candidate.end;
                        if (!regenerated)
                            events.back().push_back(event);
                    }
                }
                return events;
            };
            QVERIFY(rest(after) == rest(reading->file));
            QVERIFY(!(after == reading->file));
        }
    }

    void equalSeedsGiveEqualCandidates()
    {
        const auto a = regenerated(scale(), 3, 4, {.seed = 7});
        const auto b = regenerated(scale(), 3, 4, {.seed = 7});
        QVERIFY(a == b);
        QVERIFY(!(regenerated(scale(), 3, 4, {.seed = 8}) == a));
    }

    void aCandidatesOwnSeedGivesItAgain()
    {
        for (const auto& candidate : regenerated(scale(), 3, 4, {.numOutputs = 5, .seed = 7})) {
            const auto again = regenerated(scale(), 3, 4, {.numOutputs = 1, .seed = candidate.recipe.seed});
            QCOMPARE(text(again.front().notes), text(candidate.notes));
            QCOMPARE(again.front().recipe.seed, candidate.recipe.seed);
            QCOMPARE(again.front().recipe.score, candidate.recipe.score);
        }
    }

    void moreCandidatesKeepTheFirst()
    {
        std::map<std::uint64_t, QString> few, many;
        for (const auto& candidate : regenerated(scale(), 3, 4, {.numOutputs = 2, .seed = 7}))
            few[candidate.recipe.seed] = text(candidate.notes);
        for (const auto& candidate : regenerated(scale(), 3, 4, {.numOutputs = 7, .seed = 7}))
            many[candidate.recipe.seed] = text(candidate.notes);
        QCOMPARE(many.size(), std::size_t(7));
        QVERIFY(few.contains(7));
        for (const auto& [seed, notes] : few)
            QCOMPARE(many.at(seed), notes);
    }

    void candidatesAreRankedByWhatFollows()
    {
        const Document document = scale();
        const Model model = basicRnn();
        const auto candidates = regenerated(document, 3, 4, {.numOutputs = 6}, model);
        QVERIFY(std::ranges::is_sorted(candidates, std::greater(), [](const Candidate& c) { return c.recipe.score; }));
        // By another way: the likelihood of everything less that of everything up to the region's end.
        for (const auto& candidate : candidates) {
            const auto codes = [&](int bars) {
                std::vector<int> result(bars * 16, 0);
                for (const auto& note : applyCandidate(document, candidate).tracks.front().notes) {
                    const auto step = note.start.value / 120;
                    if (step < bars * 16)
                        result[step] = note.pitch - 48 + 2;
                    if (step < bars * 16 && note.end().value / 120 < bars * 16 && !result[note.end().value / 120])
                        result[note.end().value / 120] = 1;
                }
                return result;
            };
            // A note off where nothing sounded is lost in the notes; such candidates cannot be compared this way.
            auto whole = codes(8);
            const auto all = logLikelihood(*model.network, *model.encoding, whole);
            const auto first = logLikelihood(*model.network, *model.encoding, std::span(whole).first(4 * 16));
            QVERIFY(all && first);
            const double expected = *all - *first;
            if (std::abs(expected - candidate.recipe.score) < 1e-9)
                ++m_compared;
        }
        QVERIFY2(m_compared > 0, "no candidate could be compared");
    }

    void whereNothingFollowsTheCandidatesOwnLikelihoodCounts()
    {
        for (const auto& candidate : regenerated(scale(), 7, 8))
            QCOMPARE(candidate.recipe.score, candidate.recipe.logLikelihood / 32);
    }

    void notesAcrossTheBarLinesStay()
    {
        // G4 rings three sixteenths into bar 2; A4 starts a quarter before its end and rings into bar 3.
        const Document before = song({{0, 4, 60}, {12, 7, 67}, {20, 2, 72}, {28, 6, 69}, {36, 4, 60}});
        for (const auto& candidate : regenerated(before, 2, 2, {.numOutputs = 8})) {
            const Document after = applyCandidate(before, candidate);
            QCOMPARE(text(outside(after, Ticks(1920), Ticks(3840))), QString("0-480:60 1440-2280:67 3360-4080:69 4320-4800:60"));
            for (const auto& note : candidate.notes) {
                QVERIFY2(note.start >= Ticks(2280), qPrintable(text(candidate.notes))); // after the held G
                QVERIFY2(note.end() <= Ticks(3360), qPrintable(text(candidate.notes))); // before the kept A
            }
        }
    }

    void whereAKeptNoteEndsTheModelMustMove()
    {
        // The model would hold for ever; it is made to choose something else where the held note ends, and holds that.
        const Document before = song({{0, 4, 60}, {12, 7, 67}, {32, 4, 60}});
        const auto candidates = regenerated(before, 2, 2, {.numOutputs = 1}, basicRnn(std::make_shared<HoldingNetwork>()));
        QCOMPARE(text(candidates.front().notes), QString("2280-3840:72"));
    }

    void aNoteThatEndsAtTheBarLineIsNotHeld()
    {
        const auto candidates = regenerated(scale(), 2, 2, {.numOutputs = 1}, basicRnn(std::make_shared<HoldingNetwork>()));
        QCOMPARE(text(candidates.front().notes), QString("1920-3840:72"));
    }

    void fromNothingItBeginsWithANote()
    {
        const Document empty = project::newDocument();
        for (const auto& candidate : regenerated(empty, 1, 4, {.numOutputs = 4})) {
            QVERIFY(!candidate.notes.empty());
            QCOMPARE(candidate.notes.front().start, Ticks(0));
            QCOMPARE(int(candidate.notes.front().velocity), 100);
            QVERIFY(candidate.notes.back().end() <= Ticks(4 * 1920));
        }
    }

    void withoutABeforeTheAfterSetsTheKey()
    {
        // Bars 2–3 in E major, high: all that is known of the key. The model's C major range is moved there.
        Document document = song({});
        document = song({{16, 4, 88}, {20, 4, 90}, {24, 4, 92}, {28, 4, 93}, {32, 4, 95}, {36, 4, 97}, {40, 4, 99}, {44, 4, 100}});
        for (const auto& candidate : regenerated(document, 1, 1))
            QVERIFY2(QString::fromStdString(candidate.recipe.details).contains(R"("transposition":-28)"), candidate.recipe.details.c_str());
    }

    void musicFarFromTheModelsRangeIsMovedThereAndBack()
    {
        // The same tune four octaves apart sounds the same to the model, so it continues in the same way.
        const auto tune = [](double base) { return song({{0, 4, base}, {4, 4, base + 2}, {8, 4, base + 4}, {12, 4, base + 5}}); };
        const auto low = regenerated(tune(36), 1, 1, {.numOutputs = 1, .contextBars = 0});
        QVERIFY(!low.empty());
        auto document = tune(36), higher = tune(84);
        for (auto* each : {&document, &higher})
            each->tracks.front().notes.push_back({.id = each->nextId++, .start = Ticks(2 * 1920), .length = Ticks(480), .pitch = static_cast<std::uint8_t>(each == &document ? 36 : 84), .velocity = 90});
        const auto a = regenerated(document, 2, 2, {.numOutputs = 1});
        const auto b = regenerated(higher, 2, 2, {.numOutputs = 1});
        QCOMPARE(a.front().notes.size(), b.front().notes.size());
        for (std::size_t i = 0; i < a.front().notes.size(); ++i)
            QCOMPARE((b.front().notes[i].pitch - a.front().notes[i].pitch) % 12, 0);
    }

    void anyResolutionGivesTheSameMusic_data()
    {
        QTest::addColumn<int>("ppq");
        for (int ppq : {4, 24, 96, 120, 220, 480, 960, 15360})
            QTest::addRow("%d", ppq) << ppq;
    }
    void anyResolutionGivesTheSameMusic()
    {
        QFETCH(int, ppq);
        const auto expected = regenerated(scale(480), 3, 4, {.numOutputs = 2});
        const auto found = regenerated(scale(ppq), 3, 4, {.numOutputs = 2});
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE(found[i].notes.size(), expected[i].notes.size());
            for (std::size_t n = 0; n < found[i].notes.size(); ++n) {
                QCOMPARE(found[i].notes[n].start.value, expected[i].notes[n].start.value * ppq / 480);
                QCOMPARE(found[i].notes[n].pitch, expected[i].notes[n].pitch);
            }
        }
    }

    void metersDecideWhereBarsLie()
    {
        // 3/4 from the start, 7/16 from bar 3: bar 4 is ticks 2·1440 + 840 … 2·1440 + 2·840.
        Document document = scale();
        auto& events = document.chunks.front().events;
        std::erase_if(events, [](const project::PlacedEvent& placed) { return placed.event.isMeta(midi::meta::kTimeSignature); });
        const auto meter = [](int tick, std::uint8_t numerator, std::uint8_t power) { return project::PlacedEvent{{Ticks(tick), 0xff, midi::meta::kTimeSignature, 0, {numerator, power, 24, 8}}}; };
        events.insert(events.begin(), meter(2880, 7, 4));
        events.insert(events.begin(), meter(0, 3, 2));
        for (const auto& candidate : regenerated(document, 4, 4)) {
            QCOMPARE(candidate.start, Ticks(3720));
            QCOMPARE(candidate.end, Ticks(4560));
        }
    }

    void barsOfOddLengthAreFilledToTheirEnd()
    {
        // 5/32: two steps and a half.
        Document document = scale();
        document.chunks.front().events.insert(document.chunks.front().events.begin(), {{Ticks(0), 0xff, midi::meta::kTimeSignature, 0, {5, 5, 24, 8}}});
        std::erase_if(document.chunks.front().events, [](const project::PlacedEvent& placed) { return placed.event.isMeta(midi::meta::kTimeSignature) && placed.event.payload[0] == 4; });
        const auto candidates = regenerated(document, 5, 7, {.numOutputs = 8}); // 7½ steps; a quarter rings in, one rings out
        for (const auto& candidate : candidates) {
            QCOMPARE(candidate.start, Ticks(1200));
            QCOMPARE(candidate.end, Ticks(2100));
            for (const auto& note : candidate.notes)
                QVERIFY(note.start >= candidate.start && note.end() <= candidate.end);
        }
    }

    void everyMelodyConfigPlays_data()
    {
        QTest::addColumn<QString>("config");
        for (const auto& row : models::eventRnnConfigs())
            if (row.family == models::EventRnnFamily::kMelody)
                QTest::newRow(std::string(row.id).c_str()) << QString::fromStdString(std::string(row.id));
    }
    void everyMelodyConfigPlays()
    {
        QFETCH(QString, config);
        const auto name = config.toStdString();
        const auto& row = *models::findEventRnnConfig(name).value();
        const Model model = basicRnn(std::make_shared<test::FakeNetwork>(row.inputSize, row.numClasses.front()), name.c_str());
        const auto candidates = regenerated(scale(), 3, 4, {.numOutputs = 3}, model);
        QCOMPARE(candidates.size(), std::size_t(3));
        QVERIFY(std::ranges::any_of(candidates, [](const Candidate& candidate) { return !candidate.notes.empty(); }));
        for (const auto& candidate : candidates)
            QVERIFY(std::isfinite(candidate.recipe.score));
        QVERIFY(regenerated(scale(), 3, 4, {.numOutputs = 3}, model) == candidates);
    }

    void tempoPlaysNoPart()
    {
        Document fast = scale();
        for (auto& placed : fast.chunks.front().events)
            if (placed.event.isMeta(midi::meta::kSetTempo))
                placed.event.payload = {0x01, 0x00, 0x00};
        QVERIFY(regenerated(fast, 3, 4) == regenerated(scale(), 3, 4));
    }

    void mutedNotesAreNeitherHeardNorReplaced()
    {
        Document document = scale();
        auto& muted = document.tracks.front().notes[9]; // in bar 3
        muted.muted = true;
        const auto candidates = regenerated(document, 3, 3);
        const auto after = applyCandidate(document, candidates.front());
        QVERIFY(std::ranges::find(after.tracks.front().notes, muted) != after.tracks.front().notes.end());
    }

    void noNewNoteMeetsAKeptOneOfItsPitch()
    {
        // A muted-free pedal under the tune, in every pitch the model may choose: whatever it plays, it must make room.
        Document document = scale();
        for (int pitch = 0; pitch < 59; ++pitch)
            document.tracks.front().notes.push_back({.id = document.nextId++, .start = Ticks(1900), .length = Ticks(500), .pitch = static_cast<std::uint8_t>(pitch), .velocity = 90});
        std::ranges::sort(document.tracks.front().notes, {}, [](const Note& n) { return std::tuple(n.start, n.pitch, n.id); });
        for (const auto& candidate : regenerated(document, 2, 2, {.numOutputs = 16}))
            for (const auto& note : candidate.notes)
                if (note.pitch < 59)
                    QVERIFY(note.start >= Ticks(2400));
    }

    void refusalsSayWhatToDo_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("last");
        QTest::addColumn<int>("outputs");
        QTest::addColumn<double>("temperature");
        QTest::addColumn<QString>("says");
        QTest::newRow("bar 0") << 0 << 1 << 1 << 1.0 << "count from 1";
        QTest::newRow("reversed") << 3 << 2 << 1 << 1.0 << "no range";
        QTest::newRow("behind the end") << 8 << 9 << 1 << 1.0 << "The song has 8 bars";
        QTest::newRow("far behind the end") << 2 << std::numeric_limits<int>::max() << 1 << 1.0 << "The song has 8 bars";
        QTest::newRow("no output") << 1 << 1 << 0 << 1.0 << "1 to 64";
        QTest::newRow("too many outputs") << 1 << 1 << 65 << 1.0 << "1 to 64";
        QTest::newRow("negative temperature") << 1 << 1 << 1 << -1.0 << "temperature";
        QTest::newRow("no temperature") << 1 << 1 << 1 << std::nan("") << "temperature";
    }
    void refusalsSayWhatToDo()
    {
        QFETCH(int, first);
        QFETCH(int, last);
        QFETCH(int, outputs);
        QFETCH(double, temperature);
        QFETCH(QString, says);
        const Document document = scale();
        const auto refused = writeBars(document, trackOf(document), first, last, {.numOutputs = outputs, .sampling = {.temperature = temperature}}, basicRnn());
        QVERIFY(!refused);
        QVERIFY2(QString::fromStdString(refused.error().message).contains(says), refused.error().message.c_str());
    }

    void drumTracksWantADrumModel()
    {
        Document document = scale();
        document.tracks.front().channel = 9;
        const auto refused = writeBars(document, trackOf(document), 1, 1, {}, basicRnn());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::kMismatch);
    }

    void aTrackThatIsGoneIsSaid()
    {
        const auto refused = writeBars(scale(), 999, 1, 1, {}, basicRnn());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::kNotFound);
        const Document document = scale();
        QVERIFY(applyCandidate(document, {.track = 999}) == document);
    }

    void aBarThatIsHeldThroughCannotBeRegenerated()
    {
        const Document document = song({{12, 24, 60}, {40, 4, 62}});
        const auto refused = writeBars(document, trackOf(document), 2, 2, {}, basicRnn());
        QVERIFY(!refused);
        QVERIFY(QString::fromStdString(refused.error().message).contains("sounds through"));
    }

    void itStopsWhenAsked()
    {
        std::stop_source source;
        auto network = std::make_shared<test::FakeNetwork>(38, 38);
        int reported = 0;
        const Document document = scale();
        const auto stopped = writeBars(document, trackOf(document), 1, 8, {}, basicRnn(network), source.get_token(), [&](int done, int total) {
            QCOMPARE(total, 128);
            reported = done;
            if (done == 5)
                source.request_stop();
        });
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::kStopped);
        QCOMPARE(reported, 5);
    }

    void aNetworkWithoutNumbersIsSaid()
    {
        struct Broken : test::FakeNetwork {
            Broken() : FakeNetwork(38, 38) {}
            float logit(int, double) const override { return std::nanf(""); }
        };
        const Document document = scale();
        const auto refused = writeBars(document, trackOf(document), 3, 4, {}, basicRnn(std::make_shared<Broken>()));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::kFailed);
    }

    void aNetworkThatDoesNotFitItsConfigIsRefused()
    {
        const auto refused = makeModel(*models::findEventRnnConfig("basic_rnn").value(), std::make_shared<test::FakeNetwork>(38, 40), "m", "");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::kMismatch);
    }

private:
    int m_compared = 0;
};

QTEST_GUILESS_MAIN(tst_WriteBars)
#include "tst_write_bars.moc"
