#include "app/cli/command.h"
#include "app/cli/evaluation.h"
#include "app/cli/generation_options.h"
#include "app/cli/music_flags.h"
#include "app/cli/output.h"

#include "engine/neural/neural.h"
#include "engine/study/likelihood.h"

#include <cmath>
#include <memory>

namespace partita::cli {
namespace {

struct EvaluateOptions {
    training::EvaluateOptions evaluate;
    datasets::MusicOptions music;
    bool json = false;
    bool continuous = false;
    bool logLikelihood = false;
};

/// Every sequence by itself, and all together.
Result<void> scoreMusic(const EvaluateOptions& options)
{
    const auto networks = neural::open();
    if (!networks)
        return fail(networks);
    (*networks)->setThreads(options.evaluate.threads);
    GenerationOptions source;
    source.checkpoint = options.evaluate.checkpoint.string();
    source.config = options.evaluate.config;
    source.hparams = options.evaluate.hparams;
    source.device = options.evaluate.device;
    const auto model = openModel(source);
    if (!model)
        return fail(model);
    auto sequences = nlohmann::json::array(), rejected = nlohmann::json::array();
    std::size_t events = 0;
    double sum = 0.0;
    const study::LikelihoodSink sink{
        .take = [&](const study::Likelihood& found) {
            events += found.events;
            sum += found.logLikelihood;
            if (options.json)
                sequences.push_back({{"subject", found.subject}, {"number", found.number}, {"events", found.events}, {"log_likelihood", found.logLikelihood}});
            else
                print("{}, {}: log-likelihood {:.3f}, {:.4f} an event of {}", found.subject, found.number, found.logLikelihood,
                      found.events == 0 ? 0.0 : found.logLikelihood / static_cast<double>(found.events), found.events);
        },
        .reject = [&](const std::filesystem::path& file, const std::string& reason) {
            if (options.json)
                rejected.push_back({{"file", file.string()}, {"reason", reason}});
            else
                note("{}", reason);
        },
    };
    Interruption interruption;
    if (auto measured = study::measureLikelihoods(*model, options.evaluate.examples_path, options.music, sink, interruption.token()); !measured)
        return measured;
    const double mean = events == 0 ? 0.0 : sum / static_cast<double>(events);
    if (options.json)
        printJson({{"checkpoint", model->fileName}, {"config", model->config->id}, {"sequences", sequences}, {"rejected", rejected}, {"events", events},
                   {"log_likelihood", sum}, {"perplexity", std::exp(-mean)}});
    else
        print("all: log-likelihood {:.3f}, {:.4f} an event of {}, perplexity {:.4f}", sum, mean, events, std::exp(-mean));
    return {};
}

Result<void> run(const CLI::App& app, EvaluateOptions options)
{
    if (options.logLikelihood)
        return scoreMusic(options);
    if (hasMusicFlags(app))
        options.evaluate.music = options.music;
    if (options.continuous)
        return watchRun(options.evaluate);
    const auto networks = neural::open();
    if (!networks)
        return fail(networks);
    const auto report = (*networks)->evaluate(options.evaluate);
    if (!report)
        return fail(report);
    if (options.json) {
        printJson(*report);
        return {};
    }
    printEvaluation(*report);
    return {};
}

} // namespace

Run setupEvaluate(CLI::App& app)
{
    auto options = std::make_shared<EvaluateOptions>();
    app.add_option("--checkpoint_file,--bundle_file,--run_dir", options->evaluate.checkpoint, "A model, or the folder of a run")->required();
    app.add_option("--config", options->evaluate.config, "The config to read the model as; else what the file says");
    app.add_option("--hparams", options->evaluate.hparams, "Event models: what the checkpoint does not show, such as attn_length=40; the rest must fit it");
    app.add_option("--examples_path,--sequence_example_file", options->evaluate.examples_path,
                   "Music (folders, MIDI, MusicXML, ABC), or TFRecords of NoteSequences or SequenceExamples")->required();
    addMusicFlags(app, options->music);
    auto* likelihood = app.add_flag("--log_likelihood", options->logLikelihood, "Event models: how likely the model holds each piece to be, as it is given: short ones too, in their own key");
    app.add_option("--num_eval_examples", options->evaluate.num_eval_examples, "Measure on so many examples of each half; 0: on all")
        ->check(CLI::NonNegativeNumber)->capture_default_str()->excludes(likelihood);
    app.add_flag("--dropout_in_eval", options->evaluate.dropout_in_eval, "Measure with dropout, too, as Magenta does: metrics named …_with_dropout")->excludes(likelihood);
    app.add_option("--device", options->evaluate.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    app.add_option("--threads", options->evaluate.threads, "Threads of network operations; 0: all cores")->check(CLI::NonNegativeNumber)->capture_default_str();
    auto* continuous = app.add_flag("--continuous", options->continuous, "Measure each new checkpoint of a run as it trains")->excludes(likelihood);
    app.add_flag("--json", options->json, "As one JSON object")->excludes(continuous);
    return [options, &app] { return run(app, *options); };
}

} // namespace partita::cli
