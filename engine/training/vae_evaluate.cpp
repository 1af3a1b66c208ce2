#include "engine/training/vae_evaluate.h"

#include "engine/core/rng.h"
#include "engine/models/vae_recognition.h"
#include "engine/nn/vae_network.h"
#include "engine/training/checkpoint.h"
#include "engine/training/evaluation_progress.h"
#include "engine/training/vae_data_set.h"
#include "engine/training/vae_trainer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace partita::training {
namespace {

using models::VaeHead;

/// Adds what one step of a stream was drawn as and should be.
void compareStep(VaeHead head, std::span<const float> sample, std::span<const float> target, VaeTally::Stream& stream)
{
    const auto choices = head == VaeHead::kGroove ? sample.size() / 3 : sample.size();
    ++stream.rows;
    stream.correct += std::ranges::equal(sample.first(choices), target.first(choices));
    for (std::size_t i = 0; i < choices; ++i) {
        stream.bitsSaid += sample[i];
        stream.bitsSet += target[i];
        stream.bitsHit += sample[i] * target[i];
        if (head == VaeHead::kGroove && target[i] == 1.0f) {
            stream.velocityError += std::abs(sample[choices + i] - target[choices + i]);
            stream.offsetError += std::abs(sample[2 * choices + i] - target[2 * choices + i]);
        }
    }
}

/// The metrics of a side of the partition that hold for samples.
constexpr const char* kSampled[] = {"accuracy", "recall", "precision", "velocity_error", "offset_error"};

class Evaluation {
public:
    /// At most `limit` examples of each side.
    Evaluation(const models::VaeRecognition& model, const VaeTrainer& trainer, models::LatentNetwork& network, const VaeDataSet& data, std::size_t limit, EvaluationProgress& progress, std::stop_token stop)
        : m_model(model), m_trainer(trainer), m_network(network), m_data(data), m_limit(limit), m_progress(progress), m_stop(stop)
    {
        std::size_t all = 0;
        for (const auto& examples : data.examples)
            all += std::min(examples.size(), limit);
        progress.expect(all);
    }

    Result<Json> on(Split split) const
    {
        const auto& examples = m_data.of(split);
        if (examples.empty())
            return Json(nullptr);
        const auto& spec = m_model.spec;
        const bool hierarchical = spec.hierarchicalEncoder() || spec.hierarchicalDecoder();
        std::vector<std::uint32_t> places(std::min(examples.size(), m_limit));
        std::iota(places.begin(), places.end(), 0u);
        constexpr std::size_t kBatch = 256;
        VaeTally fed, sampled;
        for (std::size_t begin = 0; begin < places.size(); begin += kBatch) {
            if (m_stop.stop_requested())
                return fail(ErrorCode::kStopped, "The evaluation was stopped.");
            const auto some = std::span(places).subspan(begin, std::min(kBatch, places.size() - begin));
            const auto batch = makeVaeBatch(spec, examples, some, hierarchical ? spec.max_seq_len : 0);
            VaeTrace trace;
            const auto tally = m_trainer.evaluate(batch, {.input = DecoderInput::kTeacher, .draws = begin, .trace = &trace});
            if (!tally)
                return fail(tally);
            fed.add(*tally);
            const auto compared = compareSamples(batch, trace, begin);
            if (!compared)
                return fail(compared);
            sampled.add(*compared);
            m_progress.measured(some.size());
        }
        Json json{{"examples", places.size()}};
        for (const auto& [name, value] : m_trainer.metrics(fed))
            json[name] = value;
        const auto metrics = m_trainer.metrics(sampled);
        for (const auto* name : kSampled)
            for (auto found = metrics.lower_bound(name); found != metrics.end() && (found->first == name || found->first.starts_with(std::string(name) + "/")); ++found)
                json["sampled_" + found->first] = found->second;
        return json;
    }

private:
    Result<VaeTally> compareSamples(const VaeBatch& batch, const VaeTrace& trace, std::size_t draws) const
    {
        const auto& spec = m_model.spec;
        const int steps = std::min(batch.steps, spec.max_seq_len);
        std::vector<Rng> chance;
        for (int row = 0; row < batch.size; ++row)
            chance.push_back(Rng::stream(draws, "sampled/" + std::to_string(row)));
        models::DecodeRequest request{.z = trace.z, .batch = batch.size, .steps = steps};
        std::vector<float> controls;
        for (int row = 0; row < batch.size && spec.controlDepth > 0; ++row) {
            const auto from = batch.controls.begin() + std::int64_t{row} * batch.steps * spec.controlDepth;
            controls.insert(controls.end(), from, from + std::int64_t{steps} * spec.controlDepth);
        }
        request.controls = controls;
        request.draw = [&](int row) { return chance[static_cast<std::size_t>(row)].uniform(); };
        request.stop = m_stop;
        const auto decoded = m_network.decode(request);
        if (!decoded)
            return fail(decoded);

        const bool softmaxes = spec.head == VaeHead::kCategorical;
        const auto& targets = batch.targets.empty() ? batch.inputs : batch.targets;
        const auto depth = static_cast<std::size_t>(spec.outputDepth);
        const int perLength = steps / batch.numLengths;
        VaeTally tally;
        tally.examples = batch.size;
        tally.numStreams = 0;
        for (const auto& parts : spec.cores)
            tally.numStreams += softmaxes ? static_cast<int>(parts.size()) : 1;
        tally.streams.resize(static_cast<std::size_t>(tally.numStreams));
        for (int row = 0; row < batch.size; ++row)
            for (int t = 0; t < steps; ++t) {
                if (t % perLength >= batch.lengths[static_cast<std::size_t>(row * batch.numLengths + t / perLength)])
                    continue;
                auto sample = std::span(decoded->samples).subspan(static_cast<std::size_t>(row * steps + t) * depth, depth);
                auto target = std::span(targets).subspan(static_cast<std::size_t>(row * batch.steps + t) * depth, depth);
                std::size_t stream = 0;
                for (std::size_t core = 0; core < spec.cores.size(); ++core)
                    for (const int width : softmaxes ? spec.cores[core] : std::vector{spec.coreDepth(core)}) {
                        const auto columns = static_cast<std::size_t>(width);
                        compareStep(spec.head, sample.first(columns), target.first(columns), tally.streams[stream++]);
                        sample = sample.subspan(columns);
                        target = target.subspan(columns);
                    }
            }
        return tally;
    }

