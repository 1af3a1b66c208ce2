// needs: neural
#include "engine/models/recognition.h"
#include "engine/models/rnn_variables.h"
#include "engine/neural/neural.h"
#include "engine/nn/event_network.h"
#include "engine/training/trainer.h"

#include <QTest>

#include <cmath>

using namespace partita;

namespace {

/// w(k) = (((7 (k + off)) mod 11) − 5) / 10: the synthetic weights of the reference values.
std::vector<float> synthetic(const std::vector<std::int64_t>& shape, std::int64_t off)
{
    std::vector<float> values(static_cast<std::size_t>(bundle::elementCount(shape).value()));
    for (std::size_t k = 0; k < values.size(); ++k)
        values[k] = static_cast<float>((7 * (static_cast<std::int64_t>(k) + off)) % 11 - 5) / 10.0f;
    return values;
}

std::int64_t offsetOf(const std::string& name)
{
    static const std::pair<const char*, std::int64_t> kOffsets[] = {
        {"cell_0/basic_lstm_cell/kernel", 0}, {"cell_0/basic_lstm_cell/bias", 3}, {"cell_1/basic_lstm_cell/kernel", 4}, {"cell_1/basic_lstm_cell/bias", 5},
        {"attention_cell_wrapper/basic_lstm_cell/kernel", 0}, {"attention_cell_wrapper/basic_lstm_cell/bias", 3},
        {"attention/kernel", 6}, {"attention/bias", 7}, {"attention/attn_v", 8}, {"attention/attn_w", 9}, {"attn_output_projection/kernel", 10}, {"attn_output_projection/bias", 11},
        {"attention_cell_wrapper/kernel", 1}, {"attention_cell_wrapper/bias", 2},
    };
    for (const auto& [end, off] : kOffsets)
        if (name.ends_with(end))
            return off;
    return 0;
}

/// A model whose logits are its last layer's output: the softmax weights are the identity.
models::Recognition transparentModel(models::RnnSpec spec)
{
    models::Recognition model;
    model.config = models::findEventRnnConfig("basic_rnn").value();
    model.spec = spec;
    for (const auto& [name, shape] : models::eventRnnVariables(spec)) {
        auto values = synthetic(shape, offsetOf(name));
        if (name.starts_with("fully_connected")) {
            std::ranges::fill(values, 0.0f);
            if (name.ends_with("weights"))
                for (std::int64_t i = 0; i < std::min(shape[0], shape[1]); ++i)
                    values[static_cast<std::size_t>(i * shape[1] + i)] = 1.0f;
        }
        model.weights.emplace(name, bundle::makeTensor(name, shape, std::span<const float>(values)));
    }
    return model;
}

models::RnnSpec smallSpec(models::Attention attention, std::vector<int> layers)
{
    return {.inputSize = 3, .numClasses = {2}, .rnn_layer_sizes = std::move(layers), .attention = attention, .attn_length = attention == models::Attention::kNone ? 0 : 3};
}

const std::vector<float> kInputs{1, 0, -0.5f, 0, 1, 0.25f, -1, 0.5f, 0};

std::unique_ptr<models::EventNetwork> open(const models::Recognition& model)
{
    return neural::open().value()->openEventNetwork(model, "cpu").value();
}

QString text(std::span<const float> values)
{
    QStringList list;
    for (const float value : values)
        list << QString::number(static_cast<double>(value), 'f', 5);
    return list.join(' ');
}

bool near(std::span<const float> a, std::span<const float> b, float tolerance)
{
    return a.size() == b.size() && std::ranges::equal(a, b, [=](float x, float y) { return std::abs(x - y) <= tolerance; });
}

} // namespace

