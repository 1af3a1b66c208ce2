#include "engine/nn/dropout.h"

#include "engine/core/rng.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace partita::nn {

torch::Tensor dropoutMask(const Dropout& dropout, std::string_view name, std::int64_t rows, std::int64_t columns, torch::Device device)
{
    constexpr double kRange = 65536.0; // sixteen bits decide on an element, so that one draw serves four
    constexpr std::int64_t kPart = 65536; // elements that one generator draws
    const auto threshold = static_cast<std::uint64_t>(std::lround(dropout.keep * kRange));
    const float kept = static_cast<float>(1.0 / dropout.keep);
    const auto mask = torch::empty({rows, columns});
    const auto size = mask.numel();
    at::parallel_for(0, (size + kPart - 1) / kPart, 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto part = begin; part < end; ++part) {
            auto rng = Rng::stream(dropout.seed, "dropout/" + std::to_string(dropout.step) + "/" + std::string(name) + "/" + std::to_string(part));
            float* const out = mask.data_ptr<float>() + part * kPart;
            const auto count = std::min(kPart, size - part * kPart);
            std::uint64_t bits = 0;
            for (std::int64_t i = 0; i < count; ++i, bits >>= 16) {
                if (i % 4 == 0)
                    bits = rng.next();
                out[i] = (bits & 0xffff) < threshold ? kept : 0.0f;
            }
        }
    });
    return mask.to(device);
}

} // namespace partita::nn
