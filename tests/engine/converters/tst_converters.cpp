// Data converters on small pieces: what becomes an example, what does not, and why.
#include "engine/converters/augment.h"
#include "engine/converters/converter.h"
#include "engine/converters/one_hot.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <set>

using namespace partita;
using namespace partita::converters;

namespace {

struct Played {
    int pitch, velocity;
    double start, end; ///< seconds
};

void add(NoteSequence& sequence, int instrument, int program, bool isDrum, std::initializer_list<Played> notes)
{
    for (const Played& note : notes) {
        sequence.notes.push_back({.pitch = note.pitch, .velocity = note.velocity, .startTime = Seconds(note.start), .endTime = Seconds(note.end),
                                  .instrument = instrument, .program = program, .isDrum = isDrum});
        sequence.totalTime = std::max(sequence.totalTime, Seconds(note.end));
    }
}

NoteSequence atTempo(double qpm)
{
    NoteSequence sequence;
    sequence.tempos = {{.qpm = qpm}};
    sequence.timeSignatures = {{.numerator = 4, .denominator = 4}};
    return sequence;
}

/// Two voices at a step a second.
NoteSequence voices()
{
    NoteSequence sequence = atTempo(60);
    add(sequence, 0, 0, false, {{32, 100, 2, 4}, {33, 1, 6, 11}, {34, 1, 11, 13}, {35, 1, 17, 19}});
    add(sequence, 1, 0, false, {{35, 127, 2, 4}, {36, 50, 6, 8}, {71, 100, 33, 37}, {73, 100, 34, 37}, {33, 1, 50, 55}, {34, 1, 55, 56}});
    return sequence;
}

NoteSequence drumTracks()
{
    NoteSequence sequence = atTempo(60);
    add(sequence, 0, 0, true, {{35, 100, 0, 10}, {44, 55, 1, 2}, {40, 45, 4, 5}, {35, 45, 9, 10}, {40, 45, 13, 13}, {55, 120, 16, 18}, {60, 100, 16, 17}, {53, 99, 19, 20}});
    add(sequence, 1, 0, true, {{35, 55, 1, 2}, {40, 45, 25, 26}, {55, 120, 28, 30}, {60, 100, 28, 29}, {53, 99, 31, 33}});
    return sequence;
}

std::vector<LatentExample> examplesOf(const ConverterSpec& spec, const NoteSequence& sequence, Mode mode = Mode::kEval, std::uint64_t seed = 0)
{
    Rng rng(seed);
    return makeConverter(spec, mode)->toTensors(sequence, rng).examples;
}

/// Classes of each example, `.` for 0, sorted.
QStringList classTexts(const ConverterSpec& spec, const NoteSequence& sequence)
{
    QStringList texts;
    const int depth = makeConverter(spec, Mode::kEval)->shape().outputDepth;
    for (const LatentExample& example : examplesOf(spec, sequence)) {
        QStringList text;
        for (int label : argmaxRows(example.targets(), depth))
            text << (label == 0 ? QStringLiteral(".") : label == 1 ? QStringLiteral("X") : QString::number(label - 2));
        texts << text.join(' ');
    }
    texts.sort();
    return texts;
}

std::vector<Dropped> droppedOf(const ConverterSpec& spec, const NoteSequence& sequence)
{
    Rng rng;
    return makeConverter(spec, Mode::kEval)->toTensors(sequence, rng).dropped;
}

bool names(const std::vector<Dropped>& dropped, DropReason reason)
{
    return std::ranges::find(dropped, reason, &Dropped::reason) != dropped.end();
}

constexpr WindowSpec kOneStepAQuarter{.stepsPerQuarter = 1};

/// 16 bars at one step a quarter in which melody, bass and drums come and go.
NoteSequence trio()
{
    NoteSequence sequence = atTempo(60);
    add(sequence, 1, 0, false, {{51, 100, 13, 37}});
    add(sequence, 2, 10, false, {{52, 100, 4, 16}});
    add(sequence, 3, 33, false, {{50, 100, 2, 5}, {49, 100, 16, 25}});
    add(sequence, 4, 0, true, {{35, 100, 0, 1}, {40, 100, 4, 5}, {35, 100, 9, 9}, {35, 100, 25, 25}, {40, 100, 29, 29}});
    return sequence;
}

} // namespace