class TestEventNetwork : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stepsMatchTheReferenceValues_data()
    {
        QTest::addColumn<int>("attention");
        QTest::addColumn<QList<int>>("layers");
        QTest::addColumn<QString>("outputs");
        using enum models::Attention;
        QTest::newRow("plain LSTM") << int(kNone) << QList<int>{2} << "-0.17550 0.17878 -0.24220 0.07490 -0.20368 -0.01600";
        QTest::newRow("attention around one layer") << int(kFirstLayer) << QList<int>{2} << "-0.49140 0.25412 -0.59655 0.29211 -0.71754 0.36389";
        QTest::newRow("attention around a stack of two") << int(kWholeStack) << QList<int>{2, 2} << "-0.52484 0.22931 -0.66469 0.26195 -0.81941 0.28995";
    }
    void stepsMatchTheReferenceValues()
    {
        QFETCH(int, attention);
        QFETCH(QList<int>, layers);
        QFETCH(QString, outputs);
        const auto model = transparentModel(smallSpec(static_cast<models::Attention>(attention), {layers.begin(), layers.end()}));
        const auto network = open(model);
        const auto state = network->initialState(1);
        QCOMPARE(text(network->run(*state, kInputs, 3, false)), outputs);
    }

    void trainingSeesTheNetworkThatGenerates_data()
    {
        QTest::addColumn<int>("attention");
        QTest::addColumn<QList<int>>("layers");
        QTest::addColumn<bool>("residual");
        using enum models::Attention;
        QTest::newRow("plain") << int(kNone) << QList<int>{5, 19} << false;
        QTest::newRow("residual") << int(kNone) << QList<int>{5, 5, 7} << true;
        QTest::newRow("attention first") << int(kFirstLayer) << QList<int>{6, 4} << false;
        QTest::newRow("attention first, residual") << int(kFirstLayer) << QList<int>{6, 4} << true;
        QTest::newRow("attention around the stack") << int(kWholeStack) << QList<int>{6, 4} << false;
    }
    void trainingSeesTheNetworkThatGenerates()
    {
        QFETCH(int, attention);
        QFETCH(QList<int>, layers);
        QFETCH(bool, residual);
        auto spec = smallSpec(static_cast<models::Attention>(attention), {layers.begin(), layers.end()});
        spec.residual_connections = residual;
        spec.numClasses = {layers.back()};
        const auto model = transparentModel(spec);
        const auto trainer = training::Trainer::resume({spec, {}, {0}, 1, "cpu"}, model.weights, {}, 0).value();
        const std::vector<encoding::Example> examples{{3, 1, kInputs, {0, 1, 0}}, {3, 1, {kInputs.begin(), kInputs.begin() + 6}, {1, 1}}};
        const auto batch = training::makeBatch(examples, 5);
        const auto together = trainer->rows(batch).outputs;

        const auto network = open(model);
        for (std::size_t row = 0; row < batch.origins.size(); ++row) {
            const auto origin = batch.origins[row];
            const auto state = network->initialState(1);
            const auto alone = network->run(*state, std::span(examples[origin.example].inputs).first(3 * (origin.step + 1)), static_cast<int>(origin.step) + 1, true);
            QVERIFY(near(std::span(together).subspan(row * alone.size(), alone.size()), alone, 2e-6f));
        }
    }

    /// Our own steps and LibTorch's, which GPUs take.
    void bothWaysOfSteppingAgree_data() { trainingSeesTheNetworkThatGenerates_data(); }
    void bothWaysOfSteppingAgree()
    {
        QFETCH(int, attention);
        QFETCH(QList<int>, layers);
        QFETCH(bool, residual);
        auto spec = smallSpec(static_cast<models::Attention>(attention), {layers.begin(), layers.end()});
        spec.residual_connections = residual;
        const auto model = transparentModel(spec);
        const auto ours = open(model);
        const auto torch = nn::openEventNetwork(model.weights, spec, "cpu", nn::Stepping::kTorch).value();
        auto oursState = ours->initialState(3), torchState = torch->initialState(3);
        std::vector<float> inputs;
        for (int i = 0; i < 3 * 5; ++i)
            inputs.insert(inputs.end(), kInputs.begin() + i % 7, kInputs.begin() + i % 7 + 3);
        for (const int steps : {5, 1}) { // more than the attention remembers, then one more
            const auto values = std::span<const float>(inputs).first(static_cast<std::size_t>(9 * steps));
            const auto a = ours->run(*oursState, values, steps, steps == 1);
            const auto b = torch->run(*torchState, values, steps, steps == 1);
            QVERIFY(near(a, b, 2e-6f));
            const int rows[] = {2, 0, 2};
            oursState = ours->select(*oursState, rows);
            torchState = torch->select(*torchState, rows);
        }
    }

    /// Whole and partial blocks of sixteen, more columns than one panel has, one to three threads.
    void notesDoNotHangOnTheNumberOfThreads()
    {
        const models::RnnSpec spec{.inputSize = 1, .oneHotDepth = 300, .numClasses = {301}, .rnn_layer_sizes = {160, 100}, .attention = models::Attention::kFirstLayer, .attn_length = 5};
        auto model = transparentModel(spec);
        const std::vector<float> inputs{7, 299, 0, 41, 41, 3, 250, 8, 9, 10};
        auto& networks = *neural::open().value();
        std::vector<std::vector<float>> outcomes;
        for (const int threads : {1, 2, 3}) {
            networks.setThreads(threads);
            const auto network = open(model);
            const auto state = network->initialState(5);
            const auto outputs = network->run(*state, inputs, 2, false);
            outcomes.emplace_back(outputs.begin(), outputs.end());
            networks.setThreads(0);
        }
        QVERIFY(std::ranges::any_of(outcomes[0], [](float value) { return value != 0.0f; }));
        QCOMPARE(outcomes[1], outcomes[0]);
        QCOMPARE(outcomes[2], outcomes[0]);
    }

    void gradientsAreSlopes_data() { trainingSeesTheNetworkThatGenerates_data(); }
    void gradientsAreSlopes()
    {
        QFETCH(int, attention);
        QFETCH(QList<int>, layers);
        QFETCH(bool, residual);
        auto spec = smallSpec(static_cast<models::Attention>(attention), {layers.begin(), layers.end()});
        spec.residual_connections = residual;
        const auto model = transparentModel(spec);
        const training::TrainerOptions options{spec, {}, {0}, 1, "cpu"};
        const std::vector<encoding::Example> examples{{3, 1, kInputs, {0, 1, 0}}, {3, 1, {kInputs.begin(), kInputs.begin() + 6}, {1, 1}}};
        const auto batch = training::makeBatch(examples, 5);
        const auto gradients = training::Trainer::resume(options, model.weights, {}, 0).value()->gradients(batch);
        for (const auto& [name, gradient] : gradients) {
            // Along the gradient itself the loss rises by |gradient|² a unit.
            const auto slope = bundle::floats(gradient);
            double squares = 0.0;
            for (const float value : slope)
                squares += static_cast<double>(value) * value;
            if (squares < 1e-6)
                continue;
            const double h = 0.02 / std::sqrt(squares);
            const auto lossAt = [&](double along) {
                auto weights = model.weights;
                auto values = bundle::floats(weights.at(name));
                for (std::size_t i = 0; i < values.size(); ++i)
                    values[i] += static_cast<float>(along * h * slope[i]);
                weights.at(name) = bundle::makeTensor(name, gradient.shape, std::span<const float>(values));
                return training::Trainer::resume(options, weights, {}, 0).value()->evaluate(batch).loss();
            };
            const double measured = (lossAt(1.0) - lossAt(-1.0)) / (2.0 * h);
            QVERIFY2(std::abs(measured - squares) <= 0.02 * squares, qPrintable(QString("%1: %2 instead of %3").arg(name.c_str()).arg(squares).arg(measured)));
        }
    }

    void rowsOfABatchDoNotDisturbEachOther()
    {
        const auto model = transparentModel(smallSpec(models::Attention::kFirstLayer, {2, 2}));
        const auto network = open(model);
        for (const int batch : {1, 2, 3, 7, 16, 21}) {
            std::vector<float> inputs;
            for (int row = 0; row < batch; ++row)
                for (std::size_t i = 0; i < kInputs.size(); ++i)
                    inputs.push_back(kInputs[(i + static_cast<std::size_t>(row)) % kInputs.size()]);
            const auto state = network->initialState(batch);
            const auto span = network->run(*state, inputs, 3, false);
            const std::vector<float> together(span.begin(), span.end());
            for (int row = 0; row < batch; ++row) {
                const auto alone = network->initialState(1);
                const auto expected = network->run(*alone, std::span(inputs).subspan(static_cast<std::size_t>(row) * 9, 9), 3, false);
                QVERIFY(near(std::span(together).subspan(static_cast<std::size_t>(row) * 6, 6), expected, 1e-6f));
            }
        }
    }

    void selectedRowsGoOnAsTheyWere()
    {
        const auto network = open(transparentModel(smallSpec(models::Attention::kWholeStack, {2, 2})));
        const auto both = network->initialState(2);
        std::vector<float> first{1, 0, -0.5f, 0, 1, 0.25f};
        network->run(*both, first, 1, true);
        const int rows[] = {1, 1, 0};
        const auto chosen = network->select(*both, rows);
        const std::vector<float> next{-1, 0.5f, 0, -1, 0.5f, 0};
        const auto span = network->run(*both, next, 1, true);
        const std::vector<float> before(span.begin(), span.end());
        const std::vector<float> again{-1, 0.5f, 0, -1, 0.5f, 0, -1, 0.5f, 0};
        const auto after = network->run(*chosen, again, 1, true);
        QVERIFY(near(after.subspan(0, 2), std::span(before).subspan(2, 2), 1e-6f));
        QVERIFY(near(after.subspan(2, 2), std::span(before).subspan(2, 2), 1e-6f));
        QVERIFY(near(after.subspan(4, 2), std::span(before).subspan(0, 2), 1e-6f));
    }

    void tensorsOfAnotherShapeAreRefusedByName()
    {
        auto model = transparentModel(smallSpec(models::Attention::kNone, {2}));
        const std::string name = "rnn/multi_rnn_cell/cell_0/basic_lstm_cell/kernel";
        model.weights.at(name) = bundle::makeTensor(name, {4, 8}, std::span<const float>(synthetic({4, 8}, 0)));
        const auto wrong = neural::open().value()->openEventNetwork(model, "cpu");
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, ErrorCode::kMismatch);
        QVERIFY(QString::fromStdString(wrong.error().message).contains("basic_lstm_cell/kernel\" has the shape [4, 8] instead of [5, 8]"));
        model.weights.erase(name);
        QVERIFY(QString::fromStdString(neural::open().value()->openEventNetwork(model, "cpu").error().message).contains("is missing"));
    }

    void devicesThatAreNotThereAreSentences()
    {
        auto& networks = *neural::open().value();
        const auto report = networks.devices();
        QVERIFY(!report.libTorchVersion.empty());
        QCOMPARE(report.gpus.empty(), !report.whyNoGpu.empty());
        const auto model = transparentModel(smallSpec(models::Attention::kNone, {2}));
        QVERIFY(networks.openEventNetwork(model, "auto"));
        if (report.gpus.empty()) {
            const auto cuda = networks.openEventNetwork(model, "cuda");
            QCOMPARE(cuda.error().code, ErrorCode::kNoDevice);
            QVERIFY(QString::fromStdString(cuda.error().message).contains(QString::fromStdString(report.whyNoGpu)));
        }
        for (const char* name : {"gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:0 ", ""})
            QCOMPARE(networks.openEventNetwork(model, name).error().code, ErrorCode::kInvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestEventNetwork)
#include "tst_event_network.moc"
