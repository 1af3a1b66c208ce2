#pragma once

#include "engine/core/error.h"
#include "engine/models/event_rnn_config.h"

#include <CLI/CLI.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>

/// What Magenta's tools have in common: each is one family's, and says by --config or --melody_encoder_decoder what model
/// is meant.
namespace partita::cli {

/// A command under the name of one of Magenta's tools.
struct MagentaTool {
    std::string_view name;
    std::optional<models::EventRnnFamily> family; ///< none: any
    const char* config;                           ///< without --config; "": it must be given
    const char* folder;                           ///< that it writes to unless told; "": it must be told
};

/// --config and --melody_encoder_decoder, which stands for the config with that encoding.
struct ModelFlags {
    std::string config;
    std::string melodyEncoder;
};
void addModelFlags(CLI::App& app, const MagentaTool& tool, ModelFlags& flags);

/// --melody_encoder_decoder: the config with that encoding and Magenta's plain settings.
extern const std::map<std::string, std::string> kEncoderConfigs;

/// Errors: kNotFound; kInvalidArgument without either flag; kMismatch for a config of another family.
Result<const models::EventRnnConfig*> configOf(const ModelFlags& flags, const MagentaTool& tool);

} // namespace partita::cli
