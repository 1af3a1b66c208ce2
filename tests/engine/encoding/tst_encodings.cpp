// The worked examples of every encoding, index by index.
#include "engine/encoding/chord_codes.h"
#include "engine/encoding/drum_codes.h"
#include "engine/encoding/key_melody_encoding.h"
#include "engine/encoding/lookback.h"
#include "engine/encoding/lookback_encoding.h"
#include "engine/encoding/modulo_performance_encoding.h"
#include "engine/encoding/note_performance_encoding.h"
#include "engine/encoding/performance_controls.h"
#include "engine/encoding/pianoroll_encoding.h"
#include "engine/encoding/polyphony_codes.h"

#include "tests/support/music_text.h"
#include "tests/support/shared.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace partita;
using namespace partita::encoding;
using test::numbersText;

namespace {

const PitchRange kRange{48, 84};
const std::vector<int> kTune{60, -2, 62, -2, 64, -1, 67, -2, 60, -2, 62, -2, 64, -1, -2, -2, 60, -2, 62, -2, 65, -2, 67, -1};

std::vector<int> tuneCodes()
{
    return *melodyCodes(kTune, kRange);
}

/// The inputs that are not 0, as `14 38 76 -115`: a minus before those that are −1.
QString inputText(const EventEncoding& encoding, std::span<const int> codes, std::size_t position)
{
    std::vector<float> input(static_cast<std::size_t>(encoding.inputSize()), 7.0f);
    encoding.writeInput(codes, position, input);
    QStringList words;
    for (std::size_t i = 0; i < input.size(); ++i)
        if (input[i] != 0.0f)
            words << (input[i] < 0 ? QStringLiteral("-%1") : QStringLiteral("%1")).arg(i);
    return words.join(' ');
}

QString labelsText(const EventEncoding& encoding, std::span<const int> codes)
{
    std::vector<int> labels;
    for (std::size_t i = 0; i < codes.size() / static_cast<std::size_t>(encoding.width()); ++i)
        labels.push_back(encoding.label(codes, i));
    return numbersText(labels);
}

/// Labels become the codes they were made of, one after the other.
void goesBothWays(const EventEncoding& encoding, std::span<const int> codes)
{
    std::vector<int> back;
    for (std::size_t i = 0; i < codes.size(); ++i)
        back.push_back(encoding.codeOf(encoding.label(codes, i), back));
    QCOMPARE(numbersText(back), numbersText(codes));
}

QString rowText(const Controls& controls, std::size_t row)
{
    QStringList words;
    for (int i = 0; i < controls.width; ++i)
        if (controls.row(row)[static_cast<std::size_t>(i)] != 0.0f)
            words << QString::number(i);
    return words.join(' ');
}

} // namespace

class TestEncodings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lookbackShowsWhatWouldRepeat_data();
    void lookbackShowsWhatWouldRepeat();
    void lookbackLabelsPreferRepeats();
    void keyMelodyHearsTheLine_data();
    void keyMelodyHearsTheLine();
    void keyMelodyLabelsPutPitchesFirst();
    void countersCountInBinary();
    void drumsAreSetsOfClasses();
    void drumKitHasNoLookback();
    void oneDrumIsAnyDrum();
    void polyphonyHas259Codes();
    void performanceRangesFollowEachOther();
    void moduloLiesOnCircles();
    void notePerformanceHasSixParts();
    void pianorollsAreBits();
    void chordsHaveCodes();
    void chordsHavePitches();
    void densityIsCountedAhead();
    void histogramWeighsSeconds();
    void controlsCanBeJoinedAndSwitchedOff();
};

