// needs: neural
#include "engine/bundle/open.h"
#include "engine/models/event_rnn_config.h"
#include "engine/models/recognition.h"
#include "engine/neural/neural.h"
#include "engine/training/trainer.h"
#include "tests/support/shared.h"

#include <QTest>

#include <cmath>

using namespace partita;
using nlohmann::json;

namespace {

constexpr const char* kGraphs = "golden/tensorflow/rnn/graphs";

/// One recorded graph of Magenta on TensorFlow: values, and the network with the same weights.
struct Case {
    std::filesystem::path folder;
    json about;
    bundle::Bundle values;
    models::Recognition model;
    training::Tensors checkpoint;
    training::TrainerOptions options;

    explicit Case(const QString& name)
        : folder(test::shared(kGraphs) / name.toStdString()), about(test::readJson(folder / "case.json")), values(bundle::openBundle(folder / "values.safetensors").value())
    {
        const auto stored = bundle::openBundle(folder / before()).value();
        model = models::recognize(stored);
        model.config = models::findEventRnnConfig(about["config"].get<std::string>()).value();
        model.hparams = models::parseHParams(about["hparams"].dump(), model.config->hparams).value();
        model.spec = models::rnnSpec(*model.config, model.hparams);
        model.problems.clear(); // no tensor holds the small attention lengths used here
        for (const auto& tensor : stored.tensors)
            checkpoint.emplace(tensor.name, tensor);
        const auto& label = about["default_event_label"];
        options = {model.spec, model.hparams, label.is_array() ? label.get<std::vector<int>>() : std::vector<int>{label.get<int>()}, 1, "cpu"};
    }

    std::string before() const { return about.contains("training") ? about["training"]["checkpoint_before"] : "checkpoint"; }
    std::int64_t startStep() const { return about.contains("training") ? about["training"]["start_step"].get<std::int64_t>() : 0; }

    training::Trainer trainer() const
    {
        const auto slots = startStep() > 0 ? checkpoint : training::Tensors{};
        return training::Trainer::resume(options, checkpoint, slots, startStep()).value();
    }

    std::vector<float> floats(const std::string& name) const { return bundle::floats(*values.find(name)); }

    training::Batch batch(int number) const
    {
        const std::string prefix = "batch" + std::to_string(number) + "/";
        const auto inputs = floats(prefix + "inputs");
        const auto labels = bundle::integers(*values.find(prefix + "labels"));
        const auto lengths = bundle::integers(*values.find(prefix + "lengths"));
        const auto size = static_cast<std::size_t>(model.config->inputSize);
        const auto width = model.spec.numClasses.size();
        const std::size_t steps = labels.size() / width / lengths.size();
        std::vector<encoding::Example> examples;
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            const auto length = static_cast<std::size_t>(lengths[i]);
            const auto input = inputs.begin() + static_cast<std::ptrdiff_t>(i * steps * size);
            const auto label = labels.begin() + static_cast<std::ptrdiff_t>(i * steps * width);
            examples.push_back({static_cast<int>(size), static_cast<int>(width), {input, input + static_cast<std::ptrdiff_t>(length * size)}, {label, label + static_cast<std::ptrdiff_t>(length * width)}});
        }
        return training::makeBatch(examples, about["batches"][static_cast<std::size_t>(number - 1)]["num_steps"].get<std::int64_t>());
    }
};

/// The largest difference of corresponding values, in units of what is allowed: `absolute`, or `relative` to the
/// largest expected value.
double excess(std::span<const float> actual, std::span<const float> expected, double absolute, double relative)
{
    if (actual.size() != expected.size())
        return std::numeric_limits<double>::infinity();
    double largest = 0.0, difference = 0.0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(expected[i])));
        difference = std::max(difference, std::isnan(actual[i]) ? std::numeric_limits<double>::infinity() : std::abs(static_cast<double>(actual[i]) - expected[i]));
    }
    return difference / std::max(absolute, relative * largest);
}

/// Rows of a packed batch in the order sequence 0, then 1, …, as the recordings have them.
std::vector<float> bySequence(const training::Batch& batch, std::span<const float> rows)
{
    const std::size_t width = rows.size() / batch.origins.size();
    std::vector<std::size_t> order(batch.origins.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return std::tie(batch.origins[a].example, batch.origins[a].step) < std::tie(batch.origins[b].example, batch.origins[b].step);
    });
    std::vector<float> sorted;
    for (const auto row : order)
        sorted.insert(sorted.end(), rows.begin() + static_cast<std::ptrdiff_t>(row * width), rows.begin() + static_cast<std::ptrdiff_t>((row + 1) * width));
    return sorted;
}

