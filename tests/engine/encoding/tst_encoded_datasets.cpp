// label: slow
// Data sets from files to examples, input by input, against those that Magenta's create_dataset programs wrote.
#include "engine/encoding/chord_codes.h"
#include "engine/encoding/drum_codes.h"
#include "engine/encoding/key_melody_encoding.h"
#include "engine/encoding/lookback_encoding.h"
#include "engine/encoding/modulo_performance_encoding.h"
#include "engine/encoding/note_performance_encoding.h"
#include "engine/encoding/one_hot_encoding.h"
#include "engine/encoding/performance_controls.h"
#include "engine/encoding/pianoroll_encoding.h"
#include "engine/encoding/polyphony_codes.h"
#include "engine/events/drum_track.h"
#include "engine/events/extract_melodies.h"
#include "engine/events/extract_performances.h"
#include "engine/events/lead_sheet.h"
#include "engine/events/transpositions.h"
#include "engine/formats/note_sequence_proto.h"
#include "engine/formats/tfrecord.h"
#include "engine/music/split.h"
#include "engine/music/times.h"

#include "tests/support/sequence_example.h"
#include "tests/support/shared.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <map>
#include <numeric>

using namespace partita;
using namespace partita::encoding;

namespace {

using Examples = std::vector<Example>;

/// What one config's data set makes of one input record; `training` sets are transposed and stretched where Magenta does so.
using Recipe = std::function<void(const NoteSequence&, bool training, Examples&)>;

std::vector<int> range(int first, int last)
{
    std::vector<int> all(static_cast<std::size_t>(last - first + 1));
    std::iota(all.begin(), all.end(), first);
    return all;
}

void relative(const NoteSequence& sequence, int stepsPerQuarter, const std::vector<int>& amounts,
              const std::function<void(const QuantizedSequence&)>& use)
{
    Statistics ignored;
    const auto pieces = splitOnTimeChanges(sequence);
    for (const NoteSequence& piece : *pieces)
        if (const auto quantized = quantize(piece, stepsPerQuarter))
            for (const auto& copy : transpositions(*quantized, amounts, ignored))
                use(copy);
}

Recipe melody(std::shared_ptr<const EventEncoding> encoding, PitchRange pitches, std::optional<int> key)
{
    return [=](const NoteSequence& sequence, bool, Examples& out) {
        relative(sequence, 4, {0}, [&](const QuantizedSequence& piece) {
            auto found = extractMelodies(piece, MelodyExtraction::dataset());
            for (Melody& tune : found->melodies) {
                tune.squash(pitches.low, pitches.high, key);
                out.push_back(encode(*encoding, *melodyCodes(tune.events(), pitches)));
            }
        });
    };
}

Recipe drums(std::shared_ptr<const EventEncoding> encoding, const DrumClasses& classes, int stepsPerQuarter)
{
    return [=, &classes](const NoteSequence& sequence, bool, Examples& out) {
        relative(sequence, stepsPerQuarter, {0}, [&](const QuantizedSequence& piece) {
            const auto found = extractDrumTracks(piece, DrumExtraction::dataset());
            for (const DrumTrack& track : found->tracks)
                out.push_back(encode(*encoding, drumCodes(track.events(), classes)));
        });
    };
}

Recipe improv(std::shared_ptr<const EventEncoding> encoding, ChordKind chords)
{
    return [=](const NoteSequence& sequence, bool, Examples& out) {
        relative(sequence, 4, {0}, [&](const QuantizedSequence& piece) {
            auto options = LeadSheetExtraction::dataset();
            options.allTranspositions = true;
            auto found = extractLeadSheets(piece, options);
            for (LeadSheet& sheet : found->leadSheets) {
                QVERIFY(sheet.squash(48, 84).has_value());
                const auto controls = chordControls(sheet.chords().events(), chords);
                if (controls) // a chord that the encoding does not know loses the lead sheet
                    out.push_back(encode(*encoding, *melodyCodes(sheet.melody().events(), {48, 84}), *controls));
            }
        });
    };
}

void stretched(const NoteSequence& sequence, bool training, const std::function<void(const AbsoluteQuantizedSequence&)>& use)
{
    Statistics ignored;
    const auto sustained = applySustain(sequence);
    for (double factor : training ? std::vector{0.95, 0.975, 1.0, 1.025, 1.05} : std::vector{1.0}) {
        const auto pieces = splitByHop(*stretch(*sustained, factor), Seconds(30.0));
        for (const NoteSequence& piece : *pieces)
            for (const auto& copy : transpositions(*quantizeAbsolute(piece, 100), training ? range(-3, 3) : std::vector{0}, ignored))
                use(copy);
    }
}

/// Which controls of a performance stand before its inputs; a list of tables makes that many examples.
using Conditions = std::function<std::vector<Controls>(const Performance&)>;

Recipe performance(std::shared_ptr<const EventEncoding> encoding, PerformanceRanges ranges, Conditions conditions = {})
{
    return [=](const NoteSequence& sequence, bool training, Examples& out) {
        stretched(sequence, training, [&](const AbsoluteQuantizedSequence& piece) {
            const auto found = extractPerformances(piece, PerformanceExtraction::dataset(ranges.numVelocityBins));
            for (const Performance& playing : found->performances)
                for (const Controls& controls : conditions ? conditions(playing) : std::vector{Controls{}})
                    out.push_back(encode(*encoding, *performanceCodes(playing.events(), ranges), controls));
        });
    };
}

std::vector<Controls> density(const Performance& playing)
{
    return {densityControls(noteDensities(playing))};
}

std::vector<Controls> histogram(const Performance& playing)
{
    return {histogramControls(pitchHistograms(playing))};
}

std::vector<Controls> withAndWithout(const Performance& playing)
{
    const auto both = joined(std::array{densityControls(noteDensities(playing)), histogramControls(pitchHistograms(playing))});
    return {optional(both, std::vector(playing.size(), false)), optional(both, std::vector(playing.size(), true))};
}

Recipe notePerformance()
{
    return [](const NoteSequence& sequence, bool training, Examples& out) {
        stretched(sequence, training, [&](const AbsoluteQuantizedSequence& piece) {
            const auto found = extractNotePerformances(piece, PerformanceExtraction::dataset(32));
            for (const NotePerformance& playing : found->performances)
                out.push_back(encode(NotePerformanceEncoding(32), notePerformanceCodes(playing.events())));
        });
    };
}

void polyphony(const NoteSequence& sequence, bool, Examples& out)
{
    relative(sequence, 4, range(-4, 4), [&](const QuantizedSequence& piece) {
        const auto found = extractPolyphony(piece, PolyphonicExtraction::dataset());
        for (const PolyphonicSequence& voices : found->sequences)
            out.push_back(encode(OneHotEncoding(polyphonyVocabulary()), polyphonyCodes(voices.events())));
    });
}

void pianoroll(const NoteSequence& sequence, bool, Examples& out)
{
    relative(sequence, 4, range(-4, 4), [&](const QuantizedSequence& piece) {
        const auto found = extractPianorolls(piece, PianorollExtraction::dataset());
        for (const PianorollSequence& roll : found->sequences)
            out.push_back(encode(PianorollEncoding(), pianorollCodes(roll.frames(), roll.keys().count())));
    });
}

const PitchRange kRange{48, 84};
const PitchRange kAll{0, 128};
const PerformanceRanges kPlain{};
const PerformanceRanges kDynamics{.numVelocityBins = 32};

template <class Encoding, class... Arguments>
std::shared_ptr<const EventEncoding> make(Arguments&&... arguments)
{
    return std::make_shared<const Encoding>(std::forward<Arguments>(arguments)...);
}

const std::map<std::string, Recipe>& recipes()
{
    static const std::map<std::string, Recipe> kRecipes{
        {"basic_rnn", melody(make<OneHotEncoding>(melodyVocabulary(kRange)), kRange, 0)},
        {"mono_rnn", melody(make<OneHotEncoding>(melodyVocabulary(kAll)), kAll, std::nullopt)},
        {"lookback_rnn", melody(make<LookbackEncoding>(melodyVocabulary(kRange)), kRange, 0)},
        {"attention_rnn", melody(make<KeyMelodyEncoding>(kRange), kRange, 0)},
        {"one_drum", drums(make<OneHotEncoding>(drumVocabulary(singleDrumClass())), singleDrumClass(), 2)},
        {"drum_kit", drums(make<LookbackEncoding>(drumVocabulary(nineDrumClasses()), std::vector<int>{}, 6), nineDrumClasses(), 4)},
        {"basic_improv", improv(make<OneHotEncoding>(melodyVocabulary(kRange)), ChordKind::kTriad)},
        {"attention_improv", improv(make<KeyMelodyEncoding>(kRange), ChordKind::kTriad)},
        {"chord_pitches_improv", improv(make<OneHotEncoding>(melodyVocabulary(kRange)), ChordKind::kPitches)},
        {"polyphony", polyphony},
        {"performance", performance(make<OneHotEncoding>(performanceVocabulary(kPlain)), kPlain)},
        {"performance_with_dynamics", performance(make<OneHotEncoding>(performanceVocabulary(kDynamics)), kDynamics)},
        {"performance_with_dynamics_compact",
         performance(make<OneHotEncoding>(performanceVocabulary(kDynamics), OneHotEncoding::Input::kIndex), kDynamics)},
        {"performance_with_dynamics_and_modulo_encoding", performance(make<ModuloPerformanceEncoding>(kDynamics), kDynamics)},
        {"performance_with_dynamics_and_note_encoding", notePerformance()},
        {"density_conditioned_performance_with_dynamics",
         performance(make<OneHotEncoding>(performanceVocabulary(kDynamics)), kDynamics, density)},
        {"pitch_conditioned_performance_with_dynamics",
         performance(make<OneHotEncoding>(performanceVocabulary(kDynamics)), kDynamics, histogram)},
        {"optional_multiconditioned_performance_with_dynamics",
         performance(make<OneHotEncoding>(performanceVocabulary(kDynamics)), kDynamics, withAndWithout)},
        {"rnn-nade", pianoroll},
    };
    return kRecipes;
}

std::vector<NoteSequence> readRecords(const std::filesystem::path& path)
{
    std::vector<NoteSequence> sequences;
    auto reader = formats::TfRecordReader::open(path);
    for (auto record = reader->next(); record && *record; record = reader->next())
        sequences.push_back(*formats::parseNoteSequence(**record));
    return sequences;
}

} // namespace

