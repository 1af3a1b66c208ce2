#pragma once

#include "engine/models/vae_config.h"
#include "engine/training/tensors.h"
#include "engine/training/vae_batch.h"
#include "engine/training/vae_trainer.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace partita::study {

/// A golden case of a MusicVAE: what `case.json` says and the arrays beside it. Everything throws GoldenFileError.
class GoldenVae {
public:
    /// `file`: the case's case.json.
    explicit GoldenVae(const std::filesystem::path& file);

    const nlohmann::json& json() const { return m_json; }
    const models::VaeConfig& config() const { return *m_config; }
    const models::VaeHParams& hparams() const { return m_hparams; } ///< the config's with the case's changes
    const models::VaeSpec& spec() const { return m_spec; }

    /// The tensors of a checkpoint that the case names, as the file has them.
    training::Tensors checkpoint(const std::string& name) const;

    bool has(const std::string& array) const;
    std::vector<std::int64_t> shape(const std::string& array) const;
    /// Values of an array, of one that is kept as the indices of its ones too.
    std::vector<float> values(const std::string& array) const;

    /// Inputs, targets, controls and lengths.
    training::VaeBatch batch() const;
    /// The noise of the posterior at one of the case's steps (the last one's behind them), and of scheduled sampling where it
    /// is recorded.
    training::VaeNoise noise(std::size_t step = 0) const;

private:
    std::filesystem::path m_folder;
    nlohmann::json m_json;
    const models::VaeConfig* m_config = nullptr;
    models::VaeHParams m_hparams;
    models::VaeSpec m_spec;
    training::Tensors m_arrays;
};

/// A network to train, on the processor: the bounds are those of its arithmetic.
std::unique_ptr<training::VaeTrainer> openGoldenTrainer(const GoldenVae& golden, const training::Tensors& weights, std::int64_t step);

} // namespace partita::study
