#include "engine/training/vae_trainer.h"

#include "engine/core/rng.h"
#include "engine/models/vae_variables.h"
#include "engine/nn/adam.h"
#include "engine/nn/device.h"
#include "engine/nn/initial_weights.h"
#include "engine/nn/packed_rows.h"
#include "engine/nn/parameters.h"
#include "engine/nn/vae_graph.h"
#include "engine/training/processes.h"
#include "engine/training/vae_schedules.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace partita::training {
namespace {

using torch::Tensor;

constexpr const char* kBeta1Power = "beta1_power";
constexpr const char* kBeta2Power = "beta2_power";

Tensor initialValue(const models::Variable& variable, std::uint64_t seed)
{
    const auto& [name, shape] = variable;
    const auto in = [&](const char* scope) { return name.find(scope) != std::string::npos; };
    if (name.ends_with("bias"))
        return torch::zeros(shape);
    if (in("encoder/mu/") || in("encoder/sigma/") || in("initial_state/"))
        return nn::normalDraws(shape, 0.001, false, seed, name);
    if (in("/nade/"))
        return nn::normalDraws(shape, 1.0 / std::sqrt(static_cast<double>(shape.front())), true, seed, name);
    return nn::glorotUniform(shape, seed, name);
}

std::vector<float> hostFloats(const Tensor& tensor)
{
    const auto copy = nn::hostCopy(tensor.detach());
    return {copy.data_ptr<float>(), copy.data_ptr<float>() + copy.numel()};
}

std::vector<std::int64_t> hostIndices(const Tensor& tensor)
{
    const auto copy = nn::hostCopy(tensor);
    return {copy.data_ptr<std::int64_t>(), copy.data_ptr<std::int64_t>() + copy.numel()};
}

/// Adds each row's value to the stream that the row's segment has.
void addRows(VaeTally& tally, const std::vector<std::int64_t>& segments, std::int64_t stream, const Tensor& values, double VaeTally::Stream::*sum)
{
    if (!values.defined())
        return;
    const auto numbers = hostFloats(values);
    for (std::size_t row = 0; row < numbers.size(); ++row)
        tally.streams[static_cast<std::size_t>(segments[row] * tally.numStreams + stream)].*sum += numbers[row];
}

class TorchVaeTrainer final : public VaeTrainer {
public:
    TorchVaeTrainer(const VaeTrainerOptions& options, std::vector<nn::Parameter> parameters, std::int64_t step)
        : m_options(options), m_parameters(std::move(parameters)), m_step(step)
    {
        for (auto& parameter : m_parameters) {
            m_values.push_back(parameter.value.requires_grad_());
            m_slots.push_back({torch::zeros_like(parameter.value.detach()), torch::zeros_like(parameter.value.detach())});
        }
        m_weights = nn::assignRoles(spec(), m_values);
    }

    Result<void> takeOptimizer(const Tensors& optimizer)
    {
        for (std::size_t i = 0; i < m_slots.size(); ++i)
            for (const auto& [suffix, slot] : {std::pair{nn::kFirstMoment, m_slots[i].m}, std::pair{nn::kSecondMoment, m_slots[i].v}}) {
                const auto found = optimizer.find(m_parameters[i].name + suffix);
                if (found == optimizer.end())
                    continue;
                if (found->second.shape != slot.sizes().vec())
                    return fail(ErrorCode::kMismatch, "The training state does not fit the weights: \"" + found->first + "\" has another shape. Start a new run from the weights.");
                slot.copy_(nn::fromPlain(found->second, device_()));
            }
        for (const auto& [name, power] : {std::pair{kBeta1Power, &m_beta1Power}, std::pair{kBeta2Power, &m_beta2Power}})
            if (const auto found = optimizer.find(name); found != optimizer.end())
                *power = bundle::floats(found->second).front();
        return {};
    }

