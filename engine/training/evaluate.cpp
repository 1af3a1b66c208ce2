#include "engine/bundle/open.h"
#include "engine/core/file_io.h"
#include "engine/models/config_encoding.h"
#include "engine/models/recognition.h"
#include "engine/models/vae_recognition.h"
#include "engine/nn/device_report.h"
#include "engine/runs/run_folder.h"
#include "engine/training/batches.h"
#include "engine/training/checkpoint.h"
#include "engine/training/data_set.h"
#include "engine/training/evaluation_progress.h"
#include "engine/training/train.h"
#include "engine/training/trainer.h"
#include "engine/training/vae_evaluate.h"

namespace partita::training {
namespace {

Result<Json> metricsOn(const Trainer& trainer, const encoding::EventEncoding& encoding, const datasets::ExampleSet& examples, int batchSize, std::size_t limit, bool dropoutToo, EvaluationProgress& progress,
                       std::stop_token stop)
{
    if (examples.empty())
        return Json(nullptr);
    Tally tally, withDropout;
    const EvaluationBatches batches(encoding, examples, batchSize, limit);
    for (std::size_t i = 0; i < batches.size(); ++i) {
        if (stop.stop_requested())
            return fail(ErrorCode::kStopped, "The evaluation was stopped.");
        const auto batch = batches.at(i);
        if (!batch)
            return fail(batch);
        tally.add(trainer.evaluate(*batch));
        if (dropoutToo)
            withDropout.add(trainer.evaluate(*batch, static_cast<std::int64_t>(i)));
        progress.measured(std::min(static_cast<std::size_t>(batchSize), batches.examples() - i * static_cast<std::size_t>(batchSize)));
    }
    Json json{{"sequences", batches.examples()}, {"steps", tally.numSteps}};
    for (const auto& [name, value] : metricsOf(tally, EmptyShare::kZero))
        json[name] = value;
    if (dropoutToo)
        for (const auto& [name, value] : metricsOf(withDropout, EmptyShare::kZero))
            json[name + std::string(kWithDropout)] = value;
    return json;
}

} // namespace

Result<Json> evaluate(const EvaluateOptions& options, const EventSink& sink, std::stop_token stop)
{
    const auto path = runs::modelFile(options.checkpoint);
    if (!path)
        return fail(path);
    const auto bundle = bundle::openBundle(*path);
    if (!bundle)
        return fail(bundle);
    nn::setThreads(options.threads);
    if (models::looksLikeVae(*bundle))
        return evaluateVae(*bundle, options, sink, stop);
    auto model = models::recognize(*bundle);
    if (!model.usable())
        return fail(ErrorCode::kMismatch, "The model " + quoted(*path) + " cannot be evaluated: " + (model.problems.empty() ? "no known model fits it." : model.problems.front()));
    if (auto applied = models::applyHParams(options.hparams, model); !applied)
        return fail(applied);
    if (!options.config.empty()) {
        const auto asked = models::findEventRnnConfig(options.config);
        if (!asked)
            return fail(asked);
        if ((*asked)->inputSize != model.config->inputSize || (*asked)->numClasses != model.config->numClasses)
            return fail(ErrorCode::kMismatch, "The model " + quoted(*path) + " is no " + options.config + ": its inputs or classes are others. Leave out --config.");
        model.config = *asked;
    }
    const auto encoding = models::makeEncoding(*model.config);
    if (!encoding)
        return fail(encoding);
    const TrainerOptions trainerOptions{model.spec, model.hparams, (*encoding)->defaultLabels(), 0, options.device};
    const auto trainer = Trainer::resume(trainerOptions, model.weights, {}, model.step.value_or(0));
    if (!trainer)
        return fail(trainer);

    const auto provenance = readProvenance(*bundle);
    const datasets::GatherOptions dataOptions{.harvest = {model.config, options.music.value_or(provenance ? provenance->music : datasets::MusicOptions{})}, .inputs = options.examples_path,
                                              .evalRatio = provenance ? provenance->eval_ratio : 1.0, .seed = provenance ? provenance->seed : 0, .draw = {}};
    EvaluationProgress progress(sink);
    const auto data = readDataSet(dataOptions, [&](std::int64_t files, std::int64_t of) { progress.reading(files, of); }, stop);
    if (!data)
        return fail(data);
    if (const auto fits = checkReading(options.music.value_or(datasets::MusicOptions{}), *data); !fits)
        return fail(fits);
    const auto limit = options.num_eval_examples > 0 ? static_cast<std::size_t>(options.num_eval_examples) : SIZE_MAX;
    progress.expect(std::min(data->training->size(), limit) + std::min(data->heldOut->size(), limit));
    const auto onTraining = metricsOn(**trainer, **encoding, *data->training, model.hparams.batch_size, limit, options.dropout_in_eval, progress, stop);
    if (!onTraining)
        return fail(onTraining);
    const auto onHeldOut = metricsOn(**trainer, **encoding, *data->heldOut, model.hparams.batch_size, limit, options.dropout_in_eval, progress, stop);
    if (!onHeldOut)
        return fail(onHeldOut);
    return Json{
        {"checkpoint", path->string()},
        {"config", model.config->id},
        {"step", (*trainer)->steps()},
        {"same_data", provenance && provenance->dataDigest == data->digest},
        {"rejected_files", data->rejected.size()},
        {"train", *onTraining},
        {"eval", *onHeldOut},
    };
}

} // namespace partita::training
