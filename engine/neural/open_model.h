#pragma once

#include "engine/core/error.h"
#include "engine/generate/latent_model.h"
#include "engine/generate/model.h"
#include "engine/models/latent_file.h"
#include "engine/models/model_file.h"

#include <string_view>

namespace partita::neural {

/// Checkpoints that were read, made ready to play on `device` (as Neural takes it). LibTorch is loaded at the first call.
/// Errors: those of neural::open, of opening the network and of digesting the file; kMismatch as generate::makeModel.
/// Threads: any.
Result<generate::Model> openModel(const models::ModelFile& file, std::string_view device = "auto");
/// The same, read as `config`.
Result<generate::Model> openModel(const models::ModelFile& file, const models::EventRnnConfig& config, std::string_view device = "auto");
Result<generate::LatentModel> openModel(const models::LatentFile& file, std::string_view device = "auto");

} // namespace partita::neural
