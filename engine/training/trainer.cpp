#include "engine/training/trainer.h"

#include "engine/nn/adam.h"
#include "engine/nn/device.h"
#include "engine/nn/event_rnn.h"
#include "engine/nn/nade.h"
#include "engine/training/processes.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <cmath>

namespace partita::training {
namespace {

using torch::Tensor;

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

/// What a network says of a batch.
struct Judgement {
    Tensor losses;      ///< [rows, softmaxes], or [rows, 1] of a NADE; their mean is the batch's loss
    Tensor predictions; ///< [rows, labels]: classes, or bits
    Tensor outputs;     ///< logits, or the bits' conditional probabilities
};

/// Cross-entropy of the softmaxes that lie side by side in `logits`, and the classes they prefer.
Judgement judgeClasses(const Tensor& logits, const Tensor& labels, const std::vector<int>& numClasses)
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
    return {torch::stack(crossEntropy, 1), torch::stack(predictions, 1), logits.detach()};
}

Judgement judgeBits(const nn::NadeWeights& weights, const Tensor& biases, const Tensor& frames)
{
    const auto found = nn::nadeLogProbability(weights, biases, frames);
    return {-found.logProbability.unsqueeze(1), (found.conditionals >= 0.5).to(torch::kLong), found.conditionals};
}

void countClasses(Tally& tally, const Batch& batch, std::span<const std::int64_t> predicted, const TrainerOptions& options)
{
    for (std::size_t i = 0; i < predicted.size(); ++i) {
        const int label = batch.labels[i];
        const bool correct = predicted[i] == label;
        const bool event = label != options.defaultLabels[i % batch.width];
        tally.correct += correct;
        tally.events += event;
        tally.correctEvents += correct && event;
        if (batch.width == 1) {
            ++tally.classRows[label];
            tally.classCorrect[label] += correct;
        }
    }
}

void countBits(Tally& tally, std::span<const float> losses, std::span<const float> frames, std::span<const std::int64_t> predicted)
{
    for (const float loss : losses)
        tally.bits.probability += std::exp(-static_cast<double>(loss));
    tally.bits.cells = static_cast<std::int64_t>(frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const bool set = frames[i] != 0.0f, said = predicted[i] != 0;
        tally.bits.correct += set == said;
        tally.bits.set += set;
        tally.bits.predicted += said;
        tally.bits.both += set && said;
    }
}

template <class T>
std::span<const T> valuesOf(const Tensor& tensor)
{
    return {tensor.data_ptr<T>(), static_cast<std::size_t>(tensor.numel())};
}

class EventRnnTrainer final : public Trainer {
public:
    EventRnnTrainer(const TrainerOptions& options, nn::EventRnn network, std::vector<nn::AdamSlots> slots, std::int64_t step)
        : m_options(options), m_network(std::move(network)), m_slots(std::move(slots)), m_step(step)
    {
    }

    Result<Tally> step(const Batch& batch) override
    {
        const bool idle = batch.origins.empty(); // a share of nothing but empty sequences
        const auto judgement = idle ? Judgement() : judge(batch, trainingDropout());
        auto tally = idle ? emptyTally() : count(batch, judgement);
        const auto ownRows = static_cast<double>(tally.rows);
        if (const auto added = addUp(m_options.processes, tally); !added)
            return fail(added);
        if (!std::isfinite(tally.crossEntropy))
            return fail(ErrorCode::kFailed, "The loss of step " + std::to_string(m_step + 1) + " is not a finite number: training has diverged. Lower learning_rate and start again from an earlier checkpoint.");
        auto gradients = idle ? zeros() : gradientsOf(judgement.losses.mean() * (ownRows / static_cast<double>(tally.rows)));
        if (m_options.processes) {
            auto sums = m_options.processes->sumTensors(gradients);
            if (!sums)
                return fail(sums);
            gradients = std::move(*sums);
        }
        ++m_step;
        const auto& hparams = m_options.hparams;
        for (std::size_t i = 0; i < gradients.size(); ++i)
            nn::adamStep(m_network.parameters()[i].value, gradients[i], m_slots[i], hparams.learning_rate, hparams.clip_norm, m_step);
        return tally;
    }

    Tally evaluate(const Batch& batch, std::optional<std::int64_t> dropoutStep) const override
    {
        torch::NoGradGuard noGraph;
        return count(batch, judge(batch, dropoutStep ? dropout(*dropoutStep, m_options.seed) : nn::Dropout()));
    }

    Result<void> takeFromFirst() override
    {
        double step = m_options.processes->share().first() ? static_cast<double>(m_step) : 0.0;
        if (const auto heard = m_options.processes->sum({&step, 1}); !heard)
            return heard;
        m_step = static_cast<std::int64_t>(step);
        std::vector<Tensor> state;
        for (const auto& parameter : m_network.parameters())
            state.push_back(parameter.value);
        for (const auto& slots : m_slots)
            state.insert(state.end(), {slots.m, slots.v});
        return m_options.processes->copyFromFirst(state);
    }

    Tally emptyTally() const override
    {
        Tally tally;
        if (m_options.spec.nadeHiddenUnits == 0 && m_options.spec.numClasses.size() == 1)
            tally.classRows.resize(static_cast<std::size_t>(m_options.spec.numClasses.front()));
        tally.classCorrect = tally.classRows;
        return tally;
    }

    Rows rows(const Batch& batch) const override
    {
        torch::NoGradGuard noGraph;
        const auto judgement = judge(batch, {});
        const auto outputs = nn::hostCopy(judgement.outputs), losses = nn::hostCopy(judgement.losses);
        const auto all = [](std::span<const float> values) { return std::vector<float>(values.begin(), values.end()); };
        return {all(valuesOf<float>(outputs)), all(valuesOf<float>(losses))};
    }

