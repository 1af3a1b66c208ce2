#include "engine/generate/write_bars.h"

#include "engine/generate/event_search.h"
#include "engine/music/tempo_map.h"
#include "engine/project/chords.h"
#include "tests/support/fake_network.h"

#include <QtTest/QtTest>

#include <cmath>
#include <numeric>
#include <set>

using namespace partita;
using namespace partita::generate;
using project::Document;
using project::Note;
using enum models::EventRnnFamily;

namespace {

using Network = std::shared_ptr<models::EventNetwork>;

const models::EventRnnConfig& row(const QString& config)
{
    return *models::findEventRnnConfig(config.toStdString()).value();
}

int classesOf(const models::EventRnnConfig& config)
{
    return std::accumulate(config.numClasses.begin(), config.numClasses.end(), 0);
}

/// A piano-roll network that holds middle C and strikes no other key.
class Held : public test::FakeNetwork, public models::JointDistribution {
public:
    Held() : FakeNetwork(88, 88) {}
    const models::JointDistribution* joint() const override { return this; }
    int labels() const override { return 88; }
    double draw(std::span<const float> outputs, double, const std::function<double()>&, std::span<int> labels) const override
    {
        for (std::size_t key = 0; key < labels.size(); ++key)
            labels[key] = key == 60 - 21;
        return logProbability(outputs, labels);
    }
    double logProbability(std::span<const float> outputs, std::span<const int> labels) const override
    {
        double sum = 0.0;
        for (std::size_t key = 0; key < labels.size(); ++key)
            sum += labels[key] ? -1.0 : -0.1 - 0.001 * std::abs(outputs[key]);
        return sum;
    }
};

Model modelOf(const QString& config, Network network = nullptr)
{
    if (!network && row(config).family == kPianoroll)
        network = std::make_shared<Held>();
    if (!network)
        network = std::make_shared<test::FakeNetwork>(row(config).inputSize, classesOf(row(config)));
    return makeModel(row(config), std::move(network), "model.safetensors", "abc").value();
}

bool isDrum(const QString& config) { return row(config).family == kDrums; }

/// Eight bars of 4/4 with something on every quarter, on the track that `config` plays, under one chord a bar.
Document song(const QString& config)
{
    Document document = project::newDocument();
    document.tracks.front().channel = isDrum(config) ? 9 : 0;
    for (int quarter = 0; quarter < 32; ++quarter)
        for (const int pitch : isDrum(config) ? std::vector{36, 42} : std::vector{60 + quarter % 5})
            document.tracks.front().notes.push_back({.id = document.nextId++, .start = Ticks(quarter * 480), .length = Ticks(isDrum(config) ? 60 : 480),
                                                     .pitch = static_cast<std::uint8_t>(pitch), .velocity = 90});
    std::vector<project::Chord> chords;
    for (int bar = 0; bar < 8; ++bar)
        chords.push_back({Ticks(bar * 1920), std::array{"C", "Am", "F", "G"}[bar % 4]});
    apply(document, project::setChords(document, Ticks(0), Ticks(8 * 1920), chords));
    return document;
}

std::vector<Candidate> written(const Document& document, int first, int last, const Model& model, const WriteOptions& options = {})
{
    auto candidates = writeBars(document, document.tracks.front().id, first, last, options, model);
    if (!candidates)
        qFatal("%s", candidates.error().message.c_str());
    return *candidates;
}

QString refusal(const Document& document, int first, int last, const Model& model, const WriteOptions& options = {})
{
    const auto candidates = writeBars(document, document.tracks.front().id, first, last, options, model);
    return candidates ? QString() : QString::fromStdString(candidates.error().message);
}

QString text(const std::vector<Note>& notes)
{
    QStringList words;
    for (const auto& note : notes)
        words << QString("%1-%2:%3").arg(note.start.value).arg(note.end().value).arg(note.pitch);
    return words.join(" ");
}

void addNote(Document& document, int start, int end, int pitch)
{
    auto& notes = document.tracks.front().notes;
    notes.push_back({.id = document.nextId++, .start = Ticks(start), .length = Ticks(end - start), .pitch = static_cast<std::uint8_t>(pitch), .velocity = 90});
    std::ranges::sort(notes, project::notesInOrder);
}

/// Likes one class above all.
class Fond : public test::FakeNetwork {
public:
    Fond(const QString& config, std::vector<int> classes) : FakeNetwork(row(config).inputSize, classesOf(row(config))), m_classes(std::move(classes)) {}
    float logit(int c, double) const override
    {
        const auto found = std::ranges::find(m_classes, c);
        return found == m_classes.end() ? 0.0f : 100.0f - 20.0f * static_cast<float>(found - m_classes.begin());
    }

private:
    std::vector<int> m_classes;
};

} // namespace