    Result<VaeStep> step(const VaeBatch& batch, const VaeNoise* noise) override
    {
        if (const auto fits = check(batch); !fits)
            return fail(fits);
        VaeStep report;
        report.samplingProbability = training::samplingProbability(hparams(), m_step, true);
        report.beta = klBeta(hparams(), m_step);
        report.learningRate = training::learningRate(hparams(), m_step);
        const auto outcome = pass(batch, report.samplingProbability, noise, dropout(), "train/" + std::to_string(m_step));
        const auto loss = lossOf(outcome, report.beta);
        report.tally = tally(outcome, loss);
        if (const auto added = addUp(m_options.processes, report.tally); !added)
            return fail(added);
        if (!std::isfinite(report.tally.loss))
            return fail(ErrorCode::kFailed, "The loss of step " + std::to_string(m_step + 1) + " is not a finite number: training has diverged. Lower learning_rate and start again from an earlier checkpoint.");
        auto gradients = gradientsOf(loss * (static_cast<double>(batch.size) / static_cast<double>(report.tally.examples)));
        if (m_options.processes) {
            auto sums = m_options.processes->sumTensors(gradients);
            if (!sums)
                return fail(sums);
            gradients = std::move(*sums);
        }
        clip(gradients, report);
        ++m_step;
        const float rate = report.learningRate * std::sqrt(1.0f - m_beta2Power) / (1.0f - m_beta1Power);
        for (std::size_t i = 0; i < gradients.size(); ++i)
            nn::adamUpdate(m_values[i], gradients[i], m_slots[i], rate);
        m_beta1Power *= 0.9f;
        m_beta2Power *= 0.999f;
        return report;
    }

    Result<void> takeFromFirst() override
    {
        auto& processes = *m_options.processes;
        std::array<double, 3> numbers{static_cast<double>(m_step), m_beta1Power, m_beta2Power};
        if (!processes.share().first())
            numbers = {};
        if (const auto heard = processes.sum(numbers); !heard)
            return heard;
        m_step = static_cast<std::int64_t>(numbers[0]);
        m_beta1Power = static_cast<float>(numbers[1]);
        m_beta2Power = static_cast<float>(numbers[2]);
        auto state = m_values;
        for (const auto& slots : m_slots)
            state.insert(state.end(), {slots.m, slots.v});
        return processes.copyFromFirst(state);
    }

    Result<VaeTally> evaluate(const VaeBatch& batch, const VaeEvaluation& how) const override
    {
        if (const auto fits = check(batch); !fits)
            return fail(fits);
        const torch::NoGradGuard noGraph;
        const float probability = how.input == DecoderInput::kTeacher ? 0.0f : how.input == DecoderInput::kOwnChoices ? 1.0f : training::samplingProbability(hparams(), m_step, false);
        const auto outcome = pass(batch, probability, how.noise, {}, "evaluate/" + std::to_string(how.draws));
        if (how.trace)
            *how.trace = traceOf(outcome, batch);
        return tally(outcome, lossOf(outcome, klBeta(hparams(), m_step)));
    }

    Result<Tensors> gradients(const VaeBatch& batch, const VaeNoise* noise, VaeTrace* trace) const override
    {
        if (const auto fits = check(batch); !fits)
            return fail(fits);
        const auto outcome = pass(batch, training::samplingProbability(hparams(), m_step, true), noise, dropout(), "train/" + std::to_string(m_step));
        if (trace)
            *trace = traceOf(outcome, batch);
        const auto values = gradientsOf(lossOf(outcome, klBeta(hparams(), m_step)));
        Tensors gradients;
        for (std::size_t i = 0; i < values.size(); ++i)
            gradients.emplace(m_parameters[i].name, nn::toPlain(m_parameters[i].name, values[i]));
        return gradients;
    }

