#pragma once

#include "engine/bundle/bundle.h"
#include "engine/core/error.h"

#include <filesystem>

namespace partita::bundle {

/// Reads a checkpoint of any format, found out by its content, not by its name:
///   safetensors · a TensorFlow V1 file · a V2 checkpoint by any of its files or by their common prefix · a `checkpoint`
///   state file · a Magenta bundle (.mag) · a TensorFlow.js manifest · a folder or a .tar, .tar.gz, .tgz or .zip of these
/// Of a folder with several checkpoints the one that its state file names counts; without that file, the one with the
/// highest step.
/// Errors: those of the format's reader; kNotRecognized for what is no checkpoint; kNotFound.
Result<Bundle> openBundle(const std::filesystem::path& path);

} // namespace partita::bundle
