#pragma once

#include "engine/bundle/bundle.h"
#include "engine/models/event_rnn_config.h"
#include "engine/runs/run_folder.h"
#include "engine/training/trainer.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace partita::training {

/// What a model file says about how it was trained, beside models::metadata's keys.
struct Provenance {
    std::uint64_t seed = 0;
    double eval_ratio = 0.1;
    std::string dataDigest;
    std::string data;    ///< a sentence
    std::string licence; ///< a sentence
};

/// Writes `checkpoints/step-<n>.safetensors` (weights and metadata: a model to play and to ship) and
/// `step-<n>.state.safetensors` (Adam's moments) below `folder`. Returns where. Errors: kUnwritable.
Result<runs::Checkpoint> saveCheckpoint(const std::filesystem::path& folder, const Trainer& trainer, const models::EventRnnConfig& config, const models::HParams& hparams,
                                        const Provenance& provenance, const std::map<std::string, double>& evalMetrics);

/// The trainer as it was. Errors: kDamaged, kMismatch, by name; those of readSafetensors.
Result<Trainer> loadCheckpoint(const std::filesystem::path& folder, const runs::Checkpoint& checkpoint, const TrainerOptions& options);

/// Reads a provenance back; nothing where the file was not trained here.
std::optional<Provenance> readProvenance(const bundle::Bundle& bundle);

} // namespace partita::training
