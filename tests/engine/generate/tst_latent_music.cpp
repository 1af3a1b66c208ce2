#include "engine/generate/latent_align.h"
#include "engine/generate/latent_attributes.h"
#include "engine/generate/latent_controls.h"
#include "engine/generate/latent_groove.h"
#include "engine/generate/latent_music.h"

#include "tests/support/latent_models.h"
#include "tests/support/music_text.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace partita;
using namespace partita::generate;

namespace {

NoteSequence tune(int bars, int pitch, double qpm = 120.0, std::vector<int> scale = {0, 2, 4, 5, 7, 9, 11, 12})
{
    NoteSequence piece;
    const double quarter = 60.0 / qpm;
    for (int i = 0; i < 4 * bars; ++i)
        piece.notes.push_back({.pitch = pitch + scale[static_cast<std::size_t>(i) % scale.size()], .velocity = 90, .startTime = Seconds(i * quarter), .endTime = Seconds((i + 1) * quarter)});
    piece.totalTime = piece.notes.back().endTime;
    piece.tempos = {{Seconds(0.0), qpm}};
    return piece;
}

NoteSequence beat(int bars, double qpm)
{
    NoteSequence piece;
    const double eighth = 30.0 / qpm;
    for (int i = 0; i < 8 * bars; ++i)
        piece.notes.push_back({.pitch = i % 4 == 0 ? 36 : 42, .velocity = 80, .startTime = Seconds(i * eighth), .endTime = Seconds(i * eighth + 0.05), .instrument = 9, .isDrum = true});
    piece.totalTime = piece.notes.back().endTime;
    piece.tempos = {{Seconds(0.0), qpm}};
    return piece;
}

QStringList texts(const std::vector<LatentMusic>& all)
{
    QStringList lines;
    for (const auto& music : all)
        lines << test::notesText(music.sequence);
    return lines;
}

} // namespace

class tst_LatentMusic : public QObject {
    Q_OBJECT

