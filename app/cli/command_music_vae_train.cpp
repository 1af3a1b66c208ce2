#include "app/cli/command.h"
#include "app/cli/evaluation.h"
#include "app/cli/foreign_flags.h"
#include "app/cli/training_progress.h"

#include "engine/models/vae_config.h"

#include <memory>
#include <string>

namespace partita::cli {
namespace {

struct MusicVaeTrainOptions {
    training::TrainOptions train;
    std::string mode = "train";
    std::int64_t evalNumBatches = 0;
    std::int64_t numSyncWorkers = 0;
};

Result<void> run(MusicVaeTrainOptions options)
{
    auto& train = options.train;
    const auto config = models::findVaeConfig(train.config);
    if (!config)
        return fail(config);
    if (train.examples_path.empty())
        return fail(ErrorCode::kInvalidArgument, "music_vae_train needs examples: name a folder of music, or TFRecords of NoteSequences, with --examples_path.");
    if (options.numSyncWorkers > 0)
        return fail(ErrorCode::kInvalidArgument, "--num_sync_workers: workers are processes of their own here. Leave the flag out, and start each with RANK and WORLD_SIZE (docs/training-together.md).");
    const auto hparams = models::parseVaeHParams(train.hparams, (*config)->hparams);
    if (!hparams)
        return fail(hparams);
    if (options.mode == "eval")
        return watchRun({.checkpoint = train.run_dir, .examples_path = train.examples_path, .num_eval_examples = options.evalNumBatches * hparams->batch_size,
                         .device = train.device, .threads = train.threads, .config = train.config});
    return follow(std::move(train), false);
}

} // namespace

Run setupMusicVaeTrain(CLI::App& app)
{
    auto options = std::make_shared<MusicVaeTrainOptions>();
    auto& train = options->train;
    train.num_training_steps = 200000;
    train.num_checkpoints = 100;
    train.checkpoint_seconds = 60;
    train.summary_frequency = 100;
    train.eval_frequency = 1000;
    train.cache_dataset = true;
    app.add_option("--config", train.config, "A row of the table of MusicVAE models")->required();
    app.add_option("--run_dir", train.run_dir, "Folder of the run; one that holds a run goes on with it")->required();
    app.add_option("--mode", options->mode, "train, or eval: measure each new checkpoint of the run")->check(CLI::IsMember({"train", "eval"}))->capture_default_str();
    app.add_option("--examples_path", train.examples_path, "Folders of music, or TFRecords of NoteSequences; may be given several times, and hold * and ?");
    app.add_option("--hparams", train.hparams, "Changes to the config: name=value,…");
    app.add_option("--num_steps", train.num_training_steps, "The step at which the run ends")->check(CLI::PositiveNumber)->capture_default_str();
    app.add_option("--eval_num_batches", options->evalNumBatches, "With --mode=eval: measure on so many batches; 0: on all")->check(CLI::NonNegativeNumber);
    app.add_option("--checkpoints_to_keep", train.num_checkpoints, "The newest; 0: all. The best is kept besides")->check(CLI::NonNegativeNumber)->capture_default_str();
    app.add_option("--keep_checkpoint_every_n_hours", train.keep_checkpoint_every_n_hours, "Besides those, keep one every so many hours for good; 0: none")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    app.add_flag("--cache_dataset,!--nocache_dataset", train.cache_dataset, "Keep the first pass's keys and windows; =false draws others for each pass")->capture_default_str();
    app.add_option("--num_sync_workers", options->numSyncWorkers, "Only 0: workers are told by RANK and WORLD_SIZE")->capture_default_str();
    app.add_option("--seed", train.seed, "The same seed, data and options give the same model")->capture_default_str();
    app.add_option("--eval_ratio", train.eval_ratio, "Share of the files that is held out and measured while training")->check(CLI::Range(0.0, 1.0))->capture_default_str();
    app.add_option("--device", train.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    app.add_option("--threads", train.threads, "Threads of network operations; 0: all cores")->check(CLI::NonNegativeNumber)->capture_default_str();
    refuseFlag(app, "--tfds_name", "TensorFlow's data sets would have to be fetched from the net. Name a folder of music or a TFRecord with --examples_path.");
    acceptFlag(app, "--eval_dir_suffix", "It changes nothing: what is measured goes to standard output, not into a folder.");
    acceptFlag(app, "--log", "It changes nothing: results go to standard output, remarks to standard error.");
    for (const char* flag : {"--master", "--task", "--num_ps_tasks"})
        acceptFlag(app, flag, kNoParameterServers);
    return [options] { return run(*options); };
}

} // namespace partita::cli
