#pragma once

#include "engine/bundle/bundle.h"
#include "engine/core/error.h"

#include <filesystem>

namespace partita::bundle {

/// Writes a .tar of a V2 checkpoint, as checkpoints are passed on: the files of writeTensorFlowV2 with the prefix
/// `model.ckpt`; with gzip where the name ends in .tgz or .gz. Equal bundles give equal bytes. While it works, a folder beside `path` holds the files.
/// Errors: kUnwritable.
Result<void> writeTensorFlowTar(const std::filesystem::path& path, const Bundle& bundle);

} // namespace partita::bundle
