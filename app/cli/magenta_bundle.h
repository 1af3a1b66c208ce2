#pragma once

#include "engine/bundle/bundle.h"
#include "engine/core/error.h"

#include <filesystem>
#include <string>

namespace partita::cli {

/// Writes a recognised model as Magenta's .mag. TensorFlow's graph, which Magenta runs, comes from the bundle itself or
/// from `graphFrom`, a .mag of the same structure, whose names the tensors then take; without one a remark says that Magenta
/// cannot use the file. `description` replaces the bundle's own unless it is empty.
/// Errors: kMismatch for what is no event RNN, or of another structure; those of opening and writing.
Result<void> writeMagentaBundle(const bundle::Bundle& bundle, const std::filesystem::path& output, const std::filesystem::path& graphFrom, const std::string& description);

} // namespace partita::cli
