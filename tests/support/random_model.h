#pragma once

#include "engine/core/error.h"

#include <filesystem>
#include <string_view>

namespace partita::test {

/// Writes a MusicVAE of the row `config`, small and with random weights, as a checkpoint that any part of the program opens.
Result<void> writeRandomLatentModel(const std::filesystem::path& path, std::string_view config, int zSize = 8, int units = 24);

} // namespace partita::test
