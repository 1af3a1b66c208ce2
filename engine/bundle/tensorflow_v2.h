#pragma once

#include "engine/bundle/bundle.h"
#include "engine/bundle/file_source.h"
#include "engine/core/error.h"

#include <filesystem>
#include <string>

namespace partita::bundle {

/// TensorFlow's checkpoint format since 1.0: `PREFIX.index`, a table of names with type, shape and place, and the bytes
/// in `PREFIX.data-KKKKK-of-NNNNN`. Whole tensors stay in the mapped shards; partitioned ones are joined. Sums are checked.
/// Errors: kNotFound (index or a shard), kNotRecognized, kDamaged, kTooLarge, kUnsupported (big-endian, an alien type).
/// Source: tensorflow/core/util/tensor_bundle; protobuf/tensor_bundle.proto.
Result<Bundle> readTensorFlowV2(const FileSource& files, const std::string& prefix);

/// Writes `PREFIX.index`, one shard, and the `checkpoint` file beside them that names it as the newest. TensorFlow's
/// own reader opens it; restoring needs no graph. The index comes last, so that a failure leaves no half checkpoint.
/// Errors: kUnwritable.
Result<void> writeTensorFlowV2(const std::filesystem::path& prefix, const Bundle& bundle);

} // namespace partita::bundle
