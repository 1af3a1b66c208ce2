#pragma once

#include "engine/models/rnn_variables.h"

#include <torch/types.h>

namespace partita::nn {

using DenseWeights = models::DenseParts<torch::Tensor>;
using AttentionWeights = models::AttentionParts<torch::Tensor>;
/// The tensors of an event RNN by role.
using EventRnnWeights = models::RnnParts<torch::Tensor>;

} // namespace partita::nn
