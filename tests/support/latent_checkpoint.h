#pragma once

#include <filesystem>
#include <string_view>

namespace partita::test {

/// A MusicVAE of `config` with few units and weights that hang on the names of its variables and `seed`, lively enough to
/// make notes.
void writeLatentCheckpoint(const std::filesystem::path& path, std::string_view config, int seed = 7);

} // namespace partita::test
