#include "engine/training/trainer.h"

#include "engine/nn/adam.h"
#include "engine/nn/device.h"
#include "engine/nn/event_rnn.h"

#include <torch/torch.h>

#include <cmath>

namespace partita::training {
namespace {

using torch::Tensor;

constexpr const char* kFirstMoment = "/Adam";
constexpr const char* kSecondMoment = "/Adam_1";

Tensor inputsOf(const Batch& batch, torch::Device device)
{
    const std::int64_t rows = static_cast<std::int64_t>(batch.origins.size());
    return torch::from_blob(const_cast<float*>(batch.inputs.data()), {rows, batch.inputSize}).to(device);
}

Tensor labelsOf(const Batch& batch, torch::Device device)
{
    const std::int64_t rows = static_cast<std::int64_t>(batch.origins.size());
    return torch::from_blob(const_cast<int*>(batch.labels.data()), {rows, batch.width}, torch::kInt).to(torch::kLong).to(device);
}

/// Cross-entropy [rows, width] of the softmaxes that lie side by side in `logits`, and the classes they prefer.
struct Judgement {
    Tensor crossEntropy;
    Tensor predictions;
};

Judgement judge(const Tensor& logits, const Tensor& labels, const std::vector<int>& numClasses)
{
    std::vector<Tensor> crossEntropy, predictions;
    std::int64_t column = 0;
    for (std::size_t part = 0; part < numClasses.size(); ++part) {
        const auto own = logits.narrow(1, column, numClasses[part]);
        const auto label = labels.select(1, static_cast<std::int64_t>(part));
        crossEntropy.push_back(torch::nll_loss(torch::log_softmax(own, 1), label, {}, at::Reduction::None));
        predictions.push_back(own.detach().argmax(1));
        column += numClasses[part];
    }
    return {torch::stack(crossEntropy, 1), torch::stack(predictions, 1)};
}

} // namespace

struct Trainer::State {
    TrainerOptions options;
    nn::EventRnn network;
    std::vector<nn::AdamSlots> slots; ///< of network.parameters(), in that order
    std::int64_t step = 0;

    nn::Dropout dropout() const { return {options.hparams.dropout_keep_prob, options.seed, step}; }

    Judgement judge(const Batch& batch, const nn::Dropout& dropped) const
    {
        const auto device = network.device();
        return training::judge(network.logits(batch.steps, inputsOf(batch, device), dropped), labelsOf(batch, device), options.spec.numClasses);
    }

    Tally tally(const Batch& batch, const Judgement& judgement) const
    {
        const auto crossEntropy = nn::hostCopy(judgement.crossEntropy.detach());
        const auto predictions = nn::hostCopy(judgement.predictions);
        const float* loss = crossEntropy.data_ptr<float>();
        const std::int64_t* predicted = predictions.data_ptr<std::int64_t>();
        Tally tally;
        tally.rows = crossEntropy.numel();
        tally.numSteps = batch.numSteps;
        if (batch.width == 1) {
            tally.classRows.resize(options.spec.numClasses.front());
            tally.classCorrect.resize(options.spec.numClasses.front());
        }
        for (std::int64_t i = 0; i < tally.rows; ++i) {
            const int label = batch.labels[i];
            const bool correct = predicted[i] == label;
            const bool event = label != options.defaultLabels[i % batch.width];
            tally.crossEntropy += loss[i];
            tally.correct += correct;
            tally.events += event;
            tally.correctEvents += correct && event;
            if (batch.width == 1) {
                ++tally.classRows[label];
                tally.classCorrect[label] += correct;
            }
        }
        return tally;
    }

