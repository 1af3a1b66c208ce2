#pragma once

#include "engine/core/error.h"
#include "engine/study/latent_studies.h"
#include "engine/training/options.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace partita::study {

/// How good a model is on some music: what `partita evaluate` says, and of a MusicVAE what `partita study table1` says, too.
struct Assessment {
    training::Json figures; ///< of training::evaluate
    std::optional<ReconstructionStudy> reconstruction; ///< of a MusicVAE
};

struct AssessmentOptions {
    std::filesystem::path checkpoint; ///< as training::EvaluateOptions'
    std::filesystem::path music;      ///< a folder, a file of music, or a TFRecord of NoteSequences
    std::string device = "auto";
    int threads = 0; ///< of network operations; 0: all cores
    std::size_t clips = 1024; ///< of a MusicVAE's reconstructions, as `table1` takes them
    std::uint64_t seed = 1;   ///< of which clips and draws
};

/// The work goes through these, one after the other.
enum class AssessmentStage { kReading, kMeasuring, kChoosingClips, kReconstructing };

/// So many of so many files, examples or clips of a stage are done.
using AssessmentProgress = std::function<void(AssessmentStage stage, std::int64_t done, std::int64_t of)>;

/// Errors:  those of training::evaluate, readClips and studyReconstruction; kStopped.
/// Threads: any; it may take minutes.
Result<Assessment> assess(const AssessmentOptions& options, const AssessmentProgress& progress = {}, std::stop_token stop = {});

} // namespace partita::study
