#pragma once

#include "engine/bundle/bundle.h"
#include "engine/core/error.h"
#include "engine/models/model_file.h"
#include "engine/models/vae_recognition.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace partita::models {

/// A checkpoint that holds a MusicVAE that can play: recognised, complete, with a config, and every weight a number.
struct LatentFile {
    std::filesystem::path path;
    bundle::Bundle bundle;
    VaeRecognition recognition; ///< `config` is never null
};

/// Opens the MusicVAE of any checkpoint file, of a training run's folder the best one, of a Magenta run the latest; played
/// as the row that `config` names, where one is named.
/// Errors:  those of bundle::openBundle; kNotFound for a config that does not exist; kMismatch where the file holds another
///          model, or none (the sentence names both and what would do); kDamaged.
Result<LatentFile> openLatentFile(const std::filesystem::path& path, std::string_view config = {});

/// A line of a menu of MusicVAEs. Menus are filled without reading weights.
struct LatentEntry {
    std::filesystem::path path;
    std::string name; ///< for people: the file's, or the run's
    ModelOrigin origin = ModelOrigin::kShipped;
    std::shared_ptr<const VaeConfig> config; ///< never null
    std::string description; ///< one line: the file's own words, else the config's
    std::string summary; ///< one line: config, size, training
};

/// All usable MusicVAEs, in the order of forEachModelPlace.
std::vector<LatentEntry> availableLatentModels();

} // namespace partita::models
