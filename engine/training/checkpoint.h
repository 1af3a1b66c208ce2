#pragma once

#include "engine/bundle/bundle.h"
#include "engine/datasets/music_options.h"
#include "engine/runs/run_folder.h"
#include "engine/training/tensors.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace partita::training {

/// What a model file says about how it was trained, beside models::metadata's keys.
struct Provenance {
    std::uint64_t seed = 0;
    double eval_ratio = 0.1;
    datasets::MusicOptions music;
    std::string dataDigest;
    std::string data;    ///< a sentence
    std::string licence; ///< a sentence
};

/// What a model file says it is: a row of a table of configs, and what was changed in it.
struct Identity {
    std::string config, description;
    std::string hparams; ///< JSON
};

/// A model in training as its two files keep it.
struct TrainingState {
    std::int64_t step = 0;
    Tensors weights;
    Tensors optimizer;
};

/// Writes `checkpoints/step-<n>.safetensors` (weights and metadata: a model to play and to ship) and
/// `step-<n>.state.safetensors` (the optimizer's tensors) below `folder`. Returns where. Errors: kUnwritable.
Result<runs::Checkpoint> saveCheckpoint(const std::filesystem::path& folder, TrainingState state, const Identity& identity, const Provenance& provenance, const std::map<std::string, double>& evalMetrics);

/// The state as it was. Errors: kDamaged, by name; those of readSafetensors.
Result<TrainingState> loadCheckpoint(const std::filesystem::path& folder, const runs::Checkpoint& checkpoint);

/// Reads a provenance back; nothing where the file was not trained here.
std::optional<Provenance> readProvenance(const bundle::Bundle& bundle);

} // namespace partita::training