/// What the bars of every family have in common, and what each has of its own.
class tst_WriteBarsFamilies : public QObject {
    Q_OBJECT

    static void addConfigs()
    {
        QTest::addColumn<QString>("config");
        for (const auto& each : models::eventRnnConfigs())
            QTest::newRow(std::string(each.id).c_str()) << QString::fromStdString(std::string(each.id));
    }

private Q_SLOTS:
    void everyConfigRegeneratesBars_data() { addConfigs(); }
    void everyConfigRegeneratesBars()
    {
        QFETCH(QString, config);
        const Document before = song(config);
        const Model model = modelOf(config);
        const WriteOptions options{.numOutputs = 3, .seed = 5};
        const auto candidates = written(before, 3, 4, model, options);
        QCOMPARE(candidates.size(), std::size_t(3));
        QVERIFY(std::ranges::any_of(candidates, [](const Candidate& candidate) { return !candidate.notes.empty(); }));
        std::set<double> scores;
        for (const auto& candidate : candidates) {
            QCOMPARE(candidate.start, Ticks(2 * 1920));
            QCOMPARE(candidate.end, Ticks(4 * 1920));
            for (const auto& note : candidate.notes) {
                QVERIFY2(note.start >= candidate.start && note.end() <= candidate.end && note.length > Ticks(0), qPrintable(text(candidate.notes)));
                QVERIFY(note.velocity >= 1);
            }
            QVERIFY(std::isfinite(candidate.recipe.score));
            scores.insert(candidate.recipe.score);
            QCOMPARE(candidate.recipe.operation, std::string("regenerate"));
            const Document after = applyCandidate(before, candidate);
            QCOMPARE(after.tracks.front().notes.size(), before.tracks.front().notes.size() * 6 / 8 + candidate.notes.size());
            QVERIFY(after.chunks == before.chunks);
        }
        QVERIFY(scores.size() > 1 || row(config).family == kPianoroll);
        QVERIFY(written(before, 3, 4, model, options) == candidates);
        const auto again = written(before, 3, 4, model, {.numOutputs = 1, .seed = candidates.back().recipe.seed});
        QCOMPARE(text(again.front().notes), text(candidates.back().notes));
    }

    void everyConfigGoesOnBehindTheEnd_data() { addConfigs(); }
    void everyConfigGoesOnBehindTheEnd()
    {
        QFETCH(QString, config);
        Document document = song(config);
        apply(document, project::setChords(document, Ticks(8 * 1920), Ticks(10 * 1920), std::vector{project::Chord{Ticks(8 * 1920), "F"}}));
        const auto bars = barsToWrite(document, document.tracks.front().id, Operation::kContinue, {}, 2);
        QVERIFY(bars == (BarRange{9, 10}));
        const auto candidates = written(document, bars->first, bars->last, modelOf(config), {.operation = Operation::kContinue, .numOutputs = 2});
        for (const auto& candidate : candidates) {
            QCOMPARE(candidate.recipe.operation, std::string("continue"));
            QVERIFY(!candidate.notes.empty());
            const Document after = applyCandidate(document, candidate);
            QCOMPARE(after.tracks.front().notes.size(), document.tracks.front().notes.size() + candidate.notes.size());
        }
        QVERIFY(refusal(document, 9, 10, modelOf(config)).contains("The song has 8 bars"));
    }

    void everyConfigBeginsFromNothing_data() { addConfigs(); }
    void everyConfigBeginsFromNothing()
    {
        QFETCH(QString, config);
        Document document = song(config);
        const WriteOptions options{.operation = Operation::kNew, .numOutputs = 2};
        const auto among = written(document, 3, 4, modelOf(config), options);
        std::erase_if(document.tracks.front().notes, [](const Note&) { return true; });
        const auto alone = written(document, 3, 4, modelOf(config), options);
        for (std::size_t i = 0; i < alone.size(); ++i) {
            QVERIFY(!alone[i].notes.empty());
            // What is there plays no part.
            QCOMPARE(text(among[i].notes), text(alone[i].notes));
            if (row(config).family == kMelody || row(config).family == kDrums || row(config).family == kPolyphony)
                QCOMPARE(alone[i].notes.front().start, Ticks(2 * 1920));
        }
    }

    void tracksAndModelsFit_data()
    {
        QTest::addColumn<QString>("config");
        QTest::addColumn<bool>("drums");
        QTest::addColumn<QString>("says");
        QTest::newRow("melody on melody") << "basic_rnn" << false << "";
        QTest::newRow("drums on drums") << "drum_kit" << true << "";
        QTest::newRow("polyphony on drums") << "polyphony" << true << "plays no drums";
        QTest::newRow("drums on melody") << "one_drum" << false << "is no drum track";
    }
    void tracksAndModelsFit()
    {
        QFETCH(QString, config);
        QFETCH(bool, drums);
        QFETCH(QString, says);
        const auto fit = checkFit(row(config), {.channel = drums ? 9 : 0, .name = "Tune"});
        QCOMPARE(fit.has_value(), says.isEmpty());
        if (!fit)
            QVERIFY2(QString::fromStdString(fit.error().message).contains(says), fit.error().message.c_str());
    }