QString differences(const std::map<std::string, double>& actual, const json& expected)
{
    QStringList wrong;
    for (const auto& [name, value] : expected.items()) {
        const auto own = actual.find(name.starts_with("metrics/") ? name.substr(8) : name);
        const bool nan = value.is_string();
        const bool same = own != actual.end() && (nan ? std::isnan(own->second) : std::abs(own->second - value.get<double>()) <= 3e-6 * std::max(1.0, std::abs(value.get<double>())));
        if (!same)
            wrong << QString("%1: %2 instead of %3").arg(QString::fromStdString(name)).arg(own == actual.end() ? NAN : own->second, 0, 'g', 9).arg(QString::fromStdString(value.dump()));
    }
    return wrong.join("; ");
}

std::vector<float> softmax(std::span<const float> logits, double temperature)
{
    const double top = *std::ranges::max_element(logits);
    std::vector<double> powers;
    double sum = 0.0;
    for (const float logit : logits)
        sum += powers.emplace_back(std::exp((logit - top) / temperature));
    std::vector<float> probabilities;
    for (const double power : powers)
        probabilities.push_back(static_cast<float>(power / sum));
    return probabilities;
}

} // namespace

class TestRnnGraphs : public QObject {
    Q_OBJECT

    void cases(bool training)
    {
        QTest::addColumn<QString>("name");
        if (!std::filesystem::exists(test::shared(kGraphs)))
            return;
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(test::shared(kGraphs)))
            names.push_back(entry.path().filename().string());
        std::ranges::sort(names);
        for (const auto& name : names) {
            const auto about = test::readJson(test::shared(kGraphs) / name / "case.json");
            if (!name.starts_with("rnn-nade") && (!training || about.contains("training")))
                QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }

private Q_SLOTS:
    void trainGraphsLogitsAndMetricsAreMagentas_data() { cases(false); }
    void trainGraphsLogitsAndMetricsAreMagentas()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/graphs");
        QFETCH(QString, name);
        const Case recorded(name);
        const auto trainer = recorded.trainer();
        const auto batch = recorded.batch(1);
        QVERIFY2(excess(bySequence(batch, trainer.logits(batch)), recorded.floats("train/logits"), 1e-5, 1e-5) <= 1.0, "logits");
        QCOMPARE(differences(metricsOf(trainer.evaluate(batch), training::EmptyShare::kNaN), recorded.about["train"]["metrics"]), QString());
    }

    void gradientsAndAdamStepsAreTensorFlows_data() { cases(true); }
    void gradientsAndAdamStepsAreTensorFlows()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/graphs");
        QFETCH(QString, name);
        const Case recorded(name);
        const auto& about = recorded.about["training"];
        auto trainer = recorded.trainer();
        const auto batch = recorded.batch(1);

        const auto gradients = trainer.gradients(batch);
        std::map<std::string, std::vector<float>> gradientOf;
        for (const auto& [variable, tensor] : gradients) {
            auto values = bundle::floats(tensor);
            double squares = 0.0;
            for (const float value : values)
                squares += static_cast<double>(value) * value;
            const double norm = about["gradient_norms_before_clipping"].at(variable);
            QVERIFY2(std::abs(std::sqrt(squares) - norm) <= 1e-5 + 1e-4 * norm, variable.c_str());
            if (const auto* whole = recorded.values.find("grad/" + variable))
                QVERIFY2(excess(values, bundle::floats(*whole), 1e-5, 1e-4) <= 1.0, variable.c_str());
            else if (const auto* rows = recorded.values.find("grad_first_64_rows/" + variable))
                QVERIFY2(excess(std::span(values).first(static_cast<std::size_t>(rows->size())), bundle::floats(*rows), 1e-5, 1e-4) <= 1.0, variable.c_str());
            gradientOf[variable] = std::move(values);
        }

        for (int step = 1; step <= 5; ++step) {
            const auto tally = trainer.step(batch);
            QVERIFY(tally);
            const double expected = about["losses_before_each_step"][static_cast<std::size_t>(step - 1)];
            QVERIFY2(std::abs(tally->loss() - expected) <= 1e-5 * expected, qPrintable(QString("loss of step %1: %2 instead of %3").arg(step).arg(tally->loss()).arg(expected)));
            if (step != 1)
                continue;
            for (const auto& [variable, tensor] : trainer.weights()) {
                const auto* after = recorded.values.find("after_1/" + variable);
                if (!after)
                    continue;
                // The first step moves a value by the rate times g / |g|: where g is near the noise of float32, so is its sign.
                const auto values = bundle::floats(tensor), expectedValues = bundle::floats(*after);
                for (std::size_t i = 0; i < values.size(); ++i) {
                    const double unsure = std::min(2.0, 1e-7 / std::max(1e-12, std::abs(static_cast<double>(gradientOf[variable][i]))));
                    QVERIFY2(std::abs(values[i] - expectedValues[i]) <= 1e-6 + recorded.model.hparams.learning_rate * unsure, variable.c_str());
                }
            }
        }
        QCOMPARE(trainer.steps(), about["global_step_after_5"].get<std::int64_t>());
        QVERIFY(std::abs(trainer.evaluate(batch).loss() - about["loss_after_5"].get<double>()) <= 1e-5 * about["loss_after_5"].get<double>());
    }

    void streamingMetricsAreMagentas_data() { cases(false); }
    void streamingMetricsAreMagentas()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/graphs");
        QFETCH(QString, name);
        const Case recorded(name);
        if (!recorded.about.contains("eval") || !recorded.about["eval"].contains("after_1_batches"))
            QSKIP("the original has no eval graph here");
        const auto trainer = recorded.trainer();
        auto tally = trainer.evaluate(recorded.batch(1));
        QCOMPARE(differences(metricsOf(tally, training::EmptyShare::kZero), recorded.about["eval"]["after_1_batches"]), QString());
        tally.add(trainer.evaluate(recorded.batch(2)));
        tally.add(trainer.evaluate(recorded.batch(3)));
        QCOMPARE(differences(metricsOf(tally, training::EmptyShare::kZero), recorded.about["eval"]["after_3_batches"]), QString());
    }

    void generateGraphsProbabilitiesAreMagentas_data() { cases(false); }
    void generateGraphsProbabilitiesAreMagentas()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/graphs");
        QFETCH(QString, name);
        const Case recorded(name);
        auto network = neural::open().value()->openEventNetwork(recorded.model, "cpu").value();
        const int steps = recorded.about["generate"]["steps"];
        auto inputs = recorded.floats("batch1/inputs");
        inputs.resize(static_cast<std::size_t>(steps * network->inputSize()));

        const auto check = [&](std::span<const float> logits, const char* how) {
            const auto& classes = recorded.model.spec.numClasses;
            for (const auto& [temperature, label] : {std::pair{1.0, "generate/softmax_T1.0"}, std::pair{0.6, "generate/softmax_T0.6"}}) {
                std::size_t column = 0;
                for (std::size_t part = 0; part < classes.size(); column += static_cast<std::size_t>(classes[part++])) {
                    std::vector<float> probabilities;
                    for (int t = 0; t < steps; ++t)
                        std::ranges::copy(softmax(logits.subspan(static_cast<std::size_t>(t * network->numClasses()) + column, static_cast<std::size_t>(classes[part])), temperature), std::back_inserter(probabilities));
                    const auto expected = recorded.floats(label + (classes.size() > 1 ? "_part" + std::to_string(part) : std::string()));
                    QVERIFY2(excess(probabilities, expected, 2e-6, 0.0) <= 1.0, how);
                }
            }
        };
        auto state = network->initialState(1);
        check(network->run(*state, inputs, steps, false), "in one call");

        state = network->initialState(1);
        std::vector<float> logits;
        for (int t = 0; t < steps; ++t)
            std::ranges::copy(network->run(*state, std::span(inputs).subspan(static_cast<std::size_t>(t * network->inputSize()), static_cast<std::size_t>(network->inputSize())), 1, true), std::back_inserter(logits));
        check(logits, "step by step");
    }
};

QTEST_GUILESS_MAIN(TestRnnGraphs)
#include "tst_rnn_graphs.moc"
