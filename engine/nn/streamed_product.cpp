#include "engine/nn/streamed_product.h"

#include "engine/nn/simd.h"

#include <algorithm>

namespace partita::nn {
namespace {

using namespace simd;

constexpr int kTogether = 4;                ///< rows of the kernel read side by side: sums go to memory a quarter as often
constexpr int kAhead = 2 * kTogether;       ///< rows of the kernel that memory is asked for before they are needed
constexpr int kRowBlock = 4;                ///< rows of x done together
constexpr std::int64_t kWide = 4096;        ///< columns read in one go by a single block: memory is fastest in long stretches
constexpr std::int64_t kNarrow = 1024;      ///< columns, and
constexpr std::int64_t kDepth = 128;        ///< rows of the kernel, that stay in the second cache for further blocks
/// Floats between the sums of one row and of the next, beyond a tile. Kernels and outputs have rows that lie powers of two
/// apart; sums added up there would share a few places of the first cache with each other and with what is read, and
/// processors take a load that agrees with an earlier store in its last 12 bits for a read of what was stored.
constexpr std::int64_t kApart = 80;

/// kInputs rows of the kernel into `kRows` rows of sums, fetching later ones ahead.
template <int kRows, int kInputs>
PARTITA_INLINE void strip(const float* const (&x)[kRows], const float* kernel, std::int64_t kernelStride, std::int64_t columns, float* out, std::int64_t outStride)
{
    Floats values[kRows][kInputs];
    for (int r = 0; r < kRows; ++r)
        for (int k = 0; k < kInputs; ++k)
            values[r][k] = Floats{} + x[r][k];
    const float* ahead = kernel + kAhead * kernelStride;
    std::int64_t c = 0;
    for (; c + kLanes <= columns; c += kLanes) {
        Floats weights[kInputs];
        for (int k = 0; k < kInputs; ++k) {
            weights[k] = load(kernel + k * kernelStride + c);
            __builtin_prefetch(ahead + k * kernelStride + c, 0, 2);
        }
        for (int r = 0; r < kRows; ++r) {
            Floats sum = load(out + r * outStride + c);
            for (int k = 0; k < kInputs; ++k)
                sum += weights[k] * values[r][k];
            store(out + r * outStride + c, sum);
        }
    }
    if (const int rest = static_cast<int>(columns - c); rest > 0)
        for (int r = 0; r < kRows; ++r) {
            Floats sum = load(out + r * outStride + c, rest);
            for (int k = 0; k < kInputs; ++k)
                sum += load(kernel + k * kernelStride + c, rest) * values[r][k];
            store(out + r * outStride + c, sum, rest);
        }
}

/// A tile's part of the product for kRows rows; the sums are gathered in memory of our own.
template <int kRows>
PARTITA_INLINE void block(const StreamedProduct& tile, const float* (&x)[kRows], float* out, std::int64_t outStride)
{
    constexpr std::int64_t kStride = kWide + kApart;
    alignas(64) float sums[kRows * kStride];
    for (int r = 0; r < kRows; ++r)
        std::copy_n(out + r * outStride, tile.columns, sums + r * kStride);
    const auto step = [&](std::int64_t by) __attribute__((always_inline)) {
        for (int r = 0; r < kRows; ++r)
            x[r] += by;
    };
    std::int64_t k = 0;
    for (; k + kTogether <= tile.inputs; k += kTogether, step(kTogether))
        strip<kRows, kTogether>(x, tile.kernel + k * tile.kernelStride, tile.kernelStride, tile.columns, sums, kStride);
    for (; k < tile.inputs; ++k, step(1))
        strip<kRows, 1>(x, tile.kernel + k * tile.kernelStride, tile.kernelStride, tile.columns, sums, kStride);
    for (int r = 0; r < kRows; ++r)
        std::copy_n(sums + r * kStride, tile.columns, out + r * outStride);
}

} // namespace

PARTITA_CLONES
void accumulate(const StreamedProduct& product, RowsView x, std::int64_t rows, float* out, std::int64_t outStride)
{
    const std::int64_t deep = rows > kRowBlock ? kDepth : product.inputs;
    const std::int64_t width = rows > kRowBlock ? kNarrow : kWide;
    for (std::int64_t k = 0; k < product.inputs; k += deep)
        for (std::int64_t c = 0; c < product.columns; c += width) {
            const StreamedProduct tile{product.kernel + k * product.kernelStride + c, product.kernelStride, std::min(deep, product.inputs - k), std::min(width, product.columns - c)};
            std::int64_t row = 0;
            const auto blocks = [&]<int kRows>() __attribute__((always_inline)) {
                for (; row + kRows <= rows; row += kRows) {
                    const float* from[kRows];
                    for (int r = 0; r < kRows; ++r)
                        from[r] = x.at(row + r) + k;
                    block<kRows>(tile, from, out + row * outStride + c, outStride);
                }
            };
            blocks.template operator()<kRowBlock>();
            blocks.template operator()<2>();
            blocks.template operator()<1>();
        }
}

PARTITA_CLONES
void accumulateSparse(const StreamedProduct& product, const float* x, float* out)
{
    for (std::int64_t k = 0; k < product.inputs; ++k)
        if (x[k] != 0.0f)
            strip<1, 1>({x + k}, product.kernel + k * product.kernelStride, product.kernelStride, product.columns, out, 0);
}

} // namespace partita::nn
