#pragma once

#include "engine/bundle/bundle.h"
#include "engine/bundle/file_bytes.h"
#include "engine/core/error.h"

#include <filesystem>

namespace partita::bundle {

/// The safetensors format: 8 bytes length of the header, little-endian; the header, JSON, name → {dtype, shape,
/// data_offsets} and "__metadata__" → strings; then the tensors' bytes, gapless. No code, no pickles: safe to open.
///
/// The tensors lie in the mapped file. Every length, offset and shape is checked before it is used.
/// Errors: kNotFound, kUnreadable, kNotRecognized, kDamaged, kTooLarge (header above 16 MiB, 100,000 tensors).
/// Source:  huggingface.co/docs/safetensors, "Format".
Result<Bundle> readSafetensors(const std::filesystem::path& path);

/// As above, from bytes; `path` is only for the sentences.
Result<Bundle> parseSafetensors(const FileBytes& file, const std::filesystem::path& path);

/// Writes tensors and metadata as one act (the old file stays on failure). Equal bundles give equal bytes.
/// Errors: kUnwritable; kUnsupported for string tensors, which the format lacks.
Result<void> writeSafetensors(const std::filesystem::path& path, const Bundle& bundle);

} // namespace partita::bundle
