// Recorded graphs of the event RNNs: losses, metrics, gradients and Adam's steps through the trainer, probabilities through
// the network that generates.
#include "engine/bundle/open.h"
#include "engine/generate/sampling.h"
#include "engine/models/config_encoding.h"
#include "engine/neural/neural.h"
#include "engine/study/golden_file.h"
#include "engine/study/golden_model.h"
#include "engine/study/golden_tensors.h"
#include "engine/study/kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace partita::study {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

double normOf(std::span<const float> values)
{
    return std::sqrt(std::transform_reduce(values.begin(), values.end(), 0.0, std::plus(), [](double value) { return value * value; }));
}

class GraphCase {
public:
    GraphCase(Comparison& comparison, const fs::path& folder)
        : m_comparison(comparison), m_folder(folder), m_golden(readJson(folder / "case.json")), m_values(openGolden(folder / "values.safetensors")),
          m_training(m_golden.value("training", json::object())), m_checkpoint(folder / m_training.value("checkpoint_before", "checkpoint")), m_model(goldenModel(m_checkpoint, m_golden))
    {
    }

    void run()
    {
        const auto first = batch(1);
        checkRows(first);
        checkStreaming(first);
        if (!m_training.empty())
            checkUpdates(first);
        const auto network = openGoldenNetwork(m_model);
        if (network->joint())
            checkFrames(*network);
        else
            checkProbabilities(*network);
    }

private:
    bool bits() const { return m_model.spec.nadeHiddenUnits > 0; }

    std::vector<float> floats(const std::string& name) const
    {
        const auto* tensor = m_values.find(name);
        if (!tensor)
            throw GoldenFileError(fmt::format("values.safetensors lacks {}", name));
        return bundle::floats(*tensor);
    }

    std::unique_ptr<training::Trainer> trainer()
    {
        const auto encoding = models::makeEncoding(*m_model.config);
        if (!encoding)
            throw GoldenFileError(encoding.error().message);
        const auto labels = (*encoding)->defaultLabels();
        if (const auto label = m_golden.find("default_event_label"); label != m_golden.end())
            m_comparison.equal("default label", labels, label->is_array() ? label->get<std::vector<int>>() : std::vector<int>{label->get<int>()});
        const auto start = m_training.value("start_step", std::int64_t{0});
        const auto networks = neural::open();
        if (!networks)
            throw GoldenFileError(networks.error().message);
        auto opened = (*networks)->openTrainer({m_model.spec, m_model.hparams, labels, 1, "cpu"}, m_model.weights, start > 0 ? byName(openGolden(m_checkpoint)) : training::Tensors(), start);
        if (!opened)
            throw GoldenFileError(opened.error().message);
        return std::move(*opened);
    }

