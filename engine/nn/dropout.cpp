#include "engine/nn/dropout.h"

#include "engine/core/rng.h"

#include <torch/torch.h>

#include <cmath>
#include <string>

namespace partita::nn {

torch::Tensor dropoutMask(const Dropout& dropout, std::string_view name, std::int64_t rows, std::int64_t columns, torch::Device device)
{
    constexpr double kRange = 65536.0; // sixteen bits decide on an element, so that one draw serves four
    auto rng = Rng::stream(dropout.seed, "dropout/" + std::to_string(dropout.step) + "/" + std::string(name));
    const auto threshold = static_cast<std::uint64_t>(std::lround(dropout.keep * kRange));
    const float kept = static_cast<float>(1.0 / dropout.keep);
    auto mask = torch::empty({rows, columns});
    float* out = mask.data_ptr<float>();
    std::uint64_t bits = 0;
    for (std::int64_t i = 0, size = mask.numel(); i < size; ++i, bits >>= 16) {
        if (i % 4 == 0)
            bits = rng.next();
        out[i] = (bits & 0xffff) < threshold ? kept : 0.0f;
    }
    return mask.to(device);
}

} // namespace partita::nn
