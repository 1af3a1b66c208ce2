#include "app/cli/command.h"
#include "app/cli/evaluation.h"
#include "app/cli/foreign_flags.h"
#include "app/cli/magenta_tools.h"
#include "app/cli/music_flags.h"
#include "app/cli/training_progress.h"

#include "engine/models/vae_config.h"
#include "engine/runs/run_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace partita::cli {
namespace {

using enum models::EventRnnFamily;

constexpr MagentaTool kTrainTools[] = {
    {"train", {}, "basic_rnn", ""},
    {"melody_rnn_train", kMelody, "", "/tmp/melody_rnn/logdir/run1"},
    {"drums_rnn_train", kDrums, "drum_kit", "/tmp/drums_rnn/logdir/run1"},
    {"improv_rnn_train", kImprov, "", "/tmp/improv_rnn/logdir/run1"},
    {"polyphony_rnn_train", kPolyphony, "polyphony", "/tmp/polyphony_rnn/logdir/run1"},
    {"performance_rnn_train", kPerformance, "performance", "/tmp/performance_rnn/logdir/run1"},
    {"pianoroll_rnn_nade_train", kPianoroll, "rnn-nade", "/tmp/rnn_nade/logdir/run1"},
};

struct TrainOptions {
    const MagentaTool* tool = nullptr;
    ModelFlags model;
    training::TrainOptions train;
    bool evaluate = false; ///< --eval: watch a run instead of training it
    std::int64_t numEvalExamples = 0;
    std::string events; ///< "jsonl", or empty: lines for people
};

/// What the user leaves out of a run that is taken up again is what the run began with.
Result<void> fillFromRun(const CLI::App& app, const runs::Run& run, TrainOptions& options)
{
    auto& train = options.train;
    if (!app.count("--config") && options.model.melodyEncoder.empty())
        options.model.config = run.config;
    if (!app.count("--hparams"))
        train.hparams = run.hparams;
    if (!app.count("--seed"))
        train.seed = run.seed;
    if (!app.count("--eval_ratio"))
        train.eval_ratio = run.eval_ratio;
    if (!app.count("--examples_path"))
        train.examples_path.assign(run.examples_path.begin(), run.examples_path.end());
    if (hasMusicFlags(app))
        return {};
    auto music = datasets::musicOptionsFrom(run.music);
    if (!music)
        return fail(music);
    train.music = std::move(*music);
    return {};
}

/// Magenta's tools count from where a run stands, and 0 steps never end.
std::int64_t lastStep(const TrainOptions& options, const Result<runs::Run>& run)
{
    const std::int64_t steps = options.train.num_training_steps;
    if (!options.tool->family)
        return steps;
    const auto* latest = run ? run->checkpoints.latest() : nullptr;
    return steps == 0 ? kEndless : steps + (latest ? latest->step : 0);
}

/// The model's own settings with --hparams; those of --melody_encoder_decoder are Magenta's plain ones.
Result<std::string> hparamsOf(const TrainOptions& options)
{
    if (options.model.melodyEncoder.empty())
        return options.train.hparams;
    const auto hparams = models::parseHParams(options.train.hparams);
    return hparams ? Result<std::string>(models::hparamsText(*hparams)) : fail(hparams);
}

Result<void> run(const CLI::App& app, TrainOptions options)
{
    const auto earlier = runs::readRun(options.train.run_dir);
    if (earlier)
        if (auto filled = fillFromRun(app, *earlier, options); !filled)
            return filled;
    if (options.train.examples_path.empty())
        return fail(ErrorCode::kInvalidArgument, fmt::format("{} needs examples: name a folder of music with --examples_path, or a data set with --sequence_example_file.", options.tool->name));
    if (options.evaluate)
        return watchRun({options.train.run_dir, options.train.examples_path, options.numEvalExamples, options.train.device, options.train.threads, options.train.dropout_in_eval, {}, {},
                         hasMusicFlags(app) ? std::optional(options.train.music) : std::nullopt});
    if (!options.tool->family && models::findVaeConfig(options.model.config)) {
        options.train.config = options.model.config;
        return follow(std::move(options.train), options.events == "jsonl");
    }
    const auto config = configOf(options.model, *options.tool);
    if (!config)
        return fail(config);
    options.train.config = (*config)->id;
    auto hparams = hparamsOf(options);
    if (!hparams)
        return fail(hparams);
    options.train.hparams = std::move(*hparams);
    options.train.num_training_steps = lastStep(options, earlier);
    return follow(std::move(options.train), options.events == "jsonl");
}

/// Flags of Magenta's training tools alone.
void addMagentaFlags(CLI::App& app, const MagentaTool& tool, TrainOptions& options)
{
    app.add_flag("--eval,!--noeval", options.evaluate, "Measure each new checkpoint of the run, instead of training");
    app.add_option("--num_eval_examples", options.numEvalExamples, "With --eval: measure on so many examples; 0: on all")->check(CLI::NonNegativeNumber)->capture_default_str();
    acceptFlag(app, "--log", "It changes nothing: results go to standard output, remarks to standard error.");
    for (const char* flag : {"--master", "--task", "--num_ps_tasks"})
        acceptFlag(app, flag, kNoParameterServers);
    if (*tool.family == kMelody)
        for (const char* flag : {"--generator_id", "--generator_description"})
            acceptFlag(app, flag, "It changes nothing: checkpoints carry the config's own name.");
}

} // namespace