    void whichBars()
    {
        const Document document = song("basic_rnn");
        const auto track = document.tracks.front().id;
        const BarRange selected{3, 5};
        QVERIFY(!barsToWrite(document, track, Operation::kRegenerate, {}, 4));
        QVERIFY(barsToWrite(document, track, Operation::kRegenerate, selected, 4) == selected);
        QVERIFY(barsToWrite(document, track, Operation::kNew, selected, 4) == selected);
        QVERIFY(barsToWrite(document, track, Operation::kNew, {}, 4) == (BarRange{1, 4}));
        QVERIFY(barsToWrite(document, track, Operation::kContinue, selected, 4) == (BarRange{6, 9}));
        QVERIFY(barsToWrite(document, track, Operation::kContinue, {}, 4) == (BarRange{9, 12}));
        QVERIFY(barsToWrite(project::newDocument(), 1, Operation::kContinue, {}, 4) == (BarRange{1, 4}));
        QVERIFY(!barsToWrite(document, 999, Operation::kNew, {}, 4));
    }

    // ---- Melodies over chords

    void theChordsAreHeard()
    {
        // The network hears a chord a step: the same tune over other chords goes on otherwise, over the same ones equally.
        Document document = song("basic_improv");
        const Model model = modelOf("basic_improv");
        const auto before = written(document, 3, 4, model);
        QVERIFY(written(document, 3, 4, model) == before);
        apply(document, project::setChords(document, Ticks(2 * 1920), Ticks(4 * 1920), std::vector{project::Chord{Ticks(2 * 1920), "Bbm"}}));
        QVERIFY(!(written(document, 3, 4, model) == before));
    }

    void withoutChordsTheSongIsRefused()
    {
        Document document = song("attention_improv");
        apply(document, project::setChords(document, Ticks(0), Ticks(99999), {}));
        QVERIFY2(refusal(document, 3, 4, modelOf("attention_improv")).contains("no chord symbols"), qPrintable(refusal(document, 3, 4, modelOf("attention_improv"))));
    }

    void aChordOutsideTheModelsTriadsIsSaid()
    {
        Document document = song("basic_improv");
        apply(document, project::setChords(document, Ticks(0), Ticks(1920), std::vector{project::Chord{Ticks(0), "C5"}}));
        QVERIFY(refusal(document, 3, 4, modelOf("basic_improv")).contains("chord"));
        QVERIFY(!written(document, 3, 4, modelOf("chord_pitches_improv")).empty());
    }

    // ---- Drums

    void aHitThatStaysIsPartOfItsStep()
    {
        // A crash rings from bar 2 into bar 3; the model would be silent, but where it stands it is struck.
        Document document = song("drum_kit");
        addNote(document, 3600, 4800, 49);
        const auto network = std::make_shared<Fond>("drum_kit", std::vector{0});
        const auto candidates = written(document, 2, 2, modelOf("drum_kit", network), {.numOutputs = 1});
        QVERIFY2(std::ranges::all_of(candidates.front().notes, [](const Note& note) { return note.start == Ticks(3600); }), qPrintable(text(candidates.front().notes)));
        const Document after = applyCandidate(document, candidates.front());
        QVERIFY(std::ranges::count_if(after.tracks.front().notes, [](const Note& note) { return note.start == Ticks(3600) && note.pitch == 49; }) == 1);
    }

    void drumsAreAsLoudAsTheyWere()
    {
        Document document = song("drum_kit");
        for (auto& note : document.tracks.front().notes)
            note.velocity = note.pitch == 36 ? 110 : 40;
        const auto network = std::make_shared<Fond>("drum_kit", std::vector{5}); // kick and closed hi-hat
        const auto notes = written(document, 3, 3, modelOf("drum_kit", network), {.numOutputs = 1}).front().notes;
        QVERIFY(!notes.empty());
        for (const auto& note : notes)
            QCOMPARE(int(note.velocity), note.pitch == 36 ? 110 : 40);
    }

    // ---- Polyphony

    void voicesHeldAcrossTheBarLinesStand()
    {
        // A pedal sounds through bar 3: the model may go on in all other pitches, and never touches that one.
        Document document = song("polyphony");
        addNote(document, 3000, 9000, 48);
        for (const auto& candidate : written(document, 3, 3, modelOf("polyphony"), {.numOutputs = 4}))
            for (const auto& note : candidate.notes)
                QVERIFY(note.pitch != 48);
    }

