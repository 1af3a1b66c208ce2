#include "engine/nn/parameters.h"

#include "engine/nn/device.h"

#include <torch/types.h>

#include <algorithm>

namespace partita::nn {

using torch::Tensor;

namespace {

/// `make` of each variable's tensor, once it is known to be there in the right shape.
template <class Make>
Result<std::vector<Parameter>> gathered(std::span<const models::Variable> variables, const std::map<std::string, bundle::Tensor>& tensors, Make&& make)
{
    std::vector<Parameter> parameters;
    for (const auto& [name, shape] : variables) {
        const auto found = tensors.find(name);
        std::string problem;
        if (found == tensors.end())
            problem = "is missing";
        else if (found->second.shape != shape || found->second.dtype == bundle::DType::kString)
            problem = "has the shape " + bundle::shapeText(found->second.shape) + " instead of " + bundle::shapeText(shape);
        if (!problem.empty())
            return fail(ErrorCode::kMismatch, "The checkpoint does not fit the model: its tensor \"" + name + "\" " + problem + ". Choose the config that it was trained with.");
        parameters.push_back({name, make(found->second)});
    }
    return parameters;
}

} // namespace

Result<std::vector<Parameter>> readParameters(std::span<const models::Variable> variables, const std::map<std::string, bundle::Tensor>& tensors, torch::Device device)
{
    return gathered(variables, tensors, [&](const bundle::Tensor& tensor) { return fromPlain(tensor, device); });
}

Result<std::vector<Parameter>> viewParameters(std::span<const models::Variable> variables, const std::map<std::string, bundle::Tensor>& tensors)
{
    return gathered(variables, tensors, [](const bundle::Tensor& tensor) {
        if (tensor.dtype != bundle::DType::kFloat32 || reinterpret_cast<std::uintptr_t>(tensor.bytes.data()) % alignof(float) != 0)
            return fromPlain(tensor, host());
        auto* const data = const_cast<std::uint8_t*>(tensor.bytes.data()); // from_blob knows no constant memory
        return torch::from_blob(data, tensor.shape, [owner = tensor.owner](void*) {}, torch::kFloat);
    });
}

Tensor fromPlain(const bundle::Tensor& tensor, torch::Device device)
{
    const auto values = bundle::floats(tensor);
    auto copy = torch::empty(tensor.shape);
    std::copy(values.begin(), values.end(), copy.data_ptr<float>());
    return copy.to(device);
}

bundle::Tensor toPlain(std::string name, const Tensor& tensor)
{
    const auto copy = hostCopy(tensor.detach());
    return bundle::makeTensor(std::move(name), copy.sizes().vec(), std::span<const float>(copy.data_ptr<float>(), copy.numel()));
}

} // namespace partita::nn
