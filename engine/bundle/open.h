#pragma once

#include "engine/bundle/bundle.h"
#include "engine/core/error.h"

#include <filesystem>

namespace partita::bundle {

/// Reads a checkpoint of any format, found out by its content.
/// Errors: those of the format's reader; kNotRecognized for what is no checkpoint; kNotFound.
Result<Bundle> openBundle(const std::filesystem::path& path);

} // namespace partita::bundle
