// needs: neural
#include "engine/core/rng.h"
#include "engine/neural/neural.h"
#include "engine/training/trainer.h"

#include <QTest>

#include <cmath>

using namespace partita;
using training::Tensors;

namespace {

/// Sizes that no block of rows or columns divides; more rows than are multiplied together.
struct Network {
    models::RnnSpec spec;
    std::vector<encoding::Example> tunes;

    explicit Network(const QString& inputs, models::Attention attention)
    {
        const bool indices = inputs == "indices";
        spec = {.inputSize = indices ? 1 : 37, .oneHotDepth = indices ? 67 : 0, .numClasses = {41}, .rnn_layer_sizes = {45, 21}, .attention = attention, .attn_length = attention == models::Attention::kNone ? 0 : 5};
        Rng rng(3);
        for (const int length : {40, 9, 60, 1, 40, 33, 57, 21, 2, 50, 60}) {
            auto& tune = tunes.emplace_back();
            tune.inputSize = spec.inputSize;
            for (int step = 0; step < length; ++step) {
                for (int i = 0; i < spec.inputSize; ++i)
                    tune.inputs.push_back(indices ? static_cast<float>(rng.below(67)) : inputs == "ones" ? static_cast<float>(i == step % 37) : static_cast<float>(rng.normal()));
                tune.labels.push_back(static_cast<int>(rng.below(41)));
            }
        }
    }

    std::unique_ptr<training::Trainer> trainer() const
    {
        models::HParams hparams;
        hparams.dropout_keep_prob = 1.0;
        return training::Trainer::resume({spec, hparams, {0}, 1, "cpu"}, weights(), {}, 0).value();
    }
    Tensors weights() const
    {
        models::HParams hparams;
        return training::Trainer::start({spec, hparams, {0}, 1, "cpu"}).value()->weights();
    }
    Tensors gradients(std::span<const encoding::Example> some) const { return trainer()->gradients(training::makeBatch(some, 1)); }
};

/// The largest difference between two sets of tensors.
double distance(const Tensors& a, const Tensors& b)
{
    double most = a.size() == b.size() ? 0.0 : 1e9;
    for (const auto& [name, tensor] : a) {
        const auto left = bundle::floats(tensor), right = bundle::floats(b.at(name));
        for (std::size_t i = 0; i < left.size(); ++i)
            most = std::max(most, std::abs(static_cast<double>(left[i]) - static_cast<double>(right[i])));
    }
    return most;
}

} // namespace

class TestTrainingLayers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBatchIsTheMeanOfItsTunes_data()
    {
        QTest::addColumn<QString>("inputs");
        QTest::addColumn<int>("attention");
        const auto row = [](const char* name, const char* inputs, models::Attention attention) { QTest::newRow(name) << QString(inputs) << static_cast<int>(attention); };
        row("indices", "indices", models::Attention::kNone);
        row("single ones", "ones", models::Attention::kNone);
        row("numbers", "numbers", models::Attention::kNone);
        row("numbers, attention first", "numbers", models::Attention::kFirstLayer);
        row("single ones, attention around the stack", "ones", models::Attention::kWholeStack);
    }
    void aBatchIsTheMeanOfItsTunes()
    {
        QFETCH(QString, inputs);
        QFETCH(int, attention);
        const Network network(inputs, static_cast<models::Attention>(attention));
        const auto together = network.gradients(network.tunes);
        std::map<std::string, std::vector<double>> sums;
        std::size_t rows = 0;
        for (const auto& tune : network.tunes) {
            rows += tune.length();
            for (const auto& [name, tensor] : network.gradients({&tune, 1})) {
                const auto values = bundle::floats(tensor);
                auto& sum = sums[name];
                sum.resize(values.size());
                for (std::size_t i = 0; i < values.size(); ++i)
                    sum[i] += static_cast<double>(values[i]) * static_cast<double>(tune.length());
            }
        }
        double most = 0.0, size = 0.0;
        for (const auto& [name, tensor] : together) {
            const auto values = bundle::floats(tensor);
            for (std::size_t i = 0; i < values.size(); ++i) {
                most = std::max(most, std::abs(static_cast<double>(values[i]) - sums[name][i] / static_cast<double>(rows)));
                size = std::max(size, std::abs(static_cast<double>(values[i])));
            }
        }
        QVERIFY(size > 1e-3);
        QVERIFY2(most < 1e-6, qPrintable(QString::number(most)));
    }

    void lookingAtOneTuneLeavesTheWeightsAsTheyAre_data() { aBatchIsTheMeanOfItsTunes_data(); }
    void lookingAtOneTuneLeavesTheWeightsAsTheyAre()
    {
        QFETCH(QString, inputs);
        QFETCH(int, attention);
        const Network network(inputs, static_cast<models::Attention>(attention));
        const auto trainer = network.trainer();
        const auto before = trainer->weights();
        const auto batch = training::makeBatch({network.tunes.data(), 1}, 1);
        static_cast<void>(trainer->evaluate(batch));
        static_cast<void>(trainer->gradients(batch));
        QCOMPARE(distance(trainer->weights(), before), 0.0);
    }

    void gradientsDoNotHangOnTheNumberOfThreads_data() { aBatchIsTheMeanOfItsTunes_data(); }
    void gradientsDoNotHangOnTheNumberOfThreads()
    {
        QFETCH(QString, inputs);
        QFETCH(int, attention);
        const Network network(inputs, static_cast<models::Attention>(attention));
        auto& networks = *neural::open().value();
        std::vector<Tensors> outcomes;
        for (const int threads : {1, 2, 3}) {
            networks.setThreads(threads);
            outcomes.push_back(network.gradients(network.tunes));
            networks.setThreads(0);
        }
        QVERIFY(distance(outcomes[1], outcomes[0]) < 1e-7);
        QVERIFY(distance(outcomes[2], outcomes[0]) < 1e-7);
    }
};

QTEST_GUILESS_MAIN(TestTrainingLayers)
#include "tst_training_layers.moc"
