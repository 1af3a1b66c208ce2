#pragma once

#include "engine/bundle/bundle.h"
#include "engine/bundle/file_bytes.h"
#include "engine/core/error.h"

#include <filesystem>

namespace partita::bundle {

/// A Magenta bundle (.mag): a V1 checkpoint, the generator's id, descriptions, and a graph of which only the widths of
/// inputs and states are read. Metadata: "config" (the id), "generator_description", "description" (of the bundle),
/// "input_width", "state_widths" ("24,24,20,20", as the graph has them). The graph itself is kept.
/// Errors: kNotRecognized (a web page saved as .mag is the usual mistake), kDamaged, kTooLarge above 1 GiB; those of
/// parseTensorFlowV1.
/// Source: Magenta protobuf/generator.proto, models/shared/sequence_generator.py.
Result<Bundle> parseMag(const FileBytes& file, const std::filesystem::path& path);

/// Writes such a bundle: tensors, graph, and from the metadata id and descriptions ("config" must be there). Without a graph
/// Magenta cannot use it; Partita can. Equal bundles give equal bytes.
/// Errors: kInvalidArgument without an id; kTooLarge above 1 GiB; kUnwritable.
Result<void> writeMag(const std::filesystem::path& path, const Bundle& bundle);

} // namespace partita::bundle
