// needs: neural
#include "engine/bundle/open.h"
#include "engine/converters/converter.h"
#include "engine/core/rng.h"
#include "engine/models/vae_recognition.h"
#include "engine/models/vae_variables.h"
#include "engine/neural/neural.h"
#include "engine/nn/vae_network.h"
#include "tests/support/shared.h"

#include <QTest>

#include <cmath>

using namespace partita;
using namespace partita::models;

namespace {

/// Small numbers that depend on the variable's name and the place.
VaeRecognition withRandomWeights(const VaeSpec& spec)
{
    VaeRecognition model;
    model.spec = spec;
    for (const auto& [name, shape] : vaeVariables(spec)) {
        auto rng = Rng::stream(7, name);
        std::vector<float> values(static_cast<std::size_t>(*bundle::elementCount(shape)));
        for (float& value : values)
            value = static_cast<float>(0.6 * rng.uniform() - 0.3);
        model.weights.emplace(name, bundle::makeTensor(name, shape, std::span<const float>(values)));
    }
    return model;
}

std::unique_ptr<LatentNetwork> open(const VaeRecognition& model)
{
    return neural::open().value()->openLatentNetwork(model, "cpu").value();
}

VaeSpec small(std::string_view config, int layers = 2)
{
    const auto& row = *findVaeConfig(config).value();
    auto hparams = row.hparams;
    hparams.z_size = 7;
    hparams.enc_rnn_size.assign(row.hparams.enc_rnn_size.size(), 20);
    hparams.dec_rnn_size.assign(static_cast<std::size_t>(layers), 24);
    return vaeSpec(row, hparams).value();
}

std::vector<float> randomVector(std::size_t size, std::uint64_t seed)
{
    Rng rng(seed);
    std::vector<float> values(size);
    for (float& value : values)
        value = static_cast<float>(rng.normal());
    return values;
}

/// A generator for each row.
std::function<double(int)> rowDraws(int rows, std::uint64_t seed, int first = 0)
{
    std::vector<Rng> rngs;
    for (int row = 0; row < rows; ++row)
        rngs.push_back(Rng::stream(seed, std::to_string(first + row)));
    return [rngs](int row) mutable { return rngs[static_cast<std::size_t>(row)].uniform(); };
}

Decoded decodeRows(LatentNetwork& network, const std::vector<float>& z, int first, int rows, int steps)
{
    const auto size = static_cast<std::size_t>(network.spec().z_size);
    const auto controls = std::vector<float>(static_cast<std::size_t>(steps * network.spec().controlDepth), 0.25f);
    return network.decode({.z = std::span(z).subspan(static_cast<std::size_t>(first) * size, static_cast<std::size_t>(rows) * size), .batch = rows, .steps = steps, .controls = controls,
                           .draw = rowDraws(rows, 3, first)}).value();
}

bool near(std::span<const float> a, std::span<const float> b)
{
    return a.size() == b.size() && std::ranges::equal(a, b, [](float x, float y) { return std::abs(x - y) <= 2e-5f; });
}

} // namespace