void TestEncodings::lookbackShowsWhatWouldRepeat_data()
{
    QTest::addColumn<int>("position");
    QTest::addColumn<QString>("input");
    QTest::newRow("0") << 0 << "14 38 76 114 -115 -116 -117 -118";
    QTest::newRow("14") << 14 << "0 38 76 114 115 116 117 -118";
    QTest::newRow("15 sees event 0 next") << 15 << "0 52 76 -114 -115 -116 -117 118";
    QTest::newRow("16 repeats") << 16 << "14 38 76 114 -115 -116 -117 118 119";
    QTest::newRow("17") << 17 << "0 54 76 -114 115 -116 -117 118 119";
    QTest::newRow("20") << 20 << "19 39 76 114 -115 116 -117 118";
    QTest::newRow("22") << 22 << "21 38 76 114 115 116 -117 118 119";
}

void TestEncodings::lookbackShowsWhatWouldRepeat()
{
    QFETCH(int, position);
    QFETCH(QString, input);
    const LookbackEncoding encoding(melodyVocabulary(kRange));
    QCOMPARE(encoding.inputSize(), 121);
    QCOMPARE(inputText(encoding, tuneCodes(), static_cast<std::size_t>(position)), input);
}

void TestEncodings::lookbackLabelsPreferRepeats()
{
    const LookbackEncoding encoding(melodyVocabulary(kRange));
    QCOMPARE(encoding.numClasses(), 40);
    QCOMPARE(labelsText(encoding, tuneCodes()), "14 39 16 39 18 1 21 39 14 39 16 39 18 1 39 39 38 39 38 39 19 39 38 1");
    const auto codes = tuneCodes();
    QCOMPARE(melodyEvent(encoding.codeOf(38, std::span(codes).first(16)), kRange), 60);
    QCOMPARE(melodyEvent(encoding.codeOf(39, std::span(codes).first(16)), kRange), -2);
    QCOMPARE(melodyEvent(encoding.codeOf(38, std::span(codes).first(15)), kRange), -2);
    goesBothWays(encoding, codes);
    QCOMPARE(encoding.labelsToNumSteps(std::vector{14, 39, 38}), 3);
    QCOMPARE(encoding.defaultLabels(), std::vector{0});
}

void TestEncodings::keyMelodyHearsTheLine_data()
{
    QTest::addColumn<int>("position");
    QTest::addColumn<QString>("input");
    QTest::newRow("0") << 0 << "12 36 38 42 -43 -44 -45 -46 -47 -48 50 51 53 55 57 58 60 62 63 65 67 69 70 72";
    QTest::newRow("5: the attack outlives a note off") << 5 << "37 38 39 -42 43 44 -45 -46 -47 -48 50 55 57 62 67 69";
    QTest::newRow("15") << 15 << "37 39 -42 -43 -44 -45 46 -47 -48 49 50 55 57 62 67 69";
    QTest::newRow("16") << 16 << "12 36 38 -39 40 42 -43 -44 -45 46 -47 -48 50 55 57 62 67 69";
    QTest::newRow("17") << 17 << "12 36 -39 40 -42 43 -44 -45 46 -47 -48 50 55 57 62 67 69";
    QTest::newRow("20") << 20 << "17 36 38 39 42 -43 44 -45 46 -47 -48 50 55 62 65 67 72";
}

void TestEncodings::keyMelodyHearsTheLine()
{
    QFETCH(int, position);
    QFETCH(QString, input);
    const KeyMelodyEncoding encoding(kRange);
    QCOMPARE(encoding.inputSize(), 74);
    QCOMPARE(inputText(encoding, tuneCodes(), static_cast<std::size_t>(position)), input);
}

void TestEncodings::keyMelodyLabelsPutPitchesFirst()
{
    const KeyMelodyEncoding encoding(kRange);
    QCOMPARE(encoding.numClasses(), 40);
    QCOMPARE(labelsText(encoding, tuneCodes()), "12 39 14 39 16 37 19 39 12 39 14 39 16 37 39 39 38 39 38 39 17 39 38 37");
    goesBothWays(encoding, tuneCodes());
    QCOMPARE(encoding.defaultLabels(), std::vector{36});
    QCOMPARE(encoding.codeOf(36, {}), 0);
    QCOMPARE(encoding.codeOf(38, {}), 0);
    QCOMPARE(encoding.labelsToNumSteps(std::vector{36, 12}), 2);
    // With no note yet every key fits.
    QVERIFY(inputText(encoding, std::vector{0}, 0).endsWith("50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72 73"));
}

