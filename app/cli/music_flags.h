#pragma once

#include "engine/datasets/music_options.h"

#include <CLI/CLI.hpp>

/// How music is read: flags that making data sets, training and evaluating have in common.
namespace partita::cli {

void addMusicFlags(CLI::App& app, datasets::MusicOptions& options);
/// Whether one of them was given.
bool hasMusicFlags(const CLI::App& app);

} // namespace partita::cli