    void polyphonyHoldsWhatItContinues()
    {
        // New C4 on the first step, then C4 continued and the step's end: one note as long as the bar.
        const auto network = std::make_shared<Fond>("polyphony", std::vector{131 + 60, 3 + 60, 2});
        const auto candidates = written(song("polyphony"), 3, 3, modelOf("polyphony", network), {.operation = Operation::kNew, .numOutputs = 1});
        QCOMPARE(text(candidates.front().notes), QString("3840-5760:60"));
    }

    void aModelThatNeverGoesOnIsLedOn()
    {
        // It likes every pitch better than a step's end, and would never get to one.
        struct Stuck : test::FakeNetwork {
            Stuck() : FakeNetwork(259, 259) {}
            float logit(int c, double) const override { return c == 2 ? -100.0f : static_cast<float>(c % 7); }
        };
        const auto candidates = written(song("polyphony"), 3, 3, modelOf("polyphony", std::make_shared<Stuck>()), {.numOutputs = 1});
        QVERIFY(!candidates.front().notes.empty());
        QVERIFY(candidates.front().notes.size() <= 16u * 16u);
    }

    // ---- Performances

    void performancesPlayInRealTime()
    {
        // Note on, a shift of 50 steps, note off, and so on: half a second is a quarter at 120 qpm, two at 240.
        const auto network = std::make_shared<Fond>("performance", std::vector{60, 256 + 49});
        Document document = song("performance");
        const auto at120 = written(document, 3, 3, modelOf("performance", network), {.operation = Operation::kNew, .numOutputs = 1}).front();
        QCOMPARE(at120.notes.front().start, Ticks(3840));
        for (auto& placed : document.chunks.front().events)
            if (placed.event.isMeta(midi::meta::kSetTempo))
                placed.event.payload = {0x03, 0xd0, 0x90}; // 250,000 µs
        const auto at240 = written(document, 3, 3, modelOf("performance", network), {.operation = Operation::kNew, .numOutputs = 1}).front();
        QCOMPARE(at240.end, at120.end);
        QCOMPARE(text(at120.notes), QString("3840-5760:60"));
        QCOMPARE(text(at240.notes), QString("3840-5760:60"));
        // The same steps, half as many of them.
        QVERIFY(at240.recipe.logLikelihood > at120.recipe.logLikelihood);
    }

    void velocitiesAreTheModels()
    {
        // Velocity bin 16 of 32, then the note: bins are four wide.
        const auto network = std::make_shared<Fond>("performance_with_dynamics", std::vector{356 + 15, 60, 256 + 99});
        const auto notes = written(song("performance_with_dynamics"), 3, 3, modelOf("performance_with_dynamics", network), {.operation = Operation::kNew, .numOutputs = 1}).front().notes;
        QVERIFY(!notes.empty());
        QCOMPARE(int(notes.front().velocity), 61);
    }

    void conditionsAreHeard()
    {
        const QString config = "multiconditioned_performance_with_dynamics";
        const Document document = song(config);
        const Model model = modelOf(config);
        const auto plain = written(document, 3, 4, model);
        WriteOptions options{.notesPerSecond = {1.0}};
        QVERIFY(!(written(document, 3, 4, model, options).front().notes == plain.front().notes));
        options = {.pitchClassHistogram = {{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}}};
        QVERIFY(!(written(document, 3, 4, model, options).front().notes == plain.front().notes));
        QVERIFY(refusal(document, 3, 4, model, {.notesPerSecond = {-1.0}}).contains("from 0 upwards"));
    }

    void keptNotesOfAPerformanceStand()
    {
        Document document = song("performance");
        addNote(document, 3000, 4500, 72);
        addNote(document, 5000, 7000, 76);
        for (const auto& candidate : written(document, 3, 3, modelOf("performance"), {.numOutputs = 4}))
            for (const auto& note : candidate.notes) {
                QVERIFY2(note.pitch != 72 || note.start >= Ticks(4500), qPrintable(text(candidate.notes)));
                QVERIFY2(note.pitch != 76 || note.end() <= Ticks(5000), qPrintable(text(candidate.notes)));
            }
    }

    // ---- Piano rolls

    void heldKeysAreOneNote()
    {
        const auto candidates = written(song("rnn-nade"), 3, 3, modelOf("rnn-nade"), {.operation = Operation::kNew, .numOutputs = 1});
        QCOMPARE(text(candidates.front().notes), QString("3840-5760:60")); // the network holds one key for ever
        Document document = song("rnn-nade");
        addNote(document, 3000, 4320, 60); // that key, held into the bar: the new note begins where it ends
        QCOMPARE(text(written(document, 3, 3, modelOf("rnn-nade"), {.numOutputs = 1}).front().notes), QString("4320-5760:60"));
    }
};

QTEST_GUILESS_MAIN(tst_WriteBarsFamilies)
#include "tst_write_bars_families.moc"