void TestEncodings::countersCountInBinary()
{
    SKIP_WITHOUT_SHARED("golden/magenta-js/core");
    for (const auto& golden : test::readJson(test::shared("golden/magenta-js/core/binary_counter.json"))["cases"]) {
        std::vector<float> bits(golden["numBits"].get<std::size_t>());
        for (std::size_t step = 0; step < golden["numSteps"].get<std::size_t>(); ++step) {
            writeCounter(step + 1, bits);
            QCOMPARE(bits, golden["rows"][step].get<std::vector<float>>());
        }
    }
}

void TestEncodings::drumsAreSetsOfClasses()
{
    const DrumClasses& kit = nineDrumClasses();
    QCOMPARE(drumVocabulary(kit).size, 512);
    QCOMPARE(drumCode(drumHits({36, 42}), kit), 5);
    QCOMPARE(drumCode(drumHits({38, 46, 49}), kit), 138);
    QCOMPARE(drumCode(drumHits({35, 22}), kit), 5);
    QCOMPARE(drumEvent(511, kit), drumHits({36, 38, 42, 46, 45, 48, 50, 49, 51}));
    QCOMPARE(drumCode(drumHits({1, 36}), kit), 1);
    QVERIFY(!knowsAll(drumHits({1, 36}), kit));
    QVERIFY(knowsAll(drumHits({36, 59}), kit));
    for (int code = 0; code < 512; ++code)
        QCOMPARE(drumCode(drumEvent(code, kit), kit), code);
    QCOMPARE(fullDrumClasses().size(), 61u);
    QCOMPARE(rolandDrumClasses().size(), 9u);
}

void TestEncodings::drumKitHasNoLookback()
{
    const LookbackEncoding encoding(drumVocabulary(nineDrumClasses()), {}, 6);
    QCOMPARE(encoding.inputSize(), 518);
    QCOMPARE(encoding.numClasses(), 512);
    const auto codes = drumCodes(std::array{drumHits({36, 42}), drumHits({}), drumHits({42}), drumHits({}), drumHits({38, 42})}, nineDrumClasses());
    QCOMPARE(inputText(encoding, codes, 0), "5 512 -513 -514 -515 -516 -517");
    QCOMPARE(inputText(encoding, codes, 1), "0 -512 513 -514 -515 -516 -517");
    QCOMPARE(inputText(encoding, codes, 4), "6 512 -513 514 -515 -516 -517");
    QCOMPARE(labelsText(encoding, codes), "5 0 4 0 6");
    QCOMPARE(drumEvents(codes, nineDrumClasses())[4], drumHits({38, 42}));
}

void TestEncodings::oneDrumIsAnyDrum()
{
    const DrumClasses& one = singleDrumClass();
    QCOMPARE(drumVocabulary(one).size, 2);
    QCOMPARE(drumCode(drumHits({1, 100}), one), 1);
    QCOMPARE(drumCode(drumHits({}), one), 0);
    QCOMPARE(drumEvent(1, one), drumHits({39}));
}

void TestEncodings::polyphonyHas259Codes()
{
    using Type = PolyphonicEvent::Type;
    const Vocabulary vocabulary = polyphonyVocabulary();
    QCOMPARE(vocabulary.size, 259);
    QCOMPARE(vocabulary.defaultCode, 2);
    QCOMPARE(polyphonyCode({Type::kStart}), 0);
    QCOMPARE(polyphonyCode({Type::kEnd}), 1);
    QCOMPARE(polyphonyCode({Type::kNewNote, 60}), 63);
    QCOMPARE(polyphonyCode({Type::kContinuedNote, 60}), 191);
    QCOMPARE(vocabulary.stepsOf(2), 1);
    QCOMPARE(vocabulary.stepsOf(63), 0);
    for (int code = 0; code < vocabulary.size; ++code)
        QCOMPARE(polyphonyCode(polyphonyEvent(code)), code);
}

