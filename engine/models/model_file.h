#pragma once

#include "engine/bundle/bundle.h"
#include "engine/core/error.h"
#include "engine/models/recognition.h"

#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <string>
#include <vector>

namespace partita::models {

/// A checkpoint file as people see it: what is in it, which model it is, and whether it can play.
struct ModelFile {
    std::filesystem::path path;
    bundle::Bundle bundle;
    Recognition recognition;
    std::map<std::string, double> metrics; ///< of training, as the file tells them: "loss", "eval_loss", …

    /// "basic_rnn, layers of 128 and 128 units, trained for 4000 steps".
    std::string summary() const;
};

/// Reads any checkpoint, whether a model is recognised in it or not: what `inspect` shows. Of a training run's folder
/// the best checkpoint.
/// Errors: those of bundle::openBundle.
Result<ModelFile> readModelFile(const std::filesystem::path& path);

/// A checkpoint that can play: recognised, complete, and every weight a number.
/// Errors: also kMismatch; the sentence names what is missing or does not fit.
Result<ModelFile> openModelFile(const std::filesystem::path& path);

/// SHA-256 of the bytes of a checkpoint's file; of several files, of their digests in reading order.
Result<std::string> sha256Of(const bundle::Bundle& bundle);
inline Result<std::string> sha256Of(const ModelFile& file) { return sha256Of(file.bundle); }
/// The same on a thread of its own, while the network is opened: of a large checkpoint it takes longer than that.
std::future<Result<std::string>> beginSha256(const bundle::Bundle& bundle);

/// Where a model in a menu comes from.
enum class ModelOrigin {
    kShipped, ///< came with the program
    kUser,    ///< put into the user's models folder
    kRun,     ///< the best checkpoint of a training run
};

/// Calls `visit` with all places where models lie: those of the resources and the user's folder by name, then the runs, the
/// newest first. What is there may be anything.
void forEachModelPlace(const std::function<void(const std::filesystem::path& path, ModelOrigin origin, std::string name)>& visit);

/// A line of a model menu. Menus are filled without reading weights.
struct ModelEntry {
    std::filesystem::path path;
    std::string name; ///< for people: the file's, or the run's
    ModelOrigin origin = ModelOrigin::kShipped;
    const EventRnnConfig* config = nullptr; ///< never null
    std::string description; ///< one line: the file's own words, else the config's
    std::string summary; ///< one line: config, size, training
};

/// All usable models, in the order of forEachModelPlace. What is no model, or does not open, is left out.
std::vector<ModelEntry> availableModels();

} // namespace partita::models