    VaeTally emptyTally() const override
    {
        const bool softmaxes = spec().head == models::VaeHead::kCategorical;
        std::vector<VaeTally::Stream> streams; // of one segment
        for (const auto& parts : spec().cores)
            for (std::size_t part = 0; part < (softmaxes ? parts.size() : 1); ++part) {
                auto& stream = streams.emplace_back();
                stream.classRows.resize(softmaxes ? static_cast<std::size_t>(parts[part]) : 0);
                stream.classCorrect = stream.classRows;
            }
        VaeTally tally;
        tally.numStreams = static_cast<int>(streams.size());
        for (int segment = 0; segment < nn::decoderSegments(spec()); ++segment)
            tally.streams.insert(tally.streams.end(), streams.begin(), streams.end());
        return tally;
    }

    std::map<std::string, double> metrics(const VaeTally& tally, bool segments) const override { return metricsOf(tally, spec().head, segments); }

    Tensors weights() const override
    {
        Tensors weights;
        for (const auto& parameter : m_parameters)
            weights.emplace(parameter.name, nn::toPlain(parameter.name, parameter.value));
        return weights;
    }

    Tensors optimizer() const override
    {
        Tensors tensors;
        const auto add = [&](const std::string& name, const Tensor& value) { tensors.emplace(name, nn::toPlain(name, value)); };
        for (std::size_t i = 0; i < m_slots.size(); ++i) {
            add(m_parameters[i].name + nn::kFirstMoment, m_slots[i].m);
            add(m_parameters[i].name + nn::kSecondMoment, m_slots[i].v);
        }
        add(kBeta1Power, torch::tensor(m_beta1Power));
        add(kBeta2Power, torch::tensor(m_beta2Power));
        return tensors;
    }

    std::int64_t steps() const override { return m_step; }
    std::string device() const override { return device_().str(); }
    std::int64_t parameterCount() const override
    {
        std::int64_t count = 0;
        for (const auto& value : m_values)
            count += value.numel();
        return count;
    }

private:
    const models::VaeSpec& spec() const { return m_options.spec; }
    const models::VaeHParams& hparams() const { return m_options.hparams; }
    torch::Device device_() const { return m_values.front().device(); }
    /// Masks differ between processes, as they do between the examples of one.
    nn::Dropout dropout() const { return {hparams().dropout_keep_prob, seedOf(m_options.seed, m_options.processes), m_step}; }

    Result<void> check(const VaeBatch& batch) const
    {
        const auto fits = [&](const std::vector<float>& values, int depth) { return values.size() == static_cast<std::size_t>(batch.size) * static_cast<std::size_t>(batch.steps) * static_cast<std::size_t>(depth); };
        const bool conditioned = spec().controlDepth > 0;
        if (batch.size < 1 || batch.steps < 1 || !fits(batch.inputs, spec().inputDepth) || !(batch.targets.empty() ? spec().inputDepth == spec().outputDepth : fits(batch.targets, spec().outputDepth))
            || (conditioned ? !fits(batch.controls, spec().controlDepth) : !batch.controls.empty()))
            return fail(ErrorCode::kInvalidArgument, "The examples do not have the width that the model reads and writes. Use the converter of the model's config.");
        const bool hierarchical = spec().hierarchicalEncoder() || spec().hierarchicalDecoder();
        if (hierarchical && batch.steps < spec().max_seq_len)
            return fail(ErrorCode::kInvalidArgument, "A hierarchical model needs examples of exactly " + std::to_string(spec().max_seq_len) + " steps.");
        if (batch.numLengths != 1 && batch.numLengths != spec().encoderSegments())
            return fail(ErrorCode::kInvalidArgument, "The examples come with " + std::to_string(batch.numLengths) + " lengths each, and the model has " + std::to_string(spec().encoderSegments()) + " segments.");
        if (batch.lengths.size() != static_cast<std::size_t>(batch.size) * static_cast<std::size_t>(batch.numLengths))
            return fail(ErrorCode::kInvalidArgument, "The number of lengths is not that of the examples.");
        for (const int length : batch.lengths) {
            const int most = batch.numLengths > 1 ? spec().encoderLevels.front() : batch.steps;
            if (length < 0 || length > most)
                return fail(ErrorCode::kInvalidArgument, "A length of " + std::to_string(length) + " steps lies outside the example.");
            if (hierarchical && batch.numLengths == 1 && length != 0 && length < spec().max_seq_len)
                return fail(ErrorCode::kInvalidArgument, "A hierarchical model needs examples of exactly " + std::to_string(spec().max_seq_len) + " steps; one has " + std::to_string(length) + ".");
        }
        return {};
    }

