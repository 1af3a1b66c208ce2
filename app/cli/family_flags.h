#pragma once

#include "engine/core/error.h"
#include "engine/models/event_rnn_config.h"

#include <CLI/CLI.hpp>

namespace partita::cli {

/// Refuses what was given on the command line and means nothing to this kind of model, so that no flag is silently ignored.
/// Errors: kInvalidArgument; the sentence says what to use instead.
Result<void> checkFlags(const CLI::App& app, const models::EventRnnConfig& config);

} // namespace partita::cli
