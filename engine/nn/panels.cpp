#include "engine/nn/panels.h"

#include "engine/nn/simd.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <cstring>

namespace partita::nn {
namespace {

using namespace simd;
using torch::Tensor;

constexpr int kPanel = 2 * kLanes;   ///< columns done together
constexpr std::int64_t kDeep = 1024; ///< of a panel, rows that stay in the middle cache
constexpr std::int64_t kTall = 64;   ///< rows of x that stay there while the panels pass
constexpr std::int64_t kPairs = 256; ///< rows of two matrices that are multiplied with each other before the sums go to memory

struct View {
    float* data;
    std::int64_t stride;

    explicit View(const Tensor& tensor) : data(tensor.data_ptr<float>()), stride(tensor.stride(0))
    {
        TORCH_CHECK(tensor.dim() == 2 && (tensor.stride(1) == 1 || tensor.size(1) <= 1) && tensor.scalar_type() == torch::kFloat);
    }
    float* at(std::int64_t row) const { return data + row * stride; }
};

/// Rows of x, or what takes their place: numbers that meet neighbouring rows of the panel lie `step` apart.
struct Left {
    const float* data;
    std::int64_t stride, step;

    Left from(std::int64_t row, std::int64_t input) const { return {data + row * stride + input * step, stride, step}; }
};

/// Rows done together: as many as there are registers for their sums.
int rowsTogether()
{
#if defined(__x86_64__) && defined(__GNUC__)
    static const int rows = __builtin_cpu_supports("avx512f") ? 8 : 3;
    return rows;
#else
    return 4;
#endif
}

/// out += x · panel for `kRows` rows.
template <int kRows>
PARTITA_INLINE void block(Left x, const float* panel, std::int64_t inputs, float* out, std::int64_t outStride, int columns)
{
    Floats low[kRows], high[kRows];
    for (int r = 0; r < kRows; ++r) {
        low[r] = high[r] = Floats{};
        __builtin_prefetch(out + r * outStride, 1);
        __builtin_prefetch(out + r * outStride + kLanes, 1);
    }
    for (std::int64_t k = 0; k < inputs; ++k, panel += kPanel) {
        const Floats first = load(panel), second = load(panel + kLanes);
#pragma GCC unroll 8
        for (int r = 0; r < kRows; ++r) {
            const float value = x.data[r * x.stride + k * x.step];
            low[r] += first * value;
            high[r] += second * value;
        }
    }
    if (columns == kPanel) {
        for (int r = 0; r < kRows; ++r, out += outStride) {
            store(out, load(out) + low[r]);
            store(out + kLanes, load(out + kLanes) + high[r]);
        }
        return;
    }
    const int left = std::min(columns, kLanes), right = columns - left;
    for (int r = 0; r < kRows; ++r, out += outStride) {
        store(out, load(out, left) + low[r], left);
        if (right > 0)
            store(out + kLanes, load(out + kLanes, right) + high[r], right);
    }
}

/// out += x · panel for all rows.
PARTITA_CLONES
void multiply(Left x, std::int64_t rows, const float* panel, std::int64_t inputs, float* out, std::int64_t outStride, int columns, int together)
{
    std::int64_t row = 0;
    const auto blocks = [&]<int kRows>() __attribute__((always_inline)) {
        for (; row + kRows <= rows; row += kRows)
            block<kRows>(x.from(row, 0), panel, inputs, out + row * outStride, outStride, columns);
    };
    if (together == 8) {
        blocks.template operator()<8>();
        blocks.template operator()<4>();
    } else {
        blocks.template operator()<3>();
    }
    blocks.template operator()<2>();
    blocks.template operator()<1>();
}

/// Copies `count` floats, mostly `kUsual`: a number that the compiler knows is copied without a call.
template <int kUsual>
void copy(const float* from, std::int64_t count, float* to)
{
    if (count == kUsual)
        std::memcpy(to, from, sizeof(float) * kUsual);
    else
        std::copy_n(from, count, to);
}

std::int64_t panelsOf(std::int64_t columns) { return (columns + kPanel - 1) / kPanel; }
int columnsOf(std::int64_t panel, std::int64_t columns) { return static_cast<int>(std::min<std::int64_t>(kPanel, columns - panel * kPanel)); }

} // namespace

Panels::Panels(const Tensor& matrix) : m_inputs(matrix.size(0)), m_outputs(matrix.size(1))
{
    if (!matrix.device().is_cpu()) {
        m_matrix = matrix.detach();
        return;
    }
    m_panels = torch::empty({panelsOf(m_outputs), m_inputs, kPanel});
    const float* const source = matrix.data_ptr<float>();
    const auto down = matrix.stride(0), across = matrix.stride(1);
    at::parallel_for(0, panelsOf(m_outputs), 1, [&](std::int64_t begin, std::int64_t end) {
        float* to = m_panels.data_ptr<float>() + begin * m_inputs * kPanel;
        for (auto panel = begin; panel < end; ++panel) {
            const int columns = columnsOf(panel, m_outputs);
            const float* from = source + panel * kPanel * across;
            for (std::int64_t k = 0; k < m_inputs; ++k, from += down, to += kPanel)
                for (int c = 0; c < kPanel; ++c)
                    to[c] = c < columns ? from[c * across] : 0.0f;
        }
    });
}

void Panels::addProduct(const Tensor& out, const Tensor& x) const
{
    if (m_matrix.defined()) {
        out.addmm_(x, m_matrix);
        return;
    }
    const View xs(x), outs(out);
    const int together = rowsTogether();
    at::parallel_for(0, x.size(0), kTall, [&](std::int64_t begin, std::int64_t end) {
        for (auto row = begin; row < end; row += kTall)
            for (std::int64_t k = 0; k < m_inputs; k += kDeep)
                for (std::int64_t panel = 0; panel < panelsOf(m_outputs); ++panel)
                    multiply(Left{xs.data, xs.stride, 1}.from(row, k), std::min(kTall, end - row), m_panels.data_ptr<float>() + (panel * m_inputs + k) * kPanel, std::min(kDeep, m_inputs - k),
                             outs.at(row) + panel * kPanel, outs.stride, columnsOf(panel, m_outputs), together);
    });
}

void addOuterProducts(const Tensor& out, const Tensor& x, const Tensor& y, const std::vector<RowPairs>& rows)
{
    if (!out.device().is_cpu()) {
        for (const auto& pairs : rows)
            out.addmm_(x.narrow(0, pairs.x, pairs.count).t(), y.narrow(0, pairs.y, pairs.count));
        return;
    }
    const View xs(x), ys(y), outs(out);
    const auto inputs = x.size(1), outputs = y.size(1);
    const int together = rowsTogether();
    const auto groups = (inputs + together - 1) / together;

    // The pairs in portions that fill the middle cache.
    std::vector<std::vector<RowPairs>> portions;
    std::int64_t room = 0;
    for (auto pairs : rows)
        while (pairs.count > 0) {
            if (room == 0) {
                portions.emplace_back();
                room = kPairs;
            }
            const auto count = std::min(room, pairs.count);
            portions.back().push_back({pairs.x, pairs.y, count});
            pairs = {pairs.x + count, pairs.y + count, pairs.count - count};
            room -= count;
        }

    at::parallel_for(0, panelsOf(outputs), 1, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> left(static_cast<std::size_t>(groups * kPairs * together)); // columns of x in groups, [groups, pairs, together]
        std::vector<float> right(static_cast<std::size_t>(kPairs * kPanel));           // a panel of y, [pairs, columns]
        for (const auto& portion : portions) {
            std::int64_t count = 0;
            for (const auto& pairs : portion)
                for (std::int64_t i = 0; i < pairs.count; ++i, ++count)
                    for (std::int64_t group = 0; group < groups; ++group)
                        copy<8>(xs.at(pairs.x + i) + group * together, std::min<std::int64_t>(together, inputs - group * together), left.data() + (group * kPairs + count) * together);
            for (auto panel = begin; panel < end; ++panel) {
                const int columns = columnsOf(panel, outputs);
                float* to = right.data();
                for (const auto& pairs : portion)
                    for (std::int64_t i = 0; i < pairs.count; ++i, to += kPanel)
                        copy<kPanel>(ys.at(pairs.y + i) + panel * kPanel, columns, to);
                for (std::int64_t group = 0; group < groups; ++group)
                    multiply({left.data() + group * kPairs * together, 1, together}, std::min<std::int64_t>(together, inputs - group * together), right.data(), count,
                             outs.at(group * together) + panel * kPanel, outs.stride, columns, together);
            }
        }
    });
}

void addOuterProducts(const Tensor& out, const Tensor& x, const Tensor& y)
{
    addOuterProducts(out, x, y, {{0, 0, x.size(0)}});
}

} // namespace partita::nn