    Tensor tensorOf(const std::vector<float>& values, at::IntArrayRef shape) const
    {
        return torch::from_blob(const_cast<float*>(values.data()), shape).to(device_());
    }

    nn::VaeOutcome pass(const VaeBatch& batch, float probability, const VaeNoise* given, const nn::Dropout& dropped, const std::string& purpose) const
    {
        nn::VaeExamples examples;
        examples.inputs = tensorOf(batch.inputs, {batch.size, batch.steps, spec().inputDepth});
        examples.targets = batch.targets.empty() ? examples.inputs : tensorOf(batch.targets, {batch.size, batch.steps, spec().outputDepth});
        if (spec().controlDepth > 0)
            examples.controls = tensorOf(batch.controls, {batch.size, batch.steps, spec().controlDepth});
        examples.lengths.assign(batch.lengths.begin(), batch.lengths.end());
        examples.numLengths = batch.numLengths;

        const auto segment = nn::segmentSteps(spec(), batch.steps), sequences = std::int64_t{batch.size} * nn::decoderSegments(spec());
        const auto noise = given ? *given : draw(batch, segment, probability, purpose);
        nn::VaeChance chance;
        chance.eps = tensorOf(noise.eps, {batch.size, spec().z_size}).clone(); // outlives the noise, for the way back
        chance.samplingProbability = probability;
        chance.dropout = dropped;
        for (std::size_t core = 0; core < noise.draws.size(); ++core)
            chance.draws.push_back({torch::from_blob(const_cast<float*>(noise.draws[core].mask.data()), {segment, sequences}),
                                    torch::from_blob(const_cast<float*>(noise.draws[core].values.data()), {segment, sequences, nn::headShape(spec(), core).draws()})});
        return nn::vaeGraph(spec(), m_weights, examples, chance);
    }

    /// What is drawn for the whole batch, of which a share keeps its own.
    VaeNoise draw(const VaeBatch& batch, std::int64_t steps, float probability, const std::string& purpose) const
    {
        const auto stream = [&](const std::string& what) { return Rng::stream(m_options.seed, purpose + "/" + what); };
        const auto rows = std::max(batch.size, batch.wholeSize);
        // `width` numbers for each example, `times` times
        const auto keep = [&](std::vector<float>& kept, std::int64_t times, std::int64_t width, auto next) {
            kept.reserve(static_cast<std::size_t>(times * batch.size * width));
            for (std::int64_t time = 0; time < times; ++time)
                for (std::int64_t row = 0; row < rows; ++row)
                    for (std::int64_t i = 0; i < width; ++i)
                        if (const float value = next(); row >= batch.begin && row < batch.begin + batch.size)
                            kept.push_back(value);
        };
        VaeNoise noise;
        auto normal = stream("eps");
        keep(noise.eps, 1, spec().z_size, [&] { return static_cast<float>(normal.normal()); });
        for (std::size_t core = 0; probability > 0.0f && core < spec().cores.size(); ++core) {
            auto uniform = stream("sampling/" + std::to_string(core));
            const auto next = [&] { return static_cast<float>(uniform.next() >> 40) * 0x1p-24f; }; // 24 bits: rounded to float32 it must stay below 1
            const std::int64_t segments = nn::decoderSegments(spec());
            auto& draws = noise.draws.emplace_back();
            keep(draws.mask, steps, segments, next);
            keep(draws.values, steps, segments * nn::headShape(spec(), core).draws(), next);
        }
        return noise;
    }

