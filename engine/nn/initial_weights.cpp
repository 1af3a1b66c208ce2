#include "engine/nn/initial_weights.h"

#include "engine/core/rng.h"

#include <torch/types.h>

#include <cmath>

namespace partita::nn {
namespace {

template <class Draw>
torch::Tensor filled(std::span<const std::int64_t> shape, std::uint64_t seed, const std::string& name, Draw&& draw)
{
    auto rng = Rng::stream(seed, "init/" + name);
    auto tensor = torch::empty(at::IntArrayRef(shape.data(), shape.size()));
    float* out = tensor.data_ptr<float>();
    for (std::int64_t i = 0, size = tensor.numel(); i < size; ++i)
        out[i] = static_cast<float>(draw(rng));
    return tensor;
}

} // namespace

torch::Tensor glorotUniform(std::span<const std::int64_t> shape, std::uint64_t seed, const std::string& name)
{
    const double fanOut = static_cast<double>(shape.back());
    const double fanIn = shape.size() > 1 ? static_cast<double>(shape[shape.size() - 2]) : fanOut;
    const double limit = std::sqrt(6.0 / (fanIn + fanOut));
    return filled(shape, seed, name, [&](Rng& rng) { return (2.0 * rng.uniform() - 1.0) * limit; });
}

torch::Tensor normalDraws(std::span<const std::int64_t> shape, double deviation, bool truncated, std::uint64_t seed, const std::string& name)
{
    return filled(shape, seed, name, [&](Rng& rng) {
        double value = rng.normal();
        while (truncated && std::abs(value) > 2.0)
            value = rng.normal();
        return value * deviation;
    });
}

} // namespace partita::nn