    /// From 1. Recordings hold padded sequences; frames of bits have no labels beside them.
    training::Batch batch(int number) const
    {
        const std::string prefix = fmt::format("batch{}/", number);
        const auto inputs = floats(prefix + "inputs");
        const auto lengths = floats(prefix + "lengths");
        const auto labels = bits() ? std::vector<float>() : floats(prefix + "labels");
        const auto size = static_cast<std::size_t>(m_model.config->inputSize);
        const std::size_t steps = inputs.size() / size / lengths.size();
        const std::size_t width = bits() ? 1 : labels.size() / steps / lengths.size();
        std::vector<encoding::Example> examples;
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            const auto length = static_cast<std::size_t>(lengths[i]);
            const auto input = inputs.begin() + static_cast<std::ptrdiff_t>(i * steps * size);
            encoding::Example example{static_cast<int>(size), static_cast<int>(width), {input, input + static_cast<std::ptrdiff_t>(length * size)}, std::vector<int>(length * width)};
            for (std::size_t label = 0; !bits() && label < example.labels.size(); ++label)
                example.labels[label] = static_cast<int>(labels[i * steps * width + label]);
            examples.push_back(std::move(example));
        }
        return training::makeBatch(examples, m_golden.at("batches").at(static_cast<std::size_t>(number - 1)).value("num_steps", std::int64_t{0}));
    }

    /// The rows of a packed batch in the order of the recordings: all of sequence 0, then of 1, …
    static std::vector<float> bySequence(const training::Batch& batch, std::span<const float> rows)
    {
        const std::size_t width = rows.size() / batch.origins.size();
        std::vector<std::size_t> order(batch.origins.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::sort(order, {}, [&](std::size_t row) { return std::tuple(batch.origins[row].example, batch.origins[row].step); });
        std::vector<float> sorted;
        for (const std::size_t row : order)
            sorted.insert(sorted.end(), rows.begin() + static_cast<std::ptrdiff_t>(row * width), rows.begin() + static_cast<std::ptrdiff_t>((row + 1) * width));
        return sorted;
    }

    void compareMetrics(const std::map<std::string, double>& found, const json& expected)
    {
        for (const auto& [name, value] : expected.items()) {
            const std::string own = name.starts_with("metrics/") ? name.substr(8) : name;
            const auto metric = found.find(own);
            const double number = value.is_string() ? std::nan("") : value.get<double>();
            if (metric == found.end())
                m_comparison.holds(own, false, "the trainer has no such metric");
            else if (bits() && own == "perplexity") // as Magenta has it, the mean of probabilities near 1e-30
                m_comparison.near(own, Quantity::kFrameScore, std::log(metric->second), std::log(number));
            else
                m_comparison.near(own, Quantity::kMetric, metric->second, number);
        }
    }

    void checkRows(const training::Batch& first)
    {
        const auto trainer = this->trainer();
        const auto rows = trainer->rows(first);
        const auto outputs = bySequence(first, rows.outputs), losses = bySequence(first, rows.losses);
        if (bits()) {
            m_comparison.near("conditional probabilities", Quantity::kProbability, outputs, floats("train/cond_probs"));
            auto scores = losses;
            std::ranges::transform(scores, scores.begin(), std::negate());
            m_comparison.near("log-probabilities", Quantity::kFrameScore, scores, floats("train/log_prob"));
        } else {
            m_comparison.near("logits", Quantity::kTensor, outputs, floats("train/logits"));
            const std::size_t parts = m_model.spec.numClasses.size();
            for (std::size_t part = 0; part < parts; ++part) {
                std::vector<float> own;
                for (std::size_t i = part; i < losses.size(); i += parts)
                    own.push_back(losses[i]);
                m_comparison.near("cross-entropy", Quantity::kTensor, own, floats(parts == 1 ? "train/cross_entropy" : fmt::format("train/cross_entropy_part{}", part)));
            }
        }
        compareMetrics(metricsOf(trainer->evaluate(first), training::EmptyShare::kNaN), m_golden.at("train").at("metrics"));
    }

    void checkStreaming(const training::Batch& first)
    {
        const json eval = m_golden.value("eval", json::object());
        if (!eval.contains("after_1_batches"))
            return; // the original cannot build this graph
        const auto trainer = this->trainer();
        auto tally = trainer->evaluate(first);
        compareMetrics(metricsOf(tally, training::EmptyShare::kZero), eval.at("after_1_batches"));
        for (const int number : {2, 3})
            tally.add(trainer->evaluate(batch(number)));
        compareMetrics(metricsOf(tally, training::EmptyShare::kZero), eval.at("after_3_batches"));
    }

    void checkUpdates(const training::Batch& first)
    {
        const auto trainer = this->trainer();
        const auto gradients = trainer->gradients(first);
        for (const auto& [name, gradient] : gradients) {
            const auto values = bundle::floats(gradient);
            m_comparison.near("gradient norm", Quantity::kTensor, normOf(values), m_training.at("gradient_norms_before_clipping").at(name).get<double>());
            if (const auto* whole = m_values.find("grad/" + name))
                m_comparison.near("gradients", Quantity::kTensor, values, bundle::floats(*whole));
            else if (const auto* rows = m_values.find("grad_first_64_rows/" + name))
                m_comparison.near("gradients", Quantity::kTensor, std::span(values).first(static_cast<std::size_t>(rows->size())), bundle::floats(*rows));
        }
        const auto& losses = m_training.at("losses_before_each_step");
        for (std::size_t step = 0; step < losses.size(); ++step) {
            const auto tally = trainer->step(first);
            if (!tally)
                throw GoldenFileError(tally.error().message);
            m_comparison.near("loss of each step", Quantity::kMetric, tally->loss(), losses[step].get<double>());
            if (step == 0)
                compareWeights(*trainer, byName(m_values), "after_1/", Quantity::kFirstUpdate, 1, gradients);
        }
        const int steps = static_cast<int>(losses.size());
        compareWeights(*trainer, byName(m_values), fmt::format("after_{}/", steps), Quantity::kLaterUpdate, steps, gradients);
        if (const auto after = m_training.find("checkpoint_after_5"); after != m_training.end()) {
            const auto state = byName(openGolden(m_folder / after->get<std::string>()));
            compareWeights(*trainer, state, "", Quantity::kLaterUpdate, steps, gradients);
            for (const auto& [name, moment] : trainer->optimizer())
                if (const auto expected = state.find(name); expected != state.end())
                    m_comparison.near("moments", Quantity::kMoment, bundle::floats(moment), bundle::floats(expected->second));
        }
        m_comparison.equal("global_step", trainer->steps(), m_training.at("global_step_after_5").get<std::int64_t>());
        m_comparison.near("loss after the steps", Quantity::kMetric, trainer->evaluate(first).loss(), m_training.at("loss_after_5").get<double>());
    }

    /// How far a weight may lie from the recorded one because float32 does not know its gradient better: Adam's first step
    /// goes by rate · g / (|g| + ε'), which is steep where g is small, and below the noise even the sign of g is chance.
    double reach(double gradient, double largest, int steps) const
    {
        constexpr double kNoise = 1e-7, kRounding = 1e-6, kEpsilon = 3.2e-7;
        const double slope = kEpsilon / ((gradient + kEpsilon) * (gradient + kEpsilon));
        return steps * m_model.hparams.learning_rate * (gradient < kNoise ? 2.0 : std::min(2.0, kRounding * largest * slope));
    }

    void compareWeights(const training::Trainer& trainer, const training::Tensors& expected, const std::string& prefix, Quantity quantity, int steps, const training::Tensors& gradients)
    {
        for (const auto& [name, weight] : trainer.weights()) {
            const auto found = expected.find(prefix + name);
            if (found == expected.end())
                continue;
            auto actual = bundle::floats(weight);
            const auto wanted = bundle::floats(found->second), gradient = bundle::floats(gradients.at(name));
            const double clipped = std::min(1.0, m_model.hparams.clip_norm / normOf(gradient));
            double largest = 0.0;
            for (const float value : gradient)
                largest = std::max(largest, clipped * std::abs(value));
            for (std::size_t i = 0; i < std::min(actual.size(), wanted.size()); ++i) {
                const double difference = static_cast<double>(actual[i]) - wanted[i];
                const double beyond = std::abs(difference) - reach(clipped * std::abs(gradient[i]), largest, steps);
                if (std::isfinite(difference))
                    actual[i] = static_cast<float>(wanted[i] + std::copysign(std::max(0.0, beyond), difference));
            }
            m_comparison.near(steps == 1 ? "weights after a step" : "weights after all steps", quantity, actual, wanted);
        }
    }

    std::vector<float> firstSequence() const
    {
        auto inputs = floats("batch1/inputs");
        inputs.resize(m_golden.at("generate").at("steps").get<std::size_t>() * static_cast<std::size_t>(m_model.config->inputSize));
        return inputs;
    }

    void checkProbabilities(models::EventNetwork& network)
    {
        const auto inputs = firstSequence();
        const auto size = static_cast<std::size_t>(network.inputSize());
        const auto together = network.initialState(1), alone = network.initialState(1);
        const auto all = network.run(*together, inputs, static_cast<int>(inputs.size() / size), false);
        const std::vector<float> inOneRun(all.begin(), all.end());
        std::vector<float> stepByStep;
        for (std::size_t at = 0; at < inputs.size(); at += size) {
            const auto logits = network.run(*alone, std::span(inputs).subspan(at, size), 1, true);
            stepByStep.insert(stepByStep.end(), logits.begin(), logits.end());
        }
        const auto& parts = m_model.spec.numClasses;
        for (const auto& [temperature, label] : {std::pair{1.0, "generate/softmax_T1.0"}, std::pair{0.6, "generate/softmax_T0.6"}})
            for (const std::span<const float> logits : {std::span<const float>(inOneRun), std::span<const float>(stepByStep)}) {
                std::size_t column = 0;
                for (std::size_t part = 0; part < parts.size(); column += static_cast<std::size_t>(parts[part++])) {
                    std::vector<float> probabilities;
                    for (std::size_t row = column; row < logits.size(); row += static_cast<std::size_t>(network.numClasses()))
                        for (const double probability : generate::softmax(logits.subspan(row, static_cast<std::size_t>(parts[part])), temperature))
                            probabilities.push_back(static_cast<float>(probability));
                    m_comparison.near("softmax", Quantity::kProbability, probabilities, floats(parts.size() == 1 ? label : fmt::format("{}_part{}", label, part)));
                }
            }
    }

    /// A NADE's biases at every step, and what is drawn from some of them.
    void checkFrames(models::EventNetwork& network)
    {
        const auto inputs = firstSequence();
        const auto state = network.initialState(1);
        const auto said = network.run(*state, inputs, static_cast<int>(inputs.size()) / network.inputSize(), false);
        const std::vector<float> outputs(said.begin(), said.end());
        const auto width = static_cast<std::size_t>(network.numClasses());
        const auto visible = static_cast<std::size_t>(network.inputSize()), hidden = width - visible;
        std::vector<float> forHidden, forVisible;
        for (std::size_t row = 0; row < outputs.size(); row += width) {
            const auto biases = std::span(outputs).subspan(row, width);
            forHidden.insert(forHidden.end(), biases.begin(), biases.begin() + static_cast<std::ptrdiff_t>(hidden));
            forVisible.insert(forVisible.end(), biases.begin() + static_cast<std::ptrdiff_t>(hidden), biases.end());
        }
        m_comparison.near("biases", Quantity::kTensor, forHidden, floats("generate/final_state_0"));
        m_comparison.near("biases", Quantity::kTensor, forVisible, floats("generate/final_state_1"));

        const auto compareDraw = [&](std::span<const float> biases, const std::string& where) {
            std::vector<int> frame(visible);
            const double score = network.joint()->draw(biases, 0.0, {}, frame);
            const auto expected = floats("generate/sample_" + where);
            m_comparison.equal("drawn frame", frame, std::vector<int>(expected.begin(), expected.end()));
            m_comparison.near("its log-probability", Quantity::kFrameScore, score, floats("generate/log_prob_" + where).at(0));
        };
        compareDraw(std::vector<float>(width), "from_zero_state");
        for (std::size_t step = 0; step * width < outputs.size(); ++step)
            if (const auto where = fmt::format("after_step_{}", step); m_values.find("generate/sample_" + where))
                compareDraw(std::span(outputs).subspan(step * width, width), where);
    }

    Comparison& m_comparison;
    fs::path m_folder;
    json m_golden;
    bundle::Bundle m_values;
    json m_training;
    fs::path m_checkpoint;
    models::Recognition m_model;
};

} // namespace

void checkRnnGraph(const fs::path& file, Examiner& examiner)
{
    examiner.examine("", [&](Comparison& comparison) { GraphCase(comparison, file.parent_path()).run(); });
}

} // namespace partita::study