    Tensor klCost(const nn::VaeOutcome& outcome) const
    {
        return (outcome.kl - hparams().free_bits * std::numbers::ln2).clamp_min(0.0);
    }

    Tensor lossOf(const nn::VaeOutcome& outcome, float beta) const
    {
        return outcome.reconstruction.mean() + beta * klCost(outcome).mean();
    }

    std::vector<Tensor> gradientsOf(const Tensor& loss) const
    {
        auto gradients = torch::autograd::grad({loss}, m_values, {}, {}, false, /*allow_unused=*/true);
        for (std::size_t i = 0; i < gradients.size(); ++i)
            if (!gradients[i].defined())
                gradients[i] = torch::zeros_like(m_values[i].detach());
        return gradients;
    }

    /// Source: Magenta music_vae_train.py.
    void clip(std::vector<Tensor>& gradients, VaeStep& report) const
    {
        torch::NoGradGuard noGraph;
        double squares = 0.0;
        for (const auto& gradient : gradients)
            squares += std::pow(gradient.norm().item<double>(), 2);
        report.globalNorm = std::sqrt(squares);
        if (hparams().clip_mode == "value") {
            for (auto& gradient : gradients)
                gradient = gradient.clamp(-hparams().grad_clip, hparams().grad_clip);
            return;
        }
        report.zeroed = !(report.globalNorm < hparams().grad_norm_clip_to_zero);
        const double scale = hparams().grad_clip / std::max(report.globalNorm, hparams().grad_clip);
        for (auto& gradient : gradients)
            gradient = report.zeroed ? torch::zeros_like(gradient) : gradient * scale;
    }

    /// Where in a segment each core's streams begin.
    std::vector<std::int64_t> firstStreams() const
    {
        std::vector<std::int64_t> first;
        std::int64_t streams = 0;
        for (const auto& parts : spec().cores) {
            first.push_back(streams);
            streams += spec().head == models::VaeHead::kCategorical ? static_cast<std::int64_t>(parts.size()) : 1;
        }
        return first;
    }

    VaeTally tally(const nn::VaeOutcome& outcome, const Tensor& loss) const
    {
        using Stream = VaeTally::Stream;
        auto tally = emptyTally();
        tally.examples = outcome.kl.size(0);
        tally.loss = loss.item<double>() * static_cast<double>(tally.examples);
        tally.reconstruction = outcome.reconstruction.detach().sum().item<double>();
        tally.klCost = klCost(outcome).detach().sum().item<double>();
        tally.klBits = outcome.kl.detach().sum().item<double>() / std::numbers::ln2;
        const auto firstStream = firstStreams();
        for (const auto& piece : outcome.pieces) {
            const auto segments = hostIndices(piece.segment);
            for (std::size_t part = 0; part < piece.counts.parts.size(); ++part) {
                const auto& counts = piece.counts.parts[part];
                const auto index = firstStream[piece.core] + static_cast<std::int64_t>(part);
                const auto labels = counts.label.defined() ? hostIndices(counts.label) : std::vector<std::int64_t>();
                const auto correct = hostFloats(counts.correct);
                for (std::size_t row = 0; row < segments.size(); ++row) {
                    auto& stream = tally.streams[static_cast<std::size_t>(segments[row] * tally.numStreams + index)];
                    ++stream.rows;
                    stream.correct += correct[row];
                    if (labels.empty())
                        continue;
                    ++stream.classRows[static_cast<std::size_t>(labels[row])];
                    stream.classCorrect[static_cast<std::size_t>(labels[row])] += correct[row] > 0.5f;
                }
            }
            const auto index = firstStream[piece.core];
            addRows(tally, segments, index, piece.counts.bitsHit, &Stream::bitsHit);
            addRows(tally, segments, index, piece.counts.bitsSet, &Stream::bitsSet);
            addRows(tally, segments, index, piece.counts.bitsSaid, &Stream::bitsSaid);
            addRows(tally, segments, index, piece.counts.hitsLoss, &Stream::hitsLoss);
            addRows(tally, segments, index, piece.counts.velocitiesLoss, &Stream::velocitiesLoss);
            addRows(tally, segments, index, piece.counts.offsetsLoss, &Stream::offsetsLoss);
            addRows(tally, segments, index, piece.counts.velocityError, &Stream::velocityError);
            addRows(tally, segments, index, piece.counts.offsetError, &Stream::offsetError);
        }
        return tally;
    }