Run setupTrain(CLI::App& app)
{
    auto options = std::make_shared<TrainOptions>();
    options->tool = std::ranges::find(kTrainTools, app.get_name(), &MagentaTool::name);
    const bool magentas = options->tool->family.has_value();
    auto& train = options->train;
    addModelFlags(app, *options->tool, options->model);
    app.add_option("--examples_path,--sequence_example_file", train.examples_path,
                   "Music (folders, MIDI, MusicXML, ABC), or TFRecords of NoteSequences or SequenceExamples; may be given several times");
    auto* runDir = app.add_option("--run_dir", train.run_dir, "Folder of the run; one that holds a run goes on with it");
    if (magentas) {
        train.run_dir = options->tool->folder;
        train.num_training_steps = 0;
        addMagentaFlags(app, *options->tool, *options);
        runDir->capture_default_str();
        app.add_option("--num_training_steps", train.num_training_steps, "Steps from where the run stands; 0: until it is stopped")->check(CLI::NonNegativeNumber)->capture_default_str();
    } else {
        runDir->required();
        app.add_option("--num_training_steps", train.num_training_steps, "The step at which the run ends, earlier sittings included")
            ->check(CLI::PositiveNumber)
            ->capture_default_str();
    }
    app.add_option("--hparams", train.hparams, "Changes to the config: name=value,… or {\"name\": value, …}");
    app.add_option("--seed", train.seed, "The same seed, data and options give the same model")->capture_default_str();
    app.add_option("--eval_ratio", train.eval_ratio, "Share of the files that is held out")->check(CLI::Range(0.0, 1.0))->capture_default_str();
    addMusicFlags(app, train.music);
    app.add_option("--summary_frequency", train.summary_frequency, "Steps between lines of progress")->check(CLI::PositiveNumber)->capture_default_str();
    app.add_option("--eval_frequency", train.eval_frequency, "Steps between measurements on held-out tunes")->check(CLI::PositiveNumber)->capture_default_str();
    app.add_option("--save_checkpoint_secs,--save_checkpoints_secs", train.checkpoint_seconds, "Seconds between checkpoints at most")->check(CLI::PositiveNumber)->capture_default_str();
    app.add_option("--num_checkpoints", train.num_checkpoints, "Checkpoints to keep, the best besides; 0: all")->check(CLI::NonNegativeNumber)->capture_default_str();
    app.add_option("--keep_checkpoint_every_n_hours", train.keep_checkpoint_every_n_hours, "Besides those, keep one every so many hours for good; 0: none")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    app.add_flag("--dropout_in_eval", train.dropout_in_eval, "Measure held-out tunes with dropout, too, as Magenta does: metrics named …_with_dropout");
    app.add_option("--warm_start,--warm_start_bundle_file", train.warm_start, "Checkpoint in any format whose weights a new run begins with; names and shapes must be the config's");
    app.add_option("--patience", train.patience, "End after so many measurements without improvement; 0: never")->check(CLI::NonNegativeNumber)->capture_default_str();
    app.add_option("--device", train.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    app.add_option("--threads", train.threads, "Threads of network operations; 0: all cores")->check(CLI::NonNegativeNumber)->capture_default_str();
    app.add_flag("--cache_dataset", train.cache_dataset, "MusicVAE: keep the first pass's keys and windows instead of drawing others for each pass");
    app.add_flag("--gentle", train.gentle, "Give way to other programs");
    app.add_option("--licence", train.licence, "Licence of the weights, kept in the checkpoints");
    app.add_option("--data", train.data, "What the data is, in a sentence, kept in the checkpoints");
    app.add_option("--events", options->events, "jsonl: one JSON object a line on standard output; pause, resume and stop are read from standard input")
        ->check(CLI::IsMember({"jsonl"}));
    return [options, &app] { return run(app, *options); };
}

} // namespace partita::cli
