#pragma once

#include "engine/core/error.h"
#include "engine/runs/run_folder.h"
#include "engine/training/checkpoint.h"
#include "engine/training/data_set.h"
#include "engine/training/options.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace partita::training {

/// Metrics by the names that events and checkpoints give them; "loss" is always among them.
using Metrics = std::map<std::string, double>;

/// What the examples turned out to be, whatever kind of model reads them.
struct Lessons {
    std::int64_t files = 0, trainingFiles = 0, heldOutFiles = 0;
    std::int64_t trainingSequences = 0, heldOutSequences = 0;
    std::vector<RejectedFile> rejected;
    std::map<std::string, std::int64_t> statistics;
    std::string digest;
};

class Processes;

/// A kind of model as the training loop sees it: what it is, what it reads, one update, one evaluation. The loop owns
/// everything else: run folder, events, pausing, checkpoints, when to stop.
/// Called in this order: start, read, resume (where there is a checkpoint), begin, then step, evaluate and save as they come.
/// Where processes train together, all but resume and save are called in each of them, and the numbers are those of all.
/// Errors:  sentences, as train() promises them. LibTorch's exceptions may come through.
class Course {
public:
    virtual ~Course() = default;

    virtual std::string_view config() const = 0;
    /// All hyperparameters, as JSON.
    virtual std::string hparams() const = 0;

    /// Fresh weights. `processes` train together; null: this one alone. Errors: kNoDevice; kInvalidArgument: more processes
    /// than a batch has examples.
    virtual Result<void> start(Processes* processes) = 0;
    /// The weights and the state of `checkpoint` in the run's folder.
    virtual Result<void> resume(const std::filesystem::path& folder, const runs::Checkpoint& checkpoint) = 0;
    /// What the `start` event says of the model: "parameters", "device", …
    virtual Json about() const = 0;

    /// `reading` and `stop` also hold for what begin and step read later. Errors: kStopped.
    virtual Result<Lessons> read(const ReadingSink& reading, std::stop_token stop) = 0;

    /// Makes ready for the first step. Errors: kStopped.
    virtual Result<void> begin() = 0;

    /// Updates so far, and passes over the data complete by then.
    virtual std::int64_t steps() const = 0;
    virtual std::int64_t epoch() const = 0;

    /// One update. Errors: kFailed when it diverged, kStopped while it read; all then is as before.
    virtual Result<void> step() = 0;
    /// What the last step's batch gave before its update, and the rates it was made with.
    virtual Metrics trained() const = 0;
    /// On the held-out examples; nothing where there are none or `stopped` says to leave off.
    virtual Result<std::optional<Metrics>> evaluate(const std::function<bool()>& stopped) = 0;

    virtual Result<runs::Checkpoint> save(const std::filesystem::path& folder, const Provenance& provenance, const Metrics& heldOut) const = 0;
};

/// Errors: kNotFound, kInvalidArgument: options that do not make one.
Result<std::unique_ptr<Course>> openEventRnnCourse(const TrainOptions& options);
Result<std::unique_ptr<Course>> openVaeCourse(const TrainOptions& options);

} // namespace partita::training