void TestEncodings::performanceRangesFollowEachOther()
{
    using Type = PerformanceEvent::Type;
    const PerformanceRanges ranges{.numVelocityBins = 32};
    const Vocabulary vocabulary = performanceVocabulary(ranges);
    QCOMPARE(vocabulary.size, 388);
    QCOMPARE(performanceVocabulary({}).size, 356);
    QCOMPARE(vocabulary.defaultCode, 355);
    const std::vector<PerformanceEvent> events{{Type::kNoteOn, 60}, {Type::kNoteOff, 60}, {Type::kTimeShift, 1}, {Type::kTimeShift, 100}, {Type::kVelocity, 1}, {Type::kVelocity, 32}};
    QCOMPARE(numbersText(*performanceCodes(events, ranges)), "60 188 256 355 356 387");
    QCOMPARE(vocabulary.stepsOf(355), 100);
    QCOMPARE(vocabulary.stepsOf(188), 0);
    for (int code = 0; code < vocabulary.size; ++code)
        QCOMPARE(performanceCode(performanceEvent(code, ranges), ranges), code);
    for (const PerformanceEvent& event : {PerformanceEvent{Type::kTimeShift, 0}, {Type::kTimeShift, 101}, {Type::kVelocity, 33}, {Type::kNoteOn, 128}})
        QCOMPARE(performanceCodes(std::array{event}, ranges).error(), Fault::kEventOutOfRange);
    QCOMPARE(performanceCodes(std::array{PerformanceEvent{Type::kVelocity, 1}}, {}).error(), Fault::kEventOutOfRange);
    QCOMPARE(OneHotEncoding(vocabulary).labelsToNumSteps(std::vector{60, 355, 256, 188}), 101);
}

void TestEncodings::moduloLiesOnCircles()
{
    using Type = PerformanceEvent::Type;
    const PerformanceRanges ranges{.numVelocityBins = 32};
    const ModuloPerformanceEncoding encoding(ranges);
    QCOMPARE(encoding.inputSize(), 16);
    QCOMPARE(ModuloPerformanceEncoding({}).inputSize(), 13);
    const auto codes = *performanceCodes(std::vector<PerformanceEvent>{{Type::kNoteOn, 60}, {Type::kTimeShift, 50}, {Type::kVelocity, 9}, {Type::kNoteOff, 61}}, ranges);
    const auto inputs = inputsOf(encoding, codes, {}, 0, 4);
    const std::vector<float> expected{1, -0.866025f, 0.5f, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, -0.998027f, 0.062791f, 0, 0, 0,
                                      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1};
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY2(std::abs(inputs[i] - expected[i]) < 1e-6f, qPrintable(QString::number(i)));
    QCOMPARE(inputs[48 + 5], 1.0f);
    QCOMPARE(labelsText(encoding, codes), "60 305 364 189");
}

void TestEncodings::notePerformanceHasSixParts()
{
    const NotePerformanceEncoding encoding(32);
    QCOMPARE(encoding.inputSize(), 315);
    QCOMPARE(encoding.labelClasses(), (std::vector{13, 77, 128, 32, 25, 40}));
    QCOMPARE(encoding.defaultCodes(), (std::vector{0, 0, 60, 0, 0, 0}));
    const NotePerformanceEvent event{.shift = 50, .pitch = 67, .velocityBin = 25, .duration = 50};
    const auto codes = notePerformanceCodes(std::array{event, NotePerformanceEvent{1000, 0, 1, 1000}});
    QCOMPARE(numbersText(codes), "0 50 67 24 1 9 12 76 0 0 24 39");
    QCOMPARE(inputText(encoding, codes, 0), "0 63 157 242 251 284");
    QCOMPARE(notePerformanceEvents(codes)[0], event);
    QCOMPARE(encoding.labelsToNumSteps(codes), 50 + 1000 + 1000);
    QCOMPARE(encoding.labelsToNumSteps({}), 0);
    const Example example = encode(encoding, codes);
    QCOMPARE(example.length(), 1u);
    QCOMPARE(numbersText(example.labels), "12 76 0 0 24 39");
}

