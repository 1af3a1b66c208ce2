#pragma once

#include "engine/converters/converter.h"
#include "engine/core/error.h"
#include "engine/models/latent_network.h"
#include "engine/models/vae_config.h"

#include <memory>
#include <string>

namespace partita::generate {

/// A MusicVAE ready to be played with, and what is known about it.
/// Threads: the network takes one call at a time; the inference thread owns it. The rest is constant.
struct LatentModel {
    std::string fileName; ///< of the checkpoint, without its folder
    std::string sha256;   ///< of the checkpoint's bytes
    std::shared_ptr<const models::VaeConfig> config; ///< what it is played as; never null
    std::shared_ptr<const converters::DataConverter> converter; ///< of the config, for inference
    std::shared_ptr<models::LatentNetwork> network;

    int zSize() const { return network->spec().z_size; }
    /// Rows of an example and of what is decoded.
    int steps() const { return network->spec().max_seq_len; }
    /// Bars of four quarters that these rows are.
    int bars() const;
    /// Whether it is told chords, keys or hits beside z.
    bool takesControls() const { return network->spec().controlDepth > 0; }
};

/// Puts a network and the config's converter together.
/// Errors: kMismatch where the network's widths are not the converter's; the sentence names both and says what fits.
Result<LatentModel> makeLatentModel(std::shared_ptr<const models::VaeConfig> config, std::shared_ptr<models::LatentNetwork> network, std::string fileName, std::string sha256);

} // namespace partita::generate