    std::vector<Tensor> gradientsOf(const Tensor& loss) const
    {
        std::vector<Tensor> values;
        for (const auto& parameter : network.parameters())
            values.push_back(parameter.value);
        return torch::autograd::grad({loss}, values);
    }
};

Trainer::Trainer(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Trainer::Trainer(Trainer&&) noexcept = default;
Trainer& Trainer::operator=(Trainer&&) noexcept = default;
Trainer::~Trainer() = default;

Result<Trainer> Trainer::start(const TrainerOptions& options)
{
    const auto device = nn::chooseDevice(options.device);
    if (!device)
        return fail(device);
    auto state = std::unique_ptr<State>(new State{options, nn::EventRnn::fresh(options.spec, options.seed, *device), {}, 0});
    for (const auto& parameter : state->network.parameters())
        state->slots.push_back({torch::zeros_like(parameter.value.detach()), torch::zeros_like(parameter.value.detach())});
    return Trainer(std::move(state));
}

Result<Trainer> Trainer::resume(const TrainerOptions& options, const Tensors& weights, const Tensors& optimizer, std::int64_t step)
{
    const auto device = nn::chooseDevice(options.device);
    if (!device)
        return fail(device);
    auto network = nn::EventRnn::fromTensors(weights, options.spec, *device);
    if (!network)
        return fail(network);
    auto state = std::unique_ptr<State>(new State{options, std::move(*network), {}, step});
    for (const auto& parameter : state->network.parameters()) {
        nn::AdamSlots slots{torch::zeros_like(parameter.value.detach()), torch::zeros_like(parameter.value.detach())};
        if (!optimizer.empty()) {
            for (const auto& [suffix, slot] : {std::pair{kFirstMoment, slots.m}, std::pair{kSecondMoment, slots.v}}) {
                const auto found = optimizer.find(parameter.name + suffix);
                if (found == optimizer.end() || found->second.shape != slot.sizes().vec())
                    return fail(ErrorCode::kMismatch, "The training state does not fit the weights: \"" + parameter.name + suffix + "\" is missing or has another shape. Start a new run from the weights.");
                slot.copy_(nn::fromPlain(found->second, *device));
            }
        }
        state->slots.push_back(std::move(slots));
    }
    return Trainer(std::move(state));
}

Result<Tally> Trainer::step(const Batch& batch)
{
    const auto judgement = m_state->judge(batch, m_state->dropout());
    const auto tally = m_state->tally(batch, judgement);
    if (!std::isfinite(tally.crossEntropy))
        return fail(ErrorCode::kFailed, "The loss of step " + std::to_string(m_state->step + 1) + " is not a finite number: training has diverged. Lower learning_rate and start again from an earlier checkpoint.");
    const auto gradients = m_state->gradientsOf(judgement.crossEntropy.mean());
    ++m_state->step;
    const auto& hparams = m_state->options.hparams;
    for (std::size_t i = 0; i < gradients.size(); ++i)
        nn::adamStep(m_state->network.parameters()[i].value, gradients[i], m_state->slots[i], hparams.learning_rate, hparams.clip_norm, m_state->step);
    return tally;
}

Tally Trainer::evaluate(const Batch& batch) const
{
    torch::NoGradGuard noGraph;
    return m_state->tally(batch, m_state->judge(batch, {}));
}

std::vector<float> Trainer::logits(const Batch& batch) const
{
    torch::NoGradGuard noGraph;
    const auto logits = nn::hostCopy(m_state->network.logits(batch.steps, inputsOf(batch, m_state->network.device())));
    return {logits.data_ptr<float>(), logits.data_ptr<float>() + logits.numel()};
}

Tensors Trainer::gradients(const Batch& batch) const
{
    const auto values = m_state->gradientsOf(m_state->judge(batch, m_state->dropout()).crossEntropy.mean());
    Tensors gradients;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto& name = m_state->network.parameters()[i].name;
        gradients.emplace(name, nn::toPlain(name, values[i]));
    }
    return gradients;
}

Tensors Trainer::weights() const
{
    Tensors weights;
    for (const auto& parameter : m_state->network.parameters())
        weights.emplace(parameter.name, nn::toPlain(parameter.name, parameter.value));
    return weights;
}

Tensors Trainer::optimizer() const
{
    Tensors tensors;
    const auto add = [&](const std::string& name, const Tensor& value) { tensors.emplace(name, nn::toPlain(name, value)); };
    for (std::size_t i = 0; i < m_state->slots.size(); ++i) {
        const auto& name = m_state->network.parameters()[i].name;
        add(name + kFirstMoment, m_state->slots[i].m);
        add(name + kSecondMoment, m_state->slots[i].v);
    }
    return tensors;
}

std::int64_t Trainer::steps() const { return m_state->step; }

std::int64_t Trainer::parameterCount() const
{
    std::int64_t count = 0;
    for (const auto& parameter : m_state->network.parameters())
        count += parameter.value.numel();
    return count;
}

std::string Trainer::device() const { return m_state->network.device().str(); }

} // namespace partita::training
