#include "engine/nn/small_product.h"

#include "engine/nn/simd.h"

#include <torch/torch.h>

#include <algorithm>

namespace partita::nn {
namespace {

constexpr int kPanel = 2 * simd::kLanes; ///< columns done together
constexpr int kBlock = 8;                ///< rows done together: 16 accumulators fit the registers of AVX-512

/// One panel of columns for `kRows` rows.
template <int kRows>
PARTITA_INLINE void block(const float* x, std::int64_t xStride, const float* panel, const float* bias, std::int64_t inputs, float* out, std::int64_t outStride, int columns)
{
    using namespace simd;
    Floats low[kRows], high[kRows];
    for (int r = 0; r < kRows; ++r) {
        low[r] = load(bias);
        high[r] = load(bias + kLanes);
    }
    for (std::int64_t k = 0; k < inputs; ++k, panel += kPanel) {
        const Floats first = load(panel), second = load(panel + kLanes);
#pragma GCC unroll 8
        for (int r = 0; r < kRows; ++r) {
            const float value = x[r * xStride + k];
            low[r] += first * value;
            high[r] += second * value;
        }
    }
    for (int r = 0; r < kRows; ++r) {
        store(out + r * outStride, low[r], std::min(columns, kLanes));
        if (columns > kLanes)
            store(out + r * outStride + kLanes, high[r], columns - kLanes);
    }
}

/// Panels [begin, end) for all rows: a panel stays in the near cache while the blocks of rows pass.
PARTITA_CLONES
void panels(const float* x, std::int64_t xStride, std::int64_t rows, const float* weights, const float* bias, std::int64_t inputs, std::int64_t outputs, float* out,
            std::int64_t outStride, std::int64_t begin, std::int64_t end)
{
    for (std::int64_t p = begin; p < end; ++p) {
        const float* panel = weights + p * inputs * kPanel;
        const int columns = static_cast<int>(std::min<std::int64_t>(kPanel, outputs - p * kPanel));
        std::int64_t row = 0;
        const auto blocks = [&]<int kRows>() __attribute__((always_inline)) {
            for (; row + kRows <= rows; row += kRows)
                block<kRows>(x + row * xStride, xStride, panel, bias + p * kPanel, inputs, out + row * outStride + p * kPanel, outStride, columns);
        };
        blocks.template operator()<kBlock>();
        blocks.template operator()<4>();
        blocks.template operator()<2>();
        blocks.template operator()<1>();
    }
}

} // namespace

SmallProduct::SmallProduct(const DenseWeights& weights)
    : m_inputs(weights.kernel.size(0)), m_outputs(weights.kernel.size(1))
{
    m_weights = {weights.kernel.detach(), weights.bias.detach()};
    if (!weights.kernel.device().is_cpu())
        return;
    const auto count = (m_outputs + kPanel - 1) / kPanel;
    auto kernel = torch::zeros({m_inputs, count * kPanel});
    kernel.narrow(1, 0, m_outputs).copy_(m_weights.kernel);
    m_panels = kernel.view({m_inputs, count, kPanel}).transpose(0, 1).contiguous();
    m_bias = torch::zeros({count * kPanel});
    m_bias.narrow(0, 0, m_outputs).copy_(m_weights.bias);
    m_weights = {};
}

void SmallProduct::apply(const torch::Tensor& x, const torch::Tensor& out) const
{
    if (!m_panels.defined()) {
        auto result = out;
        torch::addmm_out(result, m_weights.bias, x, m_weights.kernel);
        return;
    }
    const auto rows = x.size(0);
    const auto work = m_inputs * kPanel * rows;
    const auto grain = std::max<std::int64_t>(1, 100'000 / std::max<std::int64_t>(1, work)); // less is not worth waking a thread
    at::parallel_for(0, m_panels.size(0), grain, [&](std::int64_t begin, std::int64_t end) {
        panels(x.data_ptr<float>(), x.stride(0), rows, m_panels.data_ptr<float>(), m_bias.data_ptr<float>(), m_inputs, m_outputs, out.data_ptr<float>(), out.stride(0), begin, end);
    });
}

} // namespace partita::nn
