#include "engine/encoding/melody_codes.h"
#include "engine/encoding/one_hot_encoding.h"

#include "tests/support/music_text.h"

#include <QTest>

#include <algorithm>

using namespace partita;
using namespace partita::encoding;
using test::numbersText;

class TestMelodyEncoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eventsHaveCodes();
    void pitchesOutsideAreRefused();
    void everyCodeGoesBothWays();
    void oneHotInputAndLabel();
    void indexInputIsTheCode();
    void examplesAreShiftedByOne();
    void controlsOfTheNextEventComeFirst();
};

void TestMelodyEncoding::eventsHaveCodes()
{
    QCOMPARE(melodyVocabulary({48, 84}).size, 38);
    QCOMPARE(melodyVocabulary({0, 128}).size, 130);
    QCOMPARE(melodyVocabulary({48, 84}).defaultCode, 0);
    QCOMPARE(numbersText(*melodyCodes(std::vector{-2, -1, 48, 60, 83}, {48, 84})), "0 1 2 14 37");
}

void TestMelodyEncoding::pitchesOutsideAreRefused()
{
    for (int event : {47, 84, -3})
        QCOMPARE(melodyCodes(std::vector{60, event}, {48, 84}).error(), Fault::kEventOutOfRange);
}

void TestMelodyEncoding::everyCodeGoesBothWays()
{
    const PitchRange range{48, 84};
    for (int code = 0; code < melodyVocabulary(range).size; ++code)
        QCOMPARE(melodyCode(melodyEvent(code, range), range), code);
    QCOMPARE(numbersText(melodyEvents(std::vector{0, 1, 14}, range)), "-2 -1 60");
}

void TestMelodyEncoding::oneHotInputAndLabel()
{
    const OneHotEncoding encoding(melodyVocabulary({48, 84}));
    QCOMPARE(encoding.inputSize(), 38);
    QCOMPARE(encoding.numClasses(), 38);
    QCOMPARE(encoding.defaultLabels(), std::vector{0});
    const auto codes = *melodyCodes(std::vector{60, -2, 62}, {48, 84});
    std::vector<float> input(38, 7.0f);
    encoding.writeInput(codes, 0, input);
    QCOMPARE(std::ranges::count(input, 0.0f), 37);
    QCOMPARE(input[14], 1.0f);
    QCOMPARE(encoding.label(codes, 2), 16);
    QCOMPARE(encoding.codeOf(16, codes), 16);
    QCOMPARE(encoding.labelsToNumSteps(codes), 3);
}

void TestMelodyEncoding::indexInputIsTheCode()
{
    const OneHotEncoding encoding(melodyVocabulary({48, 84}), OneHotEncoding::Input::kIndex);
    QCOMPARE(encoding.inputSize(), 1);
    QCOMPARE(inputsOf(encoding, std::vector{14, 0}, {}, 0, 2), (std::vector{14.0f, 0.0f}));
}

void TestMelodyEncoding::examplesAreShiftedByOne()
{
    const OneHotEncoding encoding(melodyVocabulary({48, 84}));
    const Example example = encode(encoding, *melodyCodes(std::vector{60, -2, 62, -1}, {48, 84}));
    QCOMPARE(example.length(), 3u);
    QCOMPARE(numbersText(example.labels), "0 16 1");
    QCOMPARE(example.inputs.size(), 3u * 38);
    QCOMPARE(example.inputs[14], 1.0f);
    QCOMPARE(example.inputs[38], 1.0f);
    QCOMPARE(example.inputs[76 + 16], 1.0f);
    QCOMPARE(encode(encoding, std::vector{14}).length(), 0u);
}

void TestMelodyEncoding::controlsOfTheNextEventComeFirst()
{
    const OneHotEncoding encoding(melodyVocabulary({48, 84}), OneHotEncoding::Input::kIndex);
    const Controls controls{.width = 2, .rows = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f}};
    const Example example = encode(encoding, std::vector{14, 0, 16}, controls);
    QCOMPARE(example.inputSize, 3);
    QCOMPARE(example.inputs, (std::vector{0.3f, 0.4f, 14.0f, 0.5f, 0.6f, 0.0f}));
    QCOMPARE(numbersText(example.labels), "0 16");
}

QTEST_GUILESS_MAIN(TestMelodyEncoding)
#include "tst_melody_encoding.moc"
