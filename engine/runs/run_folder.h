#pragma once

#include "engine/core/error.h"
#include "engine/core/file_io.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// A training run is a folder: what it is, what happened, and the models it has made so far. Whoever lists runs or
/// plays with their models needs no more than this; engine/runs/README.md describes the files.
namespace partita::runs {

/// One saved model and the training state beside it; paths are relative to the run's folder.
struct Checkpoint {
    std::int64_t step = 0;
    std::string model; ///< safetensors: weights and metadata
    std::string state; ///< safetensors: what resuming needs besides
    std::map<std::string, double> eval; ///< held-out metrics at that step, where they were measured
    bool kept = false; ///< for good, however many come after it

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// The checkpoints that a run keeps.
struct Checkpoints {
    std::vector<Checkpoint> all; ///< by rising step
    std::optional<std::int64_t> best; ///< the step with the lowest held-out loss

    const Checkpoint* latest() const { return all.empty() ? nullptr : &all.back(); }
    const Checkpoint* at(std::int64_t step) const;
    /// The one to make music with: the best where that is known, else the latest.
    const Checkpoint* preferred() const;
};

enum class Status {
    kRunning,     ///< a process is training in it now
    kDone,        ///< reached its last step
    kStopped,     ///< asked to stop; can be resumed
    kInterrupted, ///< ended without a word (killed, power cut); can be resumed
    kFailed,
};

/// What the run was asked to be, in `run.json`.
struct Run {
    std::filesystem::path folder;
    std::string config;
    std::string hparams; ///< JSON, all of them
    std::uint64_t seed = 0;
    double eval_ratio = 0.1;
    std::string music = "{}"; ///< JSON: how its music is read, where not as usual
    std::int64_t num_training_steps = 0;
    std::vector<std::string> examples_path;
    std::string dataDigest; ///< of the sequences trained on; empty until they are read
    std::string started;    ///< UTC, "2025-03-01T12:00:00Z"
    Status status = Status::kInterrupted;
    std::string message; ///< of a failed run
    Checkpoints checkpoints;

    /// The model to make music with, if there is one yet.
    std::optional<std::filesystem::path> model() const;
};

bool isRun(const std::filesystem::path& folder);

/// Errors: kNotFound where `folder` holds no run; kDamaged, by name.
Result<Run> readRun(const std::filesystem::path& folder);

/// The runs directly below `folder`, the newest first; damaged ones are left out.
std::vector<Run> listRuns(const std::filesystem::path& folder);

/// The model file that `path` means: itself, or the preferred one of the run in that folder.
/// Errors: those of readRun; kNotFound for a run without a checkpoint.
Result<std::filesystem::path> modelFile(const std::filesystem::path& path);

/// The training process's side: holds the folder's lock while it lives, so that two never train in one folder.
class OpenRun {
public:
    /// Makes the folder or takes up the run in it. Errors: kUnwritable; kDamaged; kFailed when another process holds it.
    static Result<OpenRun> open(const std::filesystem::path& folder);
    OpenRun(OpenRun&& other) noexcept;
    OpenRun& operator=(OpenRun&&) = delete;
    ~OpenRun();

    /// The run that was there, if one was.
    const std::optional<Run>& earlier() const { return m_earlier; }

    Result<void> write(const Run& run) const;
    /// Adds a line to events.jsonl.
    Result<void> addEvent(const std::string& json) const;
    /// Records `added`, whose files are written, in `checkpoints`, and removes the files of those above `keep`
    /// (0 keeps all); the best and those that are kept for good stay.
    Result<void> addCheckpoint(Checkpoints& checkpoints, Checkpoint added, int keep) const;

    const std::filesystem::path& folder() const { return m_folder; }

private:
    OpenRun(std::filesystem::path folder, int lock);

    std::filesystem::path m_folder;
    int m_lock = -1;
    std::optional<Run> m_earlier;
};

} // namespace partita::runs