    LatentModel m_model = test::fakeLatentModel("cat-mel_2bar_small");

private Q_SLOTS:
    void theEndsOfAnInterpolationAreTheReconstructions()
    {
        const auto start = encode(m_model, onlyClip(m_model, tune(2, 60), "a").value()).value();
        const auto end = encode(m_model, onlyClip(m_model, tune(2, 67), "b").value()).value();
        QVERIFY(start.mu != end.mu);
        for (const auto path : {Path::kSpherical, Path::kLinear}) {
            const DecodeOptions options{.temperature = 0.8, .seed = 7, .sameDraws = true};
            const auto way = interpolate(m_model, start, end, 5, path, options).value();
            QCOMPARE(way.size(), std::size_t{5});
            const auto ends = decode(m_model, std::vector<Z>{start.mu, end.mu}, options).value();
            QCOMPARE(test::notesText(way.front().sequence), test::notesText(ends.front().sequence));
            QCOMPARE(test::notesText(way.back().sequence), test::notesText(ends.back().sequence));
        }
    }
    void equalSeedsGiveEqualMusicAndNoOutputHangsOnTheOthers()
    {
        const DecodeOptions options{.temperature = 1.0, .seed = 3};
        const auto four = texts(sample(m_model, 4, false, options).value());
        QCOMPARE(texts(sample(m_model, 4, false, options).value()), four);
        QCOMPARE(texts(sample(m_model, 2, false, options).value()), four.first(2));
        QCOMPARE(texts(sample(m_model, 4, false, {.temperature = 1.0, .seed = 3, .batchSize = 1}).value()), four);
        QVERIFY(texts(sample(m_model, 4, false, {.temperature = 1.0, .seed = 4}).value()) != four);
        QVERIFY(QSet<QString>(four.begin(), four.end()).size() > 1);
    }
    void oneZIsVariedByItsDraws()
    {
        const auto varied = sample(m_model, 3, true, {.temperature = 1.0}).value();
        QCOMPARE(varied[0].z, varied[2].z);
        QVERIFY(test::notesText(varied[0].sequence) != test::notesText(varied[1].sequence));
    }
    void oneInBetweenCanComeAlone()
    {
        std::vector<std::size_t> order;
        std::vector<int> progress;
        const auto all = sample(m_model, 4, false, {.firstAlone = 1, .each = [&](std::size_t i, const LatentMusic&) { order.push_back(i); },
                                                    .progress = [&](int done, int total) { progress.push_back(done * 100 / total); }});
        QVERIFY(all);
        QCOMPARE(order, (std::vector<std::size_t>{1, 0, 2, 3}));
        QCOMPARE(progress, (std::vector<int>{25, 100}));
    }
    void stoppingStops()
    {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(sample(m_model, 4, false, {.stop = stop.get_token()}).error().code, ErrorCode::kStopped);
    }
    void reconstructionsAreScored()
    {
        const auto clip = onlyClip(m_model, tune(2, 60), "a").value();
        QCOMPARE(accuracy(m_model, clip.example, {.samples = clip.example.inputs}), std::vector<double>{1.0});
        auto half = clip.example.inputs;
        std::fill(half.begin() + static_cast<std::ptrdiff_t>(half.size() / 2), half.end(), 0.0f);
        QCOMPARE(accuracy(m_model, clip.example, {.samples = half}), std::vector<double>{0.5});
    }
    void conditionedModelsAreToldTheirChords()
    {
        const auto chords = test::fakeLatentModel("cat-mel_2bar_med_chords");
        const auto rows = chordControls(chords, "C Am").value();
        QCOMPARE(rows.size(), std::size_t{32 * 49});
        const auto classOf = [&](std::size_t step) { return std::find(rows.begin() + step * 49, rows.begin() + (step + 1) * 49, 1.0f) - (rows.begin() + step * 49); };
        QCOMPARE(classOf(0), 1);
        QCOMPARE(classOf(15), 1);
        QCOMPARE(classOf(16), 22); // N.C., twelve major, A as the tenth of the minor ones
        QVERIFY(sample(chords, 1, false, {.controls = rows}));
        const auto without = sample(chords, 1, false);
        QCOMPARE(QString::fromStdString(without.error().message), QString("cat-mel_2bar_med_chords is conditioned: say over which chords, or which hits, it is to play."));
        QVERIFY(QString::fromStdString(chordControls(chords, "C H").error().message).startsWith("\"H\" is no chord"));
        QVERIFY(!chordControls(m_model, "C"));
        QVERIFY(!sample(m_model, 1, false, {.controls = rows}));
        const auto multi = test::fakeLatentModel("hier-multiperf_vel_1bar_med_chords");
        const auto bar = chordControls(multi, "G").value();
        QCOMPARE(bar[0], 1.0f);
        QCOMPARE(bar[49 + 8], 1.0f);
        QCOMPARE(bar[64 * 49], 1.0f);
        QVERIFY(!chordControls(multi, "G C"));
    }

    void unlikeClipsAreMadeAlike()
    {
        NoteSequence other = tune(1, 62, 90.0); // D major, shorter, slower
        other.keySignatures = {{Seconds(0.0), 2, NoteSequence::Mode::kMajor}};
        for (int i = 0; i < 4; ++i)
            other.notes.push_back({.pitch = 36, .velocity = 80, .startTime = Seconds(i * 0.5), .endTime = Seconds(i * 0.5 + 0.1), .instrument = 9, .isDrum = true});
        const std::vector<AlignSource> sources{{tune(6, 60), "a", {}}, {other, "b", {}}};
        const auto aligned = align(m_model, sources).value();
        QStringList first, second;
        for (const auto& adjustment : aligned[0].adjustments)
            first << QString::fromStdString(describe(adjustment));
        for (const auto& adjustment : aligned[1].adjustments)
            second << QString::fromStdString(describe(adjustment));
        QCOMPARE(first, QStringList{"the first of 2 clips that could be taken"}); // the others repeat
        QCOMPARE(second, (QStringList{"filled up with rests, from 1 to 2 bars", "from 90 to 120 quarters a minute", "moved down by 2 semitones, into the key of the first"}));
        QCOMPARE(aligned[0].clip.example.steps, aligned[1].clip.example.steps);
        QCOMPARE(test::notesText(aligned[1].clip.music), QString("60 0..0.5 | 62 0.5..1 | 64 1..1.5 | 65 1.5..2"));
        QVERIFY(align(m_model, sources, false).value()[1].clip.music.notes.front().pitch == 62);
    }
    void whatCannotBeAlignedIsNamed()
    {
        const std::vector<AlignSource> sources{{tune(2, 60), "a", {}}, {beat(2, 100), "“beat.mid”", {}}};
        const auto aligned = align(m_model, sources);
        QVERIFY(!aligned);
        QVERIFY(aligned.error().message.starts_with("“beat.mid” holds nothing that"));
    }
    void keysAreFoundByWhatSounds()
    {
        QCOMPARE(keyOf(tune(2, 60)), 0);
        QCOMPARE(keyOf(tune(2, 67)), 7);
        QCOMPARE(keyOf(tune(2, 69, 120, {0, 2, 3, 5, 7, 8, 10, 12})), 0); // A minor
        QCOMPARE(keyOf(tune(2, 67), NoteSequence::KeySignature{{}, 0, NoteSequence::Mode::kMajor}), 7); // F sharp does not keep to C
        QCOMPARE(keyOf(tune(2, 60, 120, {0, 2, 4, 7, 9}), NoteSequence::KeySignature{{}, 7, NoteSequence::Mode::kMajor}), 7);
        QCOMPARE(keyOf(beat(2, 120)), std::nullopt);
    }
    void theNaiveMixHasTheNotesOfBoth()
    {
        const auto mix = naiveMix(test::notesAt({{60, 0, 1}, {64, 1, 2}}), test::notesAt({{60, 0, 2}, {67, 1, 2}}), 0.25);
        QCOMPARE(test::notesText(mix), QString("60 0..2 | 64 1..2 | 67 1..2"));
        QCOMPARE(mix.notes[0].velocity, 100);
        QCOMPARE(mix.notes[1].velocity, 75);
        QCOMPARE(mix.notes[2].velocity, 25);
        QCOMPARE(test::notesText(naiveMix(mix, test::notesAt({{50, 0, 1}}), 0.0)), test::notesText(mix));
    }

