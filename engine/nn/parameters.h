#pragma once

#include "engine/bundle/tensor.h"
#include "engine/core/error.h"
#include "engine/models/rnn_variables.h"

#include <torch/types.h>

#include <map>
#include <span>
#include <string>
#include <vector>

namespace partita::nn {

/// A trainable tensor of a network.
struct Parameter {
    std::string name;
    torch::Tensor value;
};

/// The tensors that a network's variables name, in their order.
/// Errors: kMismatch names the first that is missing or has another shape.
Result<std::vector<Parameter>> readParameters(std::span<const models::Variable> variables, const std::map<std::string, bundle::Tensor>& tensors, torch::Device device);

/// The same on the processor without a copy of what is float32 and aligned: the tensors lie in the bundle's memory or mapped
/// file, which they keep alive. For reading only.
Result<std::vector<Parameter>> viewParameters(std::span<const models::Variable> variables, const std::map<std::string, bundle::Tensor>& tensors);

/// Between LibTorch's tensors and the plain ones of a bundle (float32).
torch::Tensor fromPlain(const bundle::Tensor& tensor, torch::Device device);
bundle::Tensor toPlain(std::string name, const torch::Tensor& tensor);

} // namespace partita::nn
