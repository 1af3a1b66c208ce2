#pragma once

#include "engine/core/error.h"
#include "engine/datasets/music_options.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What training is asked and what it answers, without LibTorch: the words of the command line and the studio.
namespace partita::training {

/// Names as the command line spells them.
struct TrainOptions {
    std::string config = "basic_rnn";
    std::string hparams; ///< changes to the config's, as models::parseHParams reads them
    std::vector<std::filesystem::path> examples_path; ///< music, or TFRecords: as datasets::findSources takes them
    std::filesystem::path run_dir; ///< made, or resumed where it holds a run
    std::int64_t num_training_steps = 1000; ///< the step at which the run ends, earlier sittings included
    std::uint64_t seed = 0;
    double eval_ratio = 0.1; ///< share of the files that is held out
    datasets::MusicOptions music; ///< how the files are read

    bool cache_dataset = false; ///< MusicVAE: every pass has the keys and windows of the first

    int summary_frequency = 10; ///< steps between `train` events
    int eval_frequency = 100;   ///< steps between `eval` events, each with a checkpoint
    double checkpoint_seconds = 120; ///< a checkpoint also when the last is so old
    int num_checkpoints = 10; ///< kept, the newest, and the best besides; 0 keeps all
    double keep_checkpoint_every_n_hours = 1.0; ///< and one that old for good; 0: none
    bool dropout_in_eval = false; ///< held-out metrics also with dropout, as Magenta's own evaluation gives them
    std::filesystem::path warm_start; ///< a checkpoint in any format whose weights a new run begins with; empty: fresh ones
    int patience = 0; ///< so many evaluations without a lower held-out loss end the run; 0: never

    std::string device = "auto";
    int threads = 0;     ///< of network operations; 0: all cores
    bool gentle = false; ///< gives way to other programs: lowest priority, half the threads

    std::string licence; ///< of the weights and
    std::string data;    ///< what they learn from, in a sentence each: kept in the checkpoints

    int controlInput = -1; ///< file descriptor that `pause`, `resume` and `stop` are read from, a word a line; -1: none
};

/// One line of what happens: `event` says which kind, the rest is what belongs to it. See engine/training/README.md.
using Json = nlohmann::ordered_json;
/// Called on the training thread; may take its time.
using EventSink = std::function<void(const Json& event)>;

struct EvaluateOptions {
    std::filesystem::path checkpoint; ///< a model file, or a run folder: then its best
    std::vector<std::filesystem::path> examples_path; ///< as TrainOptions'
    std::int64_t num_eval_examples = 0; ///< so many of each half at most, the first; 0: all
    std::string device = "auto";
    int threads = 0;
    bool dropout_in_eval = false; ///< metrics also with dropout, named …kWithDropout
    std::string config;  ///< what the model is to be read as; empty: what the file says
    std::string hparams; ///< an event RNN's: what its tensors do not show, such as attn_length
    std::optional<datasets::MusicOptions> music; ///< how the files are read; none: as those that the model was trained on
};

/// What is added to the names of metrics that were measured with dropout.
inline constexpr std::string_view kWithDropout = "_with_dropout";

} // namespace partita::training
