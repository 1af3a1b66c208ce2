#pragma once

#include "engine/bundle/bundle.h"
#include "engine/bundle/file_bytes.h"
#include "engine/core/error.h"

#include <filesystem>

namespace partita::bundle {

/// TensorFlow's first checkpoint format: one file, a sorted table of tensor slices. Partitioned tensors are joined.
/// `path` is for the sentences.
/// Errors: kNotRecognized, kDamaged, kTooLarge, kUnsupported (an alien type).
/// Source: tensorflow/core/util/tensor_slice_writer.cc, saved_tensor_slice.proto.
Result<Bundle> parseTensorFlowV1(std::span<const std::uint8_t> bytes, const std::filesystem::path& path);

/// The tensors as such a file, each whole.
Bytes tensorFlowV1(const Bundle& bundle);

} // namespace partita::bundle