class tst_LatentNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsDoNotDependOnTheBatch_data()
    {
        QTest::addColumn<QString>("config");
        for (const auto* config : {"cat-mel_2bar_small", "cat-mel_2bar_med_chords", "nade-drums_2bar_reduced", "groovae_2bar_humanize", "hierdec-mel_16bar", "hierdec-trio_16bar", "flat-trio_16bar"})
            QTest::newRow(config) << config;
    }
    void rowsDoNotDependOnTheBatch()
    {
        QFETCH(QString, config);
        const auto spec = small(config.toStdString());
        const auto network = open(withRandomWeights(spec));
        const auto z = randomVector(static_cast<std::size_t>(3 * spec.z_size), 1);
        const auto together = decodeRows(*network, z, 0, 3, spec.max_seq_len);
        const std::size_t row = static_cast<std::size_t>(spec.max_seq_len * spec.outputDepth);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(decodeRows(*network, z, i, 1, spec.max_seq_len).samples, std::vector<float>(together.samples.begin() + i * row, together.samples.begin() + (i + 1) * row));
    }

    /// Packed and in place, by one to three threads, for fewer rows than a block has and for more.
    void notesDoNotHangOnThreadsAndReading_data()
    {
        QTest::addColumn<QString>("config");
        QTest::addColumn<int>("rows");
        for (const auto* config : {"cat-mel_2bar_small", "groovae_2bar_humanize"})
            for (const int rows : {2, 5})
                QTest::addRow("%s, %d", config, rows) << config << rows;
    }
    void notesDoNotHangOnThreadsAndReading()
    {
        QFETCH(QString, config);
        QFETCH(int, rows);
        const auto& row = *findVaeConfig(config.toStdString()).value();
        auto hparams = row.hparams;
        hparams.z_size = 7;
        hparams.enc_rnn_size.assign(row.hparams.enc_rnn_size.size(), 72);
        hparams.dec_rnn_size.assign(2, 90); // weights enough for several threads, and columns that fill no block
        const auto spec = vaeSpec(row, hparams).value();
        const auto model = withRandomWeights(spec);
        const auto z = randomVector(static_cast<std::size_t>(rows * spec.z_size), 1);
        const std::vector<float> controls(static_cast<std::size_t>(spec.max_seq_len * spec.controlDepth), 0.25f);
        const auto given = randomVector(static_cast<std::size_t>(rows * spec.max_seq_len * spec.outputDepth), 2);
        const auto inputs = randomVector(static_cast<std::size_t>(rows * spec.max_seq_len * (spec.inputDepth + spec.controlDepth)), 3);
        const std::vector<int> lengths(static_cast<std::size_t>(rows), spec.max_seq_len);
        auto& networks = *neural::open().value();
        std::vector<float> packedLogits, packedMeans;
        for (const auto reading : {nn::Reading::kPacked, nn::Reading::kInPlace}) {
            std::vector<std::vector<float>> logits, means;
            for (const int threads : {1, 2, 3}) {
                networks.setThreads(threads);
                const auto network = nn::openLatentNetwork(model.weights, spec, "cpu", reading).value();
                DecodeTrace trace;
                network->decode({.z = z, .batch = rows, .steps = spec.max_seq_len, .controls = controls, .temperature = 0.0, .given = given, .trace = &trace}).value();
                logits.push_back(trace.logits);
                means.push_back(network->encode({inputs, lengths, rows, spec.max_seq_len}).value().mu);
                networks.setThreads(0);
            }
            for (const std::size_t i : {1, 2}) {
                QCOMPARE(logits[i], logits[0]);
                QVERIFY(near(means[i], means[0])); // LibTorch multiplies what upper layers read
            }
            if (reading == nn::Reading::kPacked) {
                packedLogits = logits[0];
                packedMeans = means[0];
            }
            QVERIFY(near(logits[0], packedLogits));
            QVERIFY(near(means[0], packedMeans));
        }
    }

    /// What is read at each step in place of the network's own choices, when it is just these, changes nothing.
    void teacherForcingRepeatsItself()
    {
        for (const auto* config : {"cat-mel_2bar_small", "hierdec-trio_16bar"}) {
            const auto spec = small(config);
            const auto network = open(withRandomWeights(spec));
            const auto z = randomVector(static_cast<std::size_t>(2 * spec.z_size), 1);
            DecodeTrace free, forced;
            const auto made = network->decode({.z = z, .batch = 2, .steps = spec.max_seq_len, .draw = rowDraws(2, 3), .trace = &free}).value();
            const auto row = static_cast<std::size_t>(spec.max_seq_len * spec.outputDepth);
            std::vector<float> given(made.samples.size());
            for (std::size_t i = 0; i < 2; ++i)
                std::copy(made.samples.begin() + static_cast<std::ptrdiff_t>(i * row), made.samples.begin() + static_cast<std::ptrdiff_t>((i + 1) * row) - spec.outputDepth,
                          given.begin() + static_cast<std::ptrdiff_t>(i * row) + spec.outputDepth);
            network->decode({.z = z, .batch = 2, .steps = spec.max_seq_len, .temperature = 0.0, .given = given, .trace = &forced}).value();
            QCOMPARE(forced.logits, free.logits);
            QCOMPARE(forced.finalState, free.finalState);
        }
    }

    void stepsPastAnEndAreNotRead()
    {
        const auto spec = small("cat-mel_2bar_small");
        const auto network = open(withRandomWeights(spec));
        const std::size_t width = static_cast<std::size_t>(spec.inputDepth);
        auto inputs = randomVector(2 * 32 * width, 2);
        const std::vector<int> lengths{32, 5};
        const auto before = network->encode({inputs, lengths, 2, 32}).value();
        std::fill(inputs.begin() + static_cast<std::ptrdiff_t>((32 + 5) * width), inputs.end(), 9.0f);
        const auto after = network->encode({inputs, lengths, 2, 32}).value();
        QCOMPARE(after.mu, before.mu);
        QCOMPARE(after.sigma, before.sigma);
        const auto alone = network->encode({std::span<const float>(inputs).subspan(32 * width, 5 * width), std::vector<int>{5}, 1, 5}).value();
        QCOMPARE(alone.mu, std::vector<float>(before.mu.begin() + spec.z_size, before.mu.end()));
    }

    void whatDoesNotFitIsRefused()
    {
        const auto spec = small("hierdec-mel_16bar");
        const auto network = open(withRandomWeights(spec));
        const std::vector<float> z(static_cast<std::size_t>(spec.z_size));
        QCOMPARE(network->decode({.z = z, .batch = 1, .steps = 32, .temperature = 0.0}).error().code, ErrorCode::kInvalidArgument);
        QCOMPARE(network->decode({.z = z, .batch = 2, .steps = 256, .temperature = 0.0}).error().code, ErrorCode::kInvalidArgument);
        QCOMPARE(network->decode({.z = z, .batch = 1, .steps = 256}).error().code, ErrorCode::kInvalidArgument);
        const std::vector<float> inputs(10);
        QCOMPARE(network->encode({inputs, std::vector<int>{1}, 1, 1}).error().code, ErrorCode::kInvalidArgument);
    }

    void decodingStopsWhenAsked()
    {
        const auto spec = small("hierdec-trio_16bar");
        const auto network = open(withRandomWeights(spec));
        const std::vector<float> z(static_cast<std::size_t>(spec.z_size));
        std::stop_source stop;
        int last = 0;
        const auto stopped = network->decode({.z = z, .batch = 1, .steps = 256, .temperature = 0.0,
                                              .progress = [&](int steps) { last = steps; if (steps == 40) stop.request_stop(); }, .stop = stop.get_token()});
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::kStopped);
        QVERIFY(last >= 40 && last < 44);
    }

    /// Magenta's own mel_2bar_small says the melodies that magenta-js has it say.
    void publishedMelodyModelSpeaksAsInMagentaJs()
    {
        SKIP_WITHOUT_SHARED("checkpoints/tfjs");
        const auto folder = test::shared("checkpoints/tfjs");
        const auto model = recognizeVae(bundle::openBundle(folder / "mel_2bar_small_zero_encoder_lstm").value());
        QVERIFY2(model.usable(), model.problems.empty() ? "" : model.problems.front().c_str());
        QCOMPARE(model.config->id, "cat-mel_2bar_small");
        const auto golden = test::readJson(folder / "golden_magenta_js.json");
        std::vector<float> z;
        for (const auto& row : golden.at("vae_z"))
            for (const double value : row)
                z.push_back(static_cast<float>(value));
        const auto network = open(model);
        const auto decoded = network->decode({.z = z, .batch = 4, .steps = 32, .temperature = 0.0}).value();
        const auto converter = converters::makeConverter(model.config->converter, converters::Mode::kInfer);
        const auto row = decoded.samples.size() / 4;
        for (std::size_t i = 0; i < 4; ++i) {
            auto notes = nlohmann::json::array(); // pitch, first step, step behind the last: an eighth of a second each
            for (const auto& note : converter->fromTensors(std::span(decoded.samples).subspan(i * row, row)).notes)
                notes.push_back({note.pitch, std::lround(note.startTime.value * 8), std::lround(note.endTime.value * 8)});
            QCOMPARE(QString::fromStdString(notes.dump()), QString::fromStdString(golden.at("vae_argmax").at(i).dump()));
        }
    }
};

QTEST_GUILESS_MAIN(tst_LatentNetwork)
#include "tst_latent_network.moc"