class TestConverters : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void melodiesAreFoundVoiceByVoice()
    {
        const MelodySpec spec{.windows = kOneStepAQuarter};
        QCOMPARE(classTexts(spec, voices()), (QStringList{". . 11 . X . 12 . . . . 13 . X . .", ". . 12 . . . . 13", ". . 14 . X . 15 .", ". 14 . X",
                                                          ". 50 52 . . X . ."}));
    }

    void windowsBeginAtEachBarAndWithoutNoteOff()
    {
        MelodySpec spec{.windows = kOneStepAQuarter};
        spec.windows.sliceBars = 2;
        QCOMPARE(classTexts(spec, voices()), (QStringList{". . . 13 . X . .", ". . 11 . X . 12 .", ". . 12 . . . . 13", ". . 14 . X . 15 .", ". 50 52 . . X . ."}));
        for (int most : {2, 3}) {
            spec.maxExamples = most;
            QCOMPARE(examplesOf(spec, voices()).size(), static_cast<std::size_t>(most));
            QVERIFY(names(droppedOf(spec, voices()), DropReason::kOverLimit));
        }
    }

    void trainingDrawsItsExamples()
    {
        MelodySpec spec{.windows = kOneStepAQuarter, .maxExamples = 2};
        spec.windows.sliceBars = 2;
        std::set<std::vector<float>> firsts;
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
            const auto drawn = examplesOf(spec, voices(), Mode::kTrain, seed);
            QCOMPARE(drawn.size(), 2u);
            QVERIFY(drawn[0].inputs != drawn[1].inputs);
            firsts.insert(drawn[0].inputs);
        }
        QVERIFY(firsts.size() > 2); // and not always the same ones
        QCOMPARE(examplesOf(spec, voices(), Mode::kTrain, 7)[1].inputs, examplesOf(spec, voices(), Mode::kTrain, 7)[1].inputs);
    }

    void melodiesComeBack()
    {
        NoteSequence sequence = atTempo(60);
        add(sequence, 0, 0, false, {{32, 100, 2, 4}, {33, 1, 6, 11}, {34, 1, 11, 13}, {35, 1, 17, 19}});
        MelodySpec spec{.windows = kOneStepAQuarter};
        spec.windows.sliceBars = 4;
        const auto example = examplesOf(spec, sequence).front();
        QCOMPARE(example.start, Seconds(0.0));
        QCOMPARE(example.instrument, std::optional(0));
        const auto back = makeConverter(spec, Mode::kEval)->fromTensors(example.targets());
        QCOMPARE(back.notes.size(), 3u);
        QCOMPARE(back.notes[1].pitch, 33);
        QCOMPARE(back.notes[1].velocity, 80);
        QCOMPARE(back.notes[1].startTime, Seconds(3.0));
        QCOMPARE(back.notes[1].endTime, Seconds(5.5));
        QCOMPARE(back.totalTime, Seconds(6.5));
    }

    void endTokensEndMelodies()
    {
        MelodySpec spec{.windows = kOneStepAQuarter};
        spec.windows.addEndToken = true;
        const auto converter = makeConverter(spec, Mode::kEval);
        QCOMPARE(converter->shape().endToken, std::optional(90));
        auto example = examplesOf(spec, voices()).front();
        QCOMPARE(argmaxRows(example.targets(), 91).back(), 90);
        const auto notes = converter->fromTensors(example.targets()).notes.size();
        example.inputs.insert(example.inputs.end(), example.inputs.begin(), example.inputs.end()); // what follows is not heard
        QCOMPARE(converter->fromTensors(example.targets()).notes.size(), notes);
    }

    void chordsAndKeysStandBesideTheMelody()
    {
        NoteSequence sequence = atTempo(120);
        add(sequence, 0, 0, false, {{60, 100, 0, 1}, {62, 100, 1, 2}, {64, 100, 2, 4}});
        sequence.keySignatures = {{.key = 7}};
        sequence.textAnnotations = {{.text = "Bdim", .annotationType = NoteSequence::TextAnnotationType::kChordSymbol},
                                    {.time = Seconds(2), .text = "C", .annotationType = NoteSequence::TextAnnotationType::kChordSymbol}};
        const MelodySpec spec{.condition = {.chords = encoding::ChordKind::kTriad, .key = true}};
        const auto converter = makeConverter(spec, Mode::kEval);
        QCOMPARE(converter->shape().controlDepth, 49 + 12);
        const auto example = examplesOf(spec, sequence).front();
        QCOMPARE(example.controls.size(), example.steps * 61);
        const auto back = converter->fromTensors(example.targets(), example.controls);
        QCOMPARE(back.textAnnotations.size(), 2u);
        QCOMPARE(back.textAnnotations[0].text, std::string("Bdim")); // Magenta loses it
        QCOMPARE(back.textAnnotations[1].text, std::string("C"));
        QCOMPARE(back.textAnnotations[1].time, Seconds(2.0));
        QCOMPARE(back.keySignatures.size(), 1u);
        QCOMPARE(back.keySignatures[0].key, 7);
    }

    void drumsAreClassesOfCombinations()
    {
        DrumsSpec spec{.windows = kOneStepAQuarter};
        const auto labels = [&] {
            std::set<std::vector<int>> all;
            for (const auto& example : examplesOf(spec, drumTracks()))
                all.insert(argmaxRows(example.targets(), 512));
            return all;
        };
        QCOMPARE(labels(), (std::set<std::vector<int>>{{1, 5, 0, 0, 2, 0, 0, 0}, {0, 1, 0, 0, 0, 2, 0, 0, 160, 0, 0, 256}, {0, 2, 0, 0, 160, 0, 0, 256}}));
        spec.windows.sliceBars = 2;
        QCOMPARE(labels(), (std::set<std::vector<int>>{{1, 5, 0, 0, 2, 0, 0, 0}, {0, 1, 0, 0, 0, 2, 0, 0}, {0, 2, 0, 0, 160, 0, 0, 256}}));
    }

    void rollsSayWhenNothingIsStruck()
    {
        const DrumsSpec spec{.windows = kOneStepAQuarter, .rollInput = true, .rollOutput = true};
        const auto example = examplesOf(spec, drumTracks()).front();
        QCOMPARE(example.inputs.size(), example.steps * 10);
        QCOMPARE(example.outputs.size(), example.steps * 9);
        QCOMPARE(example.inputs[2 * 10 + 9], 1.0f); // a rest
        QCOMPARE(example.inputs[0 * 10 + 9], 0.0f);
        const auto back = makeConverter(spec, Mode::kEval)->fromTensors(example.targets());
        QCOMPARE(back.notes.front().pitch, 36); // kicks sound as the first of their class
        QVERIFY(back.notes.front().isDrum);
    }

    void triosNeedAllThreeWithSmallGaps()
    {
        const TrioSpec spec{.stepsPerQuarter = 1, .sliceBars = 2, .gapBars = 1, .maxExamples = {}};
        const auto converter = makeConverter(spec, Mode::kEval);
        const auto examples = examplesOf(spec, trio());
        std::vector<double> starts;
        for (const auto& example : examples)
            starts.push_back(example.start.value);
        QCOMPARE(starts, (std::vector<double>{8, 20, 24, 0, 4, 8}));
        QCOMPARE(converter->shape().outputDepth, 692);
        const auto back = converter->fromTensors(examples[3].targets());
        std::set<int> instruments;
        for (const auto& note : back.notes)
            instruments.insert(note.instrument);
        QCOMPARE(instruments, (std::set<int>{0, 1, 9}));
    }

    void triosSayWhatIsMissing()
    {
        NoteSequence sequence = trio();
        std::erase_if(sequence.notes, [](const auto& note) { return note.program == 33; });
        const auto dropped = droppedOf(TrioSpec{.stepsPerQuarter = 1, .sliceBars = 2}, sequence);
        QVERIFY(names(dropped, DropReason::kNoBass));
        QVERIFY(!names(dropped, DropReason::kNoDrums));
        QVERIFY(QString::fromStdString(describe(dropped.front())).contains("bass"));
    }

    void groovesKeepTheHandsTiming()
    {
        NoteSequence sequence = atTempo(120);
        add(sequence, 0, 0, true, {{36, 127, 0.26125, 0.3}, {38, 60, 1.523, 1.6}, {40, 30, 1.51, 1.6}});
        const GrooveSpec spec{};
        const auto example = examplesOf(spec, sequence).front();
        QCOMPARE(example.steps, 16u);
        QCOMPARE(example.inputs[2 * 27 + 0], 1.0f);
        QVERIFY(std::abs(example.inputs[2 * 27 + 18] + 0.18f) < 1e-6f);
        QVERIFY(std::abs(example.inputs[12 * 27 + 19] + 0.368f) < 1e-6f); // the louder of two snares
        const auto back = makeConverter(spec, Mode::kEval)->fromTensors(example.targets());
        QCOMPARE(back.notes.size(), 2u);
        QCOMPARE(back.notes[0].velocity, 127);
        QVERIFY(std::abs(back.notes[0].startTime.value - 0.26125) < 1e-8);
    }

    void grooveModesHideWhatTheySay()
    {
        NoteSequence sequence = atTempo(120);
        add(sequence, 0, 0, true, {{36, 127, 0.26, 0.3}, {42, 60, 0.25, 0.3}});
        const auto row = [&](const GrooveSpec& spec) {
            const auto example = examplesOf(spec, sequence).front();
            return std::vector<float>(example.inputs.begin() + 2 * 27, example.inputs.begin() + 3 * 27);
        };
        const auto plain = row({});
        const auto humanize = row({.humanize = true});
        QCOMPARE(humanize[0], 1.0f);
        QCOMPARE(humanize[9] + humanize[18], 0.0f);
        const auto tap = row({.tapify = true, .fixedVelocities = true});
        QCOMPARE(tap[0] + tap[2], 0.0f);
        QCOMPARE(tap[3], 1.0f);
        QCOMPARE(tap[9 + 3], 0.0f);
        QCOMPARE(tap[18 + 3], plain[18]);
        const auto added = row({.addInstruments = {2}});
        QCOMPARE(added[0], 1.0f);
        QCOMPARE(added[2], 0.0f);
        const auto dropped = examplesOf(GrooveSpec{.maxNoteDropoutProbability = 0.8}, sequence).front();
        QCOMPARE(dropped.outputs, examplesOf(GrooveSpec{}, sequence).front().inputs);
    }

    void grooveShapesFollowTheirModes()
    {
        NoteSequence sequence = atTempo(120);
        add(sequence, 0, 0, true, {{36, 127, 0, 0.1}, {38, 60, 3.9, 4.0}});
        QCOMPARE(examplesOf(GrooveSpec{.splitBars = 1, .hopSteps = 4}, sequence).size(), 5u);
        QCOMPARE(makeConverter(GrooveSpec{.numVelocityBins = 32, .numOffsetBins = 32}, Mode::kEval)->shape().outputDepth, 585);
        const GrooveSpec split{.splitBars = 1, .hitsAsControls = true, .splitInstruments = true};
        const auto example = examplesOf(split, sequence).front();
        QCOMPARE(example.steps, 144u);
        QCOMPARE(makeConverter(split, Mode::kEval)->shape().outputDepth, 3);
        QCOMPARE(makeConverter(split, Mode::kEval)->shape().controlDepth, 10);
        QCOMPARE(argmaxRows(std::span<const float>(example.controls), 10, 1, 9)[10], 1);
        QCOMPARE(makeConverter(split, Mode::kEval)->fromTensors(example.targets()).notes.size(), 1u);
        const GrooveSpec bins{.numVelocityBins = 32, .numOffsetBins = 32};
        const auto back = makeConverter(bins, Mode::kEval)->fromTensors(examplesOf(bins, sequence).front().targets());
        QCOMPARE(back.notes.size(), 2u);
        QCOMPARE(back.notes[0].velocity, 31 * 127 / 32);
    }

    void multitrackPartsComeBack()
    {
        NoteSequence sequence = atTempo(120);
        add(sequence, 0, 5, false, {{60, 100, 0, 1}, {64, 100, 1, 3}, {67, 100, 4, 5}, {69, 100, 6, 7.5}});
        add(sequence, 1, 0, true, {{36, 100, 0, 0.5}, {38, 100, 2, 2.5}, {36, 100, 4, 4.5}, {38, 100, 7.5, 8}});
        const MultitrackSpec spec{.hopBars = 2, .chunkBars = 2};
        const auto converter = makeConverter(spec, Mode::kEval);
        const auto examples = examplesOf(spec, sequence);
        QCOMPARE(examples.size(), 2u);
        QCOMPARE(examples[0].lengths.size(), 8u);
        QCOMPARE(examples[0].lengths[7], 1);
        for (std::size_t half = 0; half < 2; ++half) {
            QCOMPARE(examples[half].start, Seconds(4.0 * static_cast<double>(half)));
            const auto back = converter->fromTensors(examples[half].targets());
            std::set<std::tuple<int, double, double, int>> expected, found;
            for (const auto& note : sequence.notes)
                if ((note.startTime.value >= 4) == (half == 1))
                    expected.emplace(note.pitch, note.startTime.value - examples[half].start.value, note.endTime.value - examples[half].start.value, note.program);
            for (const auto& note : back.notes)
                found.emplace(note.pitch, note.startTime.value, note.endTime.value, note.program);
            QVERIFY(found == expected);
        }
    }

    void refusalsSayWhy_data()
    {
        QTest::addColumn<int>("reason");
        QTest::addColumn<int>("kind"); // 0 melody, 1 drums, 2 groove, 3 multitrack
        QTest::addColumn<int>("fault"); // of the music
        QTest::newRow("no notes") << int(DropReason::kNoNotes) << 0 << 0;
        QTest::newRow("no end") << int(DropReason::kNoEnd) << 0 << 1;
        QTest::newRow("three quarters") << int(DropReason::kOtherMeter) << 0 << 2;
        QTest::newRow("only drums for a melody") << int(DropReason::kNoFittingNotes) << 0 << 3;
        QTest::newRow("too short") << int(DropReason::kTooShort) << 0 << 4;
        QTest::newRow("polyphonic") << int(DropReason::kPolyphonic) << 0 << 5;
        QTest::newRow("no drums") << int(DropReason::kNoFittingNotes) << 1 << 4;
        QTest::newRow("unknown drums") << int(DropReason::kUnknownDrums) << 2 << 6;
        QTest::newRow("one instrument") << int(DropReason::kTooFewInstruments) << 3 << 4;
    }
    void refusalsSayWhy()
    {
        QFETCH(int, reason);
        QFETCH(int, kind);
        QFETCH(int, fault);
        NoteSequence sequence = atTempo(120);
        if (fault != 0)
            add(sequence, 0, 0, fault == 3 || fault == 6, {{fault == 6 ? 3 : 60, 100, 0, 1}, {fault == 6 ? 36 : 62, 100, fault == 5 ? 0.0 : 1.0, 2}});
        if (fault == 1)
            sequence.totalTime = {};
        if (fault == 2)
            sequence.timeSignatures = {{.numerator = 3, .denominator = 4}};
        const WindowSpec windows{.sliceBars = 2};
        const ConverterSpec specs[] = {MelodySpec{.windows = windows, .skipPolyphony = true}, DrumsSpec{.windows = windows}, GrooveSpec{}, MultitrackSpec{}};
        const auto dropped = droppedOf(specs[kind], sequence);
        QVERIFY(names(dropped, static_cast<DropReason>(reason)));
        for (const Dropped& entry : dropped)
            QVERIFY(!describe(entry).empty() && !nameOf(entry.reason).empty());
    }

    void oddNumbersDoNoHarm()
    {
        for (const ConverterSpec& spec : {ConverterSpec(MelodySpec{}), ConverterSpec(DrumsSpec{.rollInput = true, .rollOutput = true}), ConverterSpec(TrioSpec{}),
                                          ConverterSpec(GrooveSpec{}), ConverterSpec(MultitrackSpec{})}) {
            const auto converter = makeConverter(spec, Mode::kInfer);
            std::vector<float> samples(static_cast<std::size_t>(converter->shape().outputDepth) * 512, std::numeric_limits<float>::quiet_NaN());
            for (const auto& note : converter->fromTensors(samples).notes)
                QVERIFY(note.velocity >= 0 && note.velocity <= 127 && note.pitch >= 0 && note.pitch <= 127);
        }
    }

    void augmentationMovesAllButDrums()
    {
        NoteSequence sequence = atTempo(60);
        add(sequence, 0, 0, false, {{60, 100, 0, 2}, {126, 100, 2, 4}});
        add(sequence, 1, 0, true, {{36, 100, 0, 1}});
        sequence.textAnnotations = {{.text = "Am", .annotationType = NoteSequence::TextAnnotationType::kChordSymbol}};
        Rng rng(3);
        const auto moved = augment(sequence, {.lowestTransposition = 2, .highestTransposition = 2, .lowestStretch = 0.5, .highestStretch = 0.5}, rng);
        QVERIFY(moved.has_value());
        QCOMPARE(moved->notes.size(), 2u); // 128 is no pitch
        QCOMPARE(moved->notes[0].pitch, 62);
        QCOMPARE(moved->notes[1].pitch, 36);
        QCOMPARE(moved->notes[0].endTime, Seconds(1.0));
        QCOMPARE(moved->tempos[0].qpm, 120.0);
        QCOMPARE(moved->textAnnotations[0].text, std::string("Bm"));
        std::set<int> drawn;
        for (int i = 0; i < 200; ++i)
            drawn.insert(augment(sequence, {.lowestTransposition = -3, .highestTransposition = 1}, rng)->notes[0].pitch);
        QCOMPARE(drawn, (std::set<int>{57, 58, 59, 60, 61}));
    }
};

QTEST_GUILESS_MAIN(TestConverters)
#include "tst_converters.moc"
