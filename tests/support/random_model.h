#pragma once

#include "engine/core/error.h"

#include <filesystem>
#include <string_view>

namespace partita::test {

/// Writes a MusicVAE of the row `config`, small and with random weights, as a checkpoint that any part of the program opens.
/// A size of 0 is the row's own.
Result<void> writeRandomLatentModel(const std::filesystem::path& path, std::string_view config, int zSize = 8, int units = 24);

/// The same for an event RNN, as a training run of that configuration would write it.
Result<void> writeRandomEventModel(const std::filesystem::path& path, std::string_view config, std::string_view hparams = "rnn_layer_sizes=[12]");

} // namespace partita::test
