#pragma once

#include "engine/bundle/bundle.h"
#include "engine/bundle/file_source.h"
#include "engine/core/error.h"

#include <string>

namespace partita::bundle {

/// Weights converted for TensorFlow.js: `weights_manifest.json` lists tensors by groups, whose bytes lie end to end in
/// the group's files. Values quantised to uint8 or uint16 are widened to float32: value · scale + min, in float32 as the
/// original does. `manifest` is the name of the JSON file in `files`. A `config.json` beside it becomes metadata
/// "tfjs_config".
/// Errors: kNotFound (a shard), kNotRecognized, kDamaged, kTooLarge, kUnsupported (a type that is none of these).
/// Source: tensorflow/tfjs-core io/io_utils.ts (decodeWeights), tfjs-converter's manifest.
Result<Bundle> readTfjs(const FileSource& files, const std::string& manifest);

} // namespace partita::bundle
