#pragma once

#include "engine/core/error.h"
#include "engine/nn/device_report.h"

#include <torch/types.h>

#include <string_view>

/// The one place that names a device: everything else takes the device it is given.
namespace partita::nn {

/// The device that `auto`, `cpu`, `cuda` or `cuda:n` means; `auto` is the first GPU where there is one.
/// Errors: kNoDevice, with the reason; kInvalidArgument for any other name.
Result<torch::Device> chooseDevice(std::string_view name);

/// The processor, for weights that are computed with where their file is mapped.
torch::Device host();

/// `tensor` on the processor, contiguous: the way back to plain memory.
torch::Tensor hostCopy(const torch::Tensor& tensor);

} // namespace partita::nn