    Tensors gradients(const Batch& batch) const override
    {
        const auto values = gradientsOf(judge(batch, trainingDropout()).losses.mean());
        Tensors gradients;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto& name = m_network.parameters()[i].name;
            gradients.emplace(name, nn::toPlain(name, values[i]));
        }
        return gradients;
    }

    Tensors weights() const override
    {
        Tensors weights;
        for (const auto& parameter : m_network.parameters())
            weights.emplace(parameter.name, nn::toPlain(parameter.name, parameter.value));
        return weights;
    }

    Tensors optimizer() const override
    {
        Tensors tensors;
        const auto add = [&](const std::string& name, const Tensor& value) { tensors.emplace(name, nn::toPlain(name, value)); };
        for (std::size_t i = 0; i < m_slots.size(); ++i) {
            const auto& name = m_network.parameters()[i].name;
            add(name + nn::kFirstMoment, m_slots[i].m);
            add(name + nn::kSecondMoment, m_slots[i].v);
        }
        return tensors;
    }

    std::int64_t steps() const override { return m_step; }

    std::int64_t parameterCount() const override
    {
        std::int64_t count = 0;
        for (const auto& parameter : m_network.parameters())
            count += parameter.value.numel();
        return count;
    }

    std::string device() const override { return m_network.device().str(); }

private:
    nn::Dropout dropout(std::int64_t step, std::uint64_t seed) const { return {m_options.hparams.dropout_keep_prob, seed, step}; }
    /// Masks differ between processes, as they do between the rows of one.
    nn::Dropout trainingDropout() const { return dropout(m_step, seedOf(m_options.seed, m_options.processes)); }

    Judgement judge(const Batch& batch, const nn::Dropout& dropped) const
    {
        const auto device = m_network.device();
        const auto inputs = inputsOf(batch, device);
        if (m_options.spec.nadeHiddenUnits > 0) // the frames are what it learns; it hears each one step later
            return judgeBits(m_network.nade(), m_network.logits(batch.steps, nn::oneStepLater(batch.steps, inputs), dropped), inputs);
        return judgeClasses(m_network.logits(batch.steps, inputs, dropped), labelsOf(batch, device), m_options.spec.numClasses);
    }

    Tally count(const Batch& batch, const Judgement& judgement) const
    {
        const auto losses = nn::hostCopy(judgement.losses.detach());
        const auto predictions = nn::hostCopy(judgement.predictions);
        auto tally = emptyTally();
        tally.rows = losses.numel();
        tally.numSteps = batch.numSteps;
        for (const float loss : valuesOf<float>(losses))
            tally.crossEntropy += loss;
        if (m_options.spec.nadeHiddenUnits > 0)
            countBits(tally, valuesOf<float>(losses), batch.inputs, valuesOf<std::int64_t>(predictions));
        else
            countClasses(tally, batch, valuesOf<std::int64_t>(predictions), m_options);
        return tally;
    }

    std::vector<Tensor> zeros() const
    {
        std::vector<Tensor> values;
        for (const auto& parameter : m_network.parameters())
            values.push_back(torch::zeros_like(parameter.value.detach()));
        return values;
    }

    std::vector<Tensor> gradientsOf(const Tensor& loss) const
    {
        std::vector<Tensor> values;
        for (const auto& parameter : m_network.parameters())
            values.push_back(parameter.value);
        return torch::autograd::grad({loss}, values);
    }

    TrainerOptions m_options;
    nn::EventRnn m_network;
    std::vector<nn::AdamSlots> m_slots; ///< of m_network.parameters(), in that order
    std::int64_t m_step;
};

nn::AdamSlots emptySlots(const nn::Parameter& parameter)
{
    return {torch::zeros_like(parameter.value.detach()), torch::zeros_like(parameter.value.detach())};
}

} // namespace

Result<std::unique_ptr<Trainer>> Trainer::start(const TrainerOptions& options)
{
    const auto device = nn::chooseDevice(options.device);
    if (!device)
        return fail(device);
    auto network = nn::EventRnn::fresh(options.spec, options.seed, *device);
    std::vector<nn::AdamSlots> slots;
    for (const auto& parameter : network.parameters())
        slots.push_back(emptySlots(parameter));
    return std::make_unique<EventRnnTrainer>(options, std::move(network), std::move(slots), 0);
}

Result<std::unique_ptr<Trainer>> Trainer::resume(const TrainerOptions& options, const Tensors& weights, const Tensors& optimizer, std::int64_t step)
{
    const auto device = nn::chooseDevice(options.device);
    if (!device)
        return fail(device);
    auto network = nn::EventRnn::fromTensors(weights, options.spec, *device);
    if (!network)
        return fail(network);
    std::vector<nn::AdamSlots> allSlots;
    for (const auto& parameter : network->parameters()) {
        auto slots = emptySlots(parameter);
        if (!optimizer.empty()) {
            for (const auto& [suffix, slot] : {std::pair{nn::kFirstMoment, slots.m}, std::pair{nn::kSecondMoment, slots.v}}) {
                const auto found = optimizer.find(parameter.name + suffix);
                if (found == optimizer.end() || found->second.shape != slot.sizes().vec())
                    return fail(ErrorCode::kMismatch, "The training state does not fit the weights: \"" + parameter.name + suffix + "\" is missing or has another shape. Start a new run from the weights.");
                slot.copy_(nn::fromPlain(found->second, *device));
            }
        }
        allSlots.push_back(std::move(slots));
    }
    return std::make_unique<EventRnnTrainer>(options, std::move(*network), std::move(allSlots), step);
}

} // namespace partita::training