    void groovesComeBackAtTheirOwnTempoAndPlace()
    {
        const auto model = test::fakeLatentModel("groovae_2bar_humanize");
        const NoteSequence piece = beat(5, 90.0); // a bar takes 8/3 seconds
        const auto all = groove(model, piece, "beat").value();
        QCOMPARE(all.end.value, 5 * 8.0 / 3.0);
        const auto some = groove(model, piece, "beat", {.clip = {.bars = BarRange{3, 4}}}).value();
        QCOMPARE(some.start.value, 2 * 8.0 / 3.0);
        QVERIFY(!some.sequence.notes.empty());
        for (const auto& note : some.sequence.notes) {
            QVERIFY(note.isDrum);
            QVERIFY(note.startTime.value > some.start.value - 8.0 / 3.0 / 32.0 && note.startTime < some.end);
            const double step = (note.startTime.value - some.start.value) / (8.0 / 3.0 / 16.0);
            QVERIFY(std::abs(step - std::round(step)) <= 0.26); // the made-up network is early or late by a quarter of a step at most
        }
        QCOMPARE(test::notesText(groove(model, piece, "beat").value().sequence), test::notesText(all.sequence));
        QVERIFY(test::notesText(groove(model, piece, "beat", {.spread = 1.0, .seed = 5}).value().sequence) != test::notesText(all.sequence));
    }
    void tapsMayBeOfAnyInstrumentForModelsOfTaps()
    {
        const auto model = test::fakeLatentModel("groovae_2bar_tap_fixed_velocity");
        QVERIFY(!groove(model, tune(2, 60, 96.0), "tune").value().sequence.notes.empty());
        const auto refused = groove(test::fakeLatentModel("groovae_2bar_humanize"), tune(2, 60), "The selection");
        QVERIFY(refused.error().message.starts_with("The selection has no drums, and groovae_2bar_humanize needs a drum pattern."));
        QVERIFY(groove(m_model, beat(2, 100), "beat").error().message.starts_with("cat-mel_2bar_small makes melodies; only GrooVAE models"));
    }
    void anotherPatternCanBePlayedWithTheFeel()
    {
        const auto model = test::fakeLatentModel("groovae_2bar_hits_control_tfds");
        const auto piece = beat(4, 100.0);
        auto pattern = beat(2, 120.0);
        for (auto& note : pattern.notes)
            note.pitch = 51;
        const auto own = groove(model, piece, "beat").value();
        const auto others = groove(model, piece, "beat", {.hits = &pattern}).value();
        QVERIFY(test::notesText(own.sequence) != test::notesText(others.sequence));
        QVERIFY(!groove(test::fakeLatentModel("groovae_2bar_humanize"), piece, "beat", {.hits = &pattern}));
    }

