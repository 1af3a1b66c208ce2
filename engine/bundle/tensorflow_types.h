#pragma once

#include "engine/bundle/tensor.h"

#include <optional>

namespace partita::bundle {

/// TensorFlow's numbers for element types; nothing for those that no variable of ours has (complex, quantised, resources).
/// Source: tensorflow/core/framework/types.proto.
std::optional<DType> fromTensorFlow(int number);
int toTensorFlow(DType dtype);

/// For sentences: "bfloat16", or "type 8".
std::string tensorFlowTypeName(int number);

} // namespace partita::bundle