void TestEncodings::pianorollsAreBits()
{
    const PianorollEncoding encoding;
    PianorollFrame chord;
    chord.set(0).set(39).set(87);
    const auto codes = pianorollCodes(std::array{chord, PianorollFrame{}}, 88);
    QCOMPARE(codes.size(), 176u);
    QCOMPARE(inputText(encoding, codes, 0), "0 39 87");
    QCOMPARE(inputText(encoding, codes, 1), "");
    QCOMPARE(pianorollFrames(codes, 88)[0], chord);
    QCOMPARE(encoding.labelsToNumSteps(codes), 2);
}

void TestEncodings::chordsHaveCodes()
{
    const auto triad = [](const char* figure) { return *chordCode(figure, ChordKind::kTriad); };
    QCOMPARE(triad("C"), 1);
    QCOMPARE(triad("G7"), 8);
    QCOMPARE(triad("Am"), 22);
    QCOMPARE(triad("Baug"), 36);
    QCOMPARE(triad("F#dim"), 43);
    QCOMPARE(triad("N.C."), 0);
    QCOMPARE(chordCode("Csus", ChordKind::kTriad).error(), Fault::kChordEncoding);
    QCOMPARE(chordCode("Cdim", ChordKind::kMajorMinor).error(), Fault::kChordEncoding);
    QCOMPARE(chordCode("H", ChordKind::kTriad).error(), Fault::kChordSymbol);
    for (const ChordKind kind : {ChordKind::kTriad, ChordKind::kMajorMinor})
        for (int code = 0; code < chordVocabulary(kind).size; ++code)
            QCOMPARE(*chordCode(chordFigure(code, kind), kind), code);
}

void TestEncodings::chordsHavePitches()
{
    const std::vector<std::string> figures{"C", "Am7", "G7/B", "N.C."};
    const auto controls = chordControls(figures, ChordKind::kPitches);
    QCOMPARE(controls->width, 37);
    QCOMPARE(rowText(*controls, 0), "1 13 17 20 25");
    QCOMPARE(rowText(*controls, 1), "10 13 17 20 22 34");
    QCOMPARE(rowText(*controls, 2), "8 15 18 20 24 36");
    QCOMPARE(rowText(*controls, 3), "0");
    QCOMPARE(rowText(*chordControls(figures, ChordKind::kTriad), 1), "22");
    QCOMPARE(chordControls(std::vector<std::string>{"?"}, ChordKind::kPitches).error(), Fault::kChordSymbol);
    // chord_pitches_improv, step 1 of C C Am7 Am7 over 60 −2 64: the next chord, then the event.
    const std::vector<std::string> chords{"C", "C", "Am7", "Am7"};
    std::vector<float> input(75);
    writeInput(OneHotEncoding(melodyVocabulary(kRange)), *melodyCodes(std::vector{60, -2, 64}, kRange), *chordControls(chords, ChordKind::kPitches), 1, input);
    QCOMPARE(rowText({.width = 75, .rows = input}, 0), "10 13 17 20 22 34 37");
    if (!std::filesystem::exists(test::shared("golden/tensorflow/core/leadsheets")))
        return;
    const auto golden = test::readJson(test::shared("golden/tensorflow/core/leadsheets/chord_symbols.json"));
    for (const auto& row : golden["symbols"]) {
        const std::vector figure{row["symbol"].get<std::string>()};
        const auto says = [&](ChordKind kind) -> nlohmann::json {
            const auto code = chordCode(figure[0], kind);
            return code ? nlohmann::json(*code) : nlohmann::json(std::string(faultName(code.error())));
        };
        QVERIFY2(row["triad"] == says(ChordKind::kTriad), figure[0].c_str());
        QVERIFY2(row["majmin"] == says(ChordKind::kMajorMinor), figure[0].c_str());
        const auto pitches = chordControls(figure, ChordKind::kPitches);
        QString indices;
        for (const auto& index : row["pitch_chords"].is_array() ? row["pitch_chords"] : nlohmann::json::array())
            indices += QString::number(index.get<int>()) + ' ';
        QCOMPARE(pitches ? rowText(*pitches, 0) : QString(), indices.trimmed());
    }
}