    const models::VaeRecognition& m_model;
    const VaeTrainer& m_trainer;
    models::LatentNetwork& m_network;
    const VaeDataSet& m_data;
    std::size_t m_limit;
    EvaluationProgress& m_progress;
    std::stop_token m_stop;
};

} // namespace

Result<Json> evaluateVae(const bundle::Bundle& bundle, const EvaluateOptions& options, const EventSink& sink, std::stop_token stop)
{
    const auto recognized = options.config.empty() ? Result<models::VaeRecognition>(models::recognizeVae(bundle)) : models::recognizeVaeAs(bundle, options.config);
    if (!recognized)
        return fail(recognized);
    const auto& model = *recognized;
    if (!model.usable() || !model.config)
        return fail(ErrorCode::kMismatch, "The model " + quoted(options.checkpoint) + " cannot be evaluated: " + (model.problems.empty() ? "no known config makes its music." : model.problems.front()));
    const auto trainer = resumeVaeTrainer({model.spec, model.hparams, 0, options.device}, model.weights, {}, model.step.value_or(0));
    if (!trainer)
        return fail(trainer);
    const auto network = nn::openLatentNetwork(model.weights, model.spec, options.device);
    if (!network)
        return fail(network);

    const auto provenance = readProvenance(bundle);
    const auto music = options.music.value_or(provenance ? provenance->music : datasets::MusicOptions{});
    if (const auto fits = checkVaeReading(music); !fits)
        return fail(fits);
    EvaluationProgress progress(sink);
    const auto data = readVaeDataSet({model.config.get(), options.examples_path, provenance ? provenance->eval_ratio : 1.0, provenance ? provenance->seed : 0, music.convention},
                                     [&](std::int64_t files, std::int64_t of) { progress.reading(files, of); }, stop);
    if (!data)
        return fail(data);
    const auto limit = options.num_eval_examples > 0 ? static_cast<std::size_t>(options.num_eval_examples) : SIZE_MAX;
    const Evaluation evaluation(model, **trainer, **network, *data, limit, progress, stop);
    Json report{
        {"checkpoint", options.checkpoint.string()},
        {"config", model.config->id},
        {"step", (*trainer)->steps()},
        {"same_data", provenance && provenance->dataDigest == data->digest},
        {"rejected_files", data->rejected.size()},
    };
    for (const auto& [name, split] : {std::pair{"train", Split::kTraining}, std::pair{"eval", Split::kHeldOut}, std::pair{"test", Split::kTest}}) {
        auto metrics = evaluation.on(split);
        if (!metrics)
            return metrics;
        report[name] = std::move(*metrics);
    }
    return report;
}

} // namespace partita::training