    VaeTrace traceOf(const nn::VaeOutcome& outcome, const VaeBatch& batch) const
    {
        VaeTrace trace{hostFloats(outcome.mu), hostFloats(outcome.sigma), hostFloats(outcome.z), hostFloats(outcome.reconstruction), hostFloats(outcome.kl), {}, {}, 0};
        const auto segment = nn::segmentSteps(spec(), batch.steps), segments = std::int64_t{nn::decoderSegments(spec())};
        trace.steps = static_cast<int>(segment * segments);
        std::int64_t width = 0, logitWidth = 0;
        for (std::size_t core = 0; core < spec().cores.size(); ++core) {
            width += spec().coreDepth(core);
            logitWidth += spec().logitDepth(core);
        }
        auto fed = torch::zeros({batch.size * segments * segment, width}), logits = torch::zeros({batch.size * segments * segment, logitWidth});
        for (const auto& piece : outcome.pieces) {
            const auto place = nn::hostCopy(piece.sequence * segment + piece.step);
            std::int64_t column = 0, logitColumn = 0;
            for (std::size_t before = 0; before < piece.core; ++before) {
                column += spec().coreDepth(before);
                logitColumn += spec().logitDepth(before);
            }
            fed.narrow(1, column, piece.fed.size(1)).index_copy_(0, place, nn::hostCopy(piece.fed));
            logits.narrow(1, logitColumn, piece.logits.size(1)).index_copy_(0, place, nn::hostCopy(piece.logits));
        }
        trace.fed = hostFloats(fed);
        trace.logits = hostFloats(logits);
        return trace;
    }

    VaeTrainerOptions m_options;
    std::vector<nn::Parameter> m_parameters;
    std::vector<Tensor> m_values; ///< of m_parameters
    std::vector<nn::AdamSlots> m_slots;
    nn::VaeWeights m_weights;
    float m_beta1Power = 0.9f, m_beta2Power = 0.999f; ///< β^t of the next update, in float32 as TensorFlow has them
    std::int64_t m_step = 0;
};

} // namespace

Result<std::unique_ptr<VaeTrainer>> startVaeTrainer(const VaeTrainerOptions& options)
{
    const auto device = nn::chooseDevice(options.device);
    if (!device)
        return fail(device);
    std::vector<nn::Parameter> parameters;
    for (const auto& variable : models::vaeVariables(options.spec))
        parameters.push_back({variable.name, initialValue(variable, options.seed).to(*device)});
    return std::make_unique<TorchVaeTrainer>(options, std::move(parameters), 0);
}

Result<std::unique_ptr<VaeTrainer>> resumeVaeTrainer(const VaeTrainerOptions& options, const Tensors& weights, const Tensors& optimizer, std::int64_t step)
{
    const auto device = nn::chooseDevice(options.device);
    if (!device)
        return fail(device);
    auto parameters = nn::readParameters(models::vaeVariables(options.spec), weights, *device);
    if (!parameters)
        return fail(parameters);
    auto trainer = std::make_unique<TorchVaeTrainer>(options, std::move(*parameters), step);
    if (const auto taken = trainer->takeOptimizer(optimizer); !taken)
        return fail(taken);
    return trainer;
}

} // namespace partita::training
