#pragma once

#include "engine/bundle/bundle.h"
#include "engine/models/vae_config.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace partita::models {

/// What the tensors of a bundle are if they are a MusicVAE's, found by names and shapes: checked here, then trusted.
struct VaeRecognition {
    /// What it is played as: a row of the table with the sizes, hyperparameters and, for files of magenta-js, the converter
    /// that the file itself has. `config->id` is the row's. Null where no row makes such music: the network runs, but
    /// nothing here writes its notes.
    std::shared_ptr<const VaeConfig> config;
    VaeSpec spec;
    VaeHParams hparams;
    std::map<std::string, bundle::Tensor> weights; ///< by canonical name; of a usable bundle exactly the spec's variables
    std::vector<std::string> unused;   ///< names in the file that are no weights: optimizer slots, counters, opaque kernels, strangers
    std::vector<std::string> problems; ///< sentences; empty: the model can run
    std::vector<std::string> remarks;  ///< sentences: what was assumed because no tensor says it
    std::vector<std::string_view> alike; ///< ids of all rows that the tensors fit
    std::optional<std::int64_t> step;

    bool usable() const { return problems.empty(); }
    /// "cat-mel_2bar_small: melodies, encoder of 512 units, decoder of 256, 256, 256 latent numbers, trained for 4000 steps".
    std::string summary() const;
};

/// Whether names in `bundle` are a MusicVAE's.
bool looksLikeVae(const bundle::Bundle& bundle);

/// Finds out which MusicVAE `bundle` holds. Sizes come from the tensors, never from the config; the row of the table from
/// what the file says, from its name, from a config.json of magenta-js, else from the sizes.
/// Source:  Magenta's variable scopes; see vae_variables.h.
VaeRecognition recognizeVae(const bundle::Bundle& bundle);

/// The same model, played as the row that `name` names (or an alias of it).
/// Errors: kNotFound; kMismatch where that row makes other music or has another architecture: the sentence names both, what
/// to ask for instead, and why.
Result<VaeRecognition> recognizeVaeAs(const bundle::Bundle& bundle, std::string_view name);

} // namespace partita::models
