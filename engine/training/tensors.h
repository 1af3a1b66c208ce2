#pragma once

#include "engine/bundle/tensor.h"

#include <map>
#include <string>

namespace partita::training {

/// By variable name.
using Tensors = std::map<std::string, bundle::Tensor>;

} // namespace partita::training
