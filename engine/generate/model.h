#pragma once

#include "engine/encoding/event_encoding.h"
#include "engine/models/event_network.h"
#include "engine/models/event_rnn_config.h"

#include <memory>
#include <string>

namespace partita::generate {

/// A network ready to make music, and what is known about it.
/// Threads: the network takes one call at a time; the inference thread owns it.
struct Model {
    std::string fileName; ///< of the checkpoint, without its folder
    std::string sha256;   ///< of the checkpoint's bytes
    const models::EventRnnConfig* config = nullptr; ///< never null; points into the table of configs
    std::shared_ptr<const encoding::EventEncoding> encoding;
    std::shared_ptr<models::EventNetwork> network;
};

/// Puts a network and the config's encoding together.
/// Errors: kMismatch where the network's inputs or classes are not the encoding's; those of models::makeEncoding.
Result<Model> makeModel(const models::EventRnnConfig& config, std::shared_ptr<models::EventNetwork> network, std::string fileName, std::string sha256);

} // namespace partita::generate
