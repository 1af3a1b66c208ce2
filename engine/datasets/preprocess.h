#pragma once

#include "engine/core/error.h"
#include "engine/models/vae_config.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace partita::datasets {

/// What keeps a piece out of a MusicVAE's data set before it is converted.
struct PieceFilter {
    double maxTotalTime = 1800.0; ///< seconds
    std::int64_t maxNumNotes = 10'000;
    std::int64_t minVelocities = 1;      ///< different ones
    std::int64_t minMetricPositions = 1; ///< different ones of sixteen in a quarter
    std::optional<bool> isDrum; ///< which notes count for those two; none: all
    bool drumsOnly = false;
};

struct PreprocessOptions {
    const models::VaeConfig* config = nullptr;
    std::vector<std::filesystem::path> inputs; ///< as findSources takes them
    std::filesystem::path output; ///< what the names of the shards begin with
    int shards = 32;
    std::optional<PieceFilter> filter = PieceFilter();
};

struct PreprocessReport {
    std::vector<std::filesystem::path> files; ///< the shards, of which some may be empty
    std::map<std::string, std::int64_t> counters; ///< under Magenta's names
};

/// Turns music into a MusicVAE's examples and back into music: TFRecords of NoteSequences that hold one example each, and
/// each only once, under the ids of all pieces that gave it. Examples that do not come back as themselves are left out.
/// Memory holds every different example. All shards appear when all is done, and nothing of them otherwise.
/// `reject` hears of files and records that cannot be read.
/// Errors: those of findSources; kInvalidArgument for SequenceExamples; kUnwritable; kStopped.
/// Source: Magenta music_vae/preprocess_tfrecord.py, whose shuffle of the records is left to training.
Result<PreprocessReport> preprocess(const PreprocessOptions& options, const std::function<void(const std::filesystem::path&, const std::string& reason)>& reject,
                                    const std::function<void(std::int64_t files, std::int64_t of)>& progress, std::stop_token stop = {});

} // namespace partita::datasets