    void attributesAreMeasuredAsDefined()
    {
        NoteSequence music;
        for (const auto& [step, pitch] : std::vector<std::pair<int, int>>{{0, 60}, {3, 62}, {4, 64}, {6, 65}, {10, 61}, {11, 60}, {16, 67}, {22, 71}, {23, 72}, {29, 72}})
            music.notes.push_back({.pitch = pitch, .velocity = 80, .startTime = Seconds(step * 0.125), .endTime = Seconds(step * 0.125 + 0.1)});
        const auto values = measure(music, 32);
        const double expected[] = {0.9, 0.3125, 22.0 / 9.0, 0.2, 0.2};
        for (std::size_t i = 0; i < values.size(); ++i)
            QVERIFY2(std::abs(*values[i] - expected[i]) < 1e-12, qPrintable(QString::fromStdString(std::string(nameOf(kAttributes[i])))));
        const auto none = measure({}, 32);
        QCOMPARE(none[1], 0.0);
        QVERIFY(!none[0] && !none[2] && !none[3] && !none[4]);
        const auto drums = measure(beat(2, 120), 32);
        QCOMPARE(drums[1], 0.5);
        QVERIFY(!drums[0] && !drums[2]);
    }
    void aVectorLeadsFromTheLowestQuarterToTheHighest()
    {
        std::vector<Z> places;
        std::vector<AttributeValues> values;
        for (int i = 0; i < 16; ++i) {
            places.push_back(Z{static_cast<float>(i), 1.0f, 0, 0, 0, 0});
            values.push_back({0.5, i / 16.0, std::nullopt, i < 8 ? 0.0 : 1.0, std::nullopt});
        }
        const auto learnt = learnAttributes(m_model, places, values);
        QCOMPARE(learnt.vectors.size(), std::size_t{2}); // the others do not differ, or are not there
        QCOMPARE(learnt.vectors.at(Attribute::kNoteDensity), (Z{12, 0, 0, 0, 0, 0}));
        QCOMPARE(learnt.vectors.at(Attribute::kSyncopation16), (Z{12, 0, 0, 0, 0, 0}));
        QCOMPARE(withAttributes(places[0], learnt, {{Attribute::kNoteDensity, -0.5}, {Attribute::kCDiatonic, 3.0}}), (Z{-6, 1, 0, 0, 0, 0}));
    }
    void orthogonalVectorsHaveNothingOfTheOthers()
    {
        AttributeVectors vectors;
        vectors.vectors = {{Attribute::kCDiatonic, {1, 1, 0, 0}}, {Attribute::kNoteDensity, {0, 1, 1, 0}}, {Attribute::kAverageInterval, {0, 2, 2, 0}}};
        const auto apart = orthogonal(vectors);
        const auto dot = [](const Z& a, const Z& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); };
        QVERIFY(std::abs(dot(apart.vectors.at(Attribute::kCDiatonic), {0, 1, 1, 0})) < 1e-6);
        QVERIFY(dot(apart.vectors.at(Attribute::kCDiatonic), {1, 1, 0, 0}) > 0.5);
    }
    void vectorsAreKeptInAFileForTheirModelAlone()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("attributes.json").toStdString();
        AttributeVectors vectors{.config = "cat-mel_2bar_small", .sha256 = "0", .clips = 9, .vectors = {{Attribute::kNoteDensity, Z{1, 2, 3, 4, 5, 0.1f}}}};
        QVERIFY(saveAttributes(vectors, path));
        const auto read = loadAttributes(path, m_model);
        QVERIFY2(read, qPrintable(QString::fromStdString(read ? "" : read.error().message)));
        QCOMPARE(read->vectors, vectors.vectors);
        QCOMPARE(read->clips, std::size_t{9});
        QCOMPARE(loadAttributes(path, test::fakeLatentModel("cat-mel_2bar_big")).error().code, ErrorCode::kMismatch);
        QFile(QString::fromStdString(path.string())).resize(20);
        QCOMPARE(loadAttributes(path, m_model).error().code, ErrorCode::kDamaged);
    }
    void aNetworkOfOtherMusicIsNotTaken()
    {
        const auto drums = std::make_shared<const models::VaeConfig>(**models::findVaeConfig("cat-drums_2bar_small"));
        const auto made = makeLatentModel(drums, m_model.network, "melodies.tar", "");
        QCOMPARE(made.error().code, ErrorCode::kMismatch);
    }
};

QTEST_GUILESS_MAIN(tst_LatentMusic)
#include "tst_latent_music.moc"