class TestEncodedDatasets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void examplesAreMagentas_data();
    void examplesAreMagentas();
};

void TestEncodedDatasets::examplesAreMagentas_data()
{
    QTest::addColumn<std::string>("config");
    for (const auto& [config, recipe] : recipes())
        QTest::newRow(config.c_str()) << config;
}

void TestEncodedDatasets::examplesAreMagentas()
{
    SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/datasets");
    QFETCH(std::string, config);
    const auto folder = test::shared("golden/tensorflow/rnn/datasets/" + config);
    const auto golden = test::readJson(folder / "case.json");
    const auto records = readRecords(folder / golden["input"].get<std::string>());
    QCOMPARE(records.size(), golden["input_records"].get<std::size_t>());

    std::map<bool, Examples> sets; // by whether they are for training
    for (std::size_t i = 0; i < records.size(); ++i) {
        const bool training = golden["partition_draws"][i].get<double>() >= golden["eval_ratio"].get<double>();
        recipes().at(config)(records[i], training, sets[training]);
    }
    // Only these inputs come out of a division or a cosine.
    const float tolerance = config.contains("modulo") || config.contains("pitch") || config.contains("multi") ? 1e-6f : 0.0f;
    std::size_t compared = 0;
    for (const auto& [name, file] : golden["files"].items()) {
        const auto expected = test::readSequenceExamples(folder / file.value("stored_as", name));
        QCOMPARE(expected.size(), file["examples"].get<std::size_t>());
        const Examples& actual = sets[name.starts_with("training")];
        QCOMPARE(actual.size(), expected.size());
        for (std::size_t e = 0; e < actual.size(); ++e) {
            QCOMPARE(actual[e].length(), expected[e].labels.size());
            for (std::size_t t = 0; t < actual[e].length(); ++t) {
                const auto width = static_cast<std::size_t>(actual[e].width);
                if (config != "rnn-nade") { // whose labels are one number for all keys, which the network does not use
                    const auto labels = std::span(actual[e].labels).subspan(t * width, width);
                    QVERIFY2(std::ranges::equal(labels, expected[e].labels[t]), qPrintable(QStringLiteral("labels of example %1, step %2").arg(e).arg(t)));
                }
                const auto size = static_cast<std::size_t>(actual[e].inputSize);
                const auto inputs = std::span(actual[e].inputs).subspan(t * size, size);
                const bool same = std::ranges::equal(inputs, expected[e].inputs[t], [&](float a, float b) { return std::abs(a - b) <= tolerance; });
                QVERIFY2(same, qPrintable(QStringLiteral("inputs of example %1, step %2").arg(e).arg(t)));
                ++compared;
            }
        }
    }
    QVERIFY(compared > 100);
}

QTEST_GUILESS_MAIN(TestEncodedDatasets)
#include "tst_encoded_datasets.moc"