void TestEncodings::densityIsCountedAhead()
{
    using Type = PerformanceEvent::Type;
    Performance playing;
    for (const PerformanceEvent& event : std::vector<PerformanceEvent>{{Type::kNoteOn, 60}, {Type::kTimeShift, 100}, {Type::kNoteOn, 62}, {Type::kNoteOn, 64}, {Type::kTimeShift, 50}, {Type::kNoteOff, 60}})
        playing.append(event);
    // 3 notes in 1.5 s; 2 in the last half second, which both its notes share; nothing left at the end.
    QCOMPARE(noteDensities(playing), (std::vector{2.0, 2.0, 4.0, 4.0, 4.0, 0.0}));
    QCOMPARE(noteDensities(playing, 1.0), (std::vector{1.0, 1.0, 4.0, 4.0, 4.0, 0.0}));
    const Controls controls = densityControls(std::vector{0.0, 0.99, 1.0, 15.0, 64.0});
    QCOMPARE(controls.width, 8);
    QCOMPARE(rowText(controls, 0), "0");
    QCOMPARE(rowText(controls, 1), "0");
    QCOMPARE(rowText(controls, 2), "1");
    QCOMPARE(rowText(controls, 3), "4");
    QCOMPARE(rowText(controls, 4), "7");
}

void TestEncodings::histogramWeighsSeconds()
{
    using Type = PerformanceEvent::Type;
    Performance playing;
    for (const PerformanceEvent& event : std::vector<PerformanceEvent>{{Type::kNoteOn, 60}, {Type::kTimeShift, 100}, {Type::kNoteOn, 62}, {Type::kTimeShift, 50}, {Type::kNoteOff, 60}, {Type::kTimeShift, 50}})
        playing.append(event);
    const auto histograms = pitchHistograms(playing);
    QCOMPARE(histograms[0][0], 0.01 + 1.0 + 0.5);
    QCOMPARE(histograms[0][2], 0.01 + 0.5 + 0.5);
    QCOMPARE(histograms[1], histograms[0]);
    QCOMPARE(histograms[2][0], 0.01 + 0.5);
    QCOMPARE(histograms[4][0], 0.01);
    const Controls controls = histogramControls(std::vector{PitchHistogram{1, 0, 3}, PitchHistogram{}});
    QCOMPARE(controls.row(0)[2], 0.75f);
    QCOMPARE(controls.row(1)[11], static_cast<float>(1.0 / 12));
}

void TestEncodings::controlsCanBeJoinedAndSwitchedOff()
{
    const Controls a{.width = 1, .rows = {1, 2}};
    const Controls b{.width = 2, .rows = {3, 4, 5, 6}};
    const Controls both = joined(std::array{a, b});
    QCOMPARE(both.rows, (std::vector<float>{1, 3, 4, 2, 5, 6}));
    const Controls switched = optional(both, {false, true});
    QCOMPARE(switched.width, 4);
    QCOMPARE(switched.rows, (std::vector<float>{0, 1, 3, 4, 1, 0, 0, 0}));
}

QTEST_GUILESS_MAIN(TestEncodings)
#include "tst_encodings.moc"
