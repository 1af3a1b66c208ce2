#pragma once

#include "engine/converters/dropped.h"
#include "engine/core/error.h"
#include "engine/generate/latent_model.h"
#include "engine/generate/progress.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace partita::study {

struct ClipCorpusOptions {
    std::size_t most = 1024; ///< clips
    std::uint64_t seed = 1;  ///< files come in an order drawn from it
};

/// What a corpus held.
struct ClipCorpus {
    std::size_t files = 0; ///< that were read
    std::size_t clips = 0;
    converters::DropCounts dropped{};
    std::vector<std::string> unreadable; ///< a sentence for each file that could not be read
};

/// Hands over clips of a configuration's music, from all music in a folder and its folders, a single file, or a TFRecord of
/// NoteSequences, until there are enough: of each piece as many as `converter` gives.
/// Errors:  kNotFound, kUnreadable; kMismatch where nothing in it fits; kStopped; those of `visit`, which end the walk.
/// Threads: any; `progress` counts clips.
Result<ClipCorpus> forEachClip(const models::VaeConfig& config, const converters::DataConverter& converter, const std::filesystem::path& path, const ClipCorpusOptions& options,
                               const std::function<Result<void>(converters::LatentExample clip)>& visit, const generate::Progress& progress = {}, std::stop_token stop = {});

/// Those that a model can take. Errors: as forEachClip.
Result<std::vector<converters::LatentExample>> readClips(const generate::LatentModel& model, const std::filesystem::path& path, const ClipCorpusOptions& options,
                                                         const generate::Progress& progress = {}, std::stop_token stop = {});

/// What a corpus is worth to a configuration, as the paper tells of its own: every window of it, and how many differ.
struct ExampleCount {
    ClipCorpus corpus;
    std::size_t different = 0;
};

/// Counts all windows, whatever limit the configuration has on those of a piece.
/// Errors: as forEachClip.      Source: the MusicVAE paper, appendix A.
Result<ExampleCount> countExamples(const models::VaeConfig& config, const std::filesystem::path& path, const generate::Progress& progress = {}, std::stop_token stop = {});

} // namespace partita::study
