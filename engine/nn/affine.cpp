#include "engine/nn/affine.h"

#include "engine/nn/gates.h"
#include "engine/nn/simd.h"
#include "engine/nn/streamed_product.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <vector>

namespace partita::nn {
namespace {

constexpr std::int64_t kMostPacked = 16 << 20;     ///< floats: 64 MiB, a copy that nobody misses
constexpr std::int64_t kFloatsForAThread = 50'000; ///< about two microseconds' work

/// out[row][0, columns) += x · kernel, of columns that begin at `kernel`.
void accumulateParts(const float* kernel, std::int64_t kernelStride, std::int64_t columns, std::span<const InputPart> parts, std::int64_t rows, float* out,
                     std::int64_t outStride)
{
    for (const auto& part : parts) {
        const StreamedProduct product{kernel + part.first * kernelStride, kernelStride, part.width, columns};
        if (part.sparse)
            for (std::int64_t row = 0; row < rows; ++row)
                accumulateSparse(product, part.x.at(row), out + row * outStride);
        else
            accumulate(product, part.x, rows, out, outStride);
    }
}

void copyColumns(RowsView from, std::int64_t rows, float* to, std::int64_t stride, Share columns)
{
    for (std::int64_t row = 0; row < rows; ++row)
        std::copy(from.at(row) + columns.begin, from.at(row) + columns.end, to + row * stride + columns.begin);
}

} // namespace

Reading readingFor(std::int64_t floats)
{
    return floats <= kMostPacked ? Reading::kPacked : Reading::kInPlace;
}

int threadsFor(std::int64_t floats)
{
    return static_cast<int>(std::clamp<std::int64_t>(floats / kFloatsForAThread, 1, at::get_num_threads()));
}

Affine::Affine(const DenseWeights& weights, Reading reading)
    : kernel(weights.kernel.data_ptr<float>()), bias(weights.bias.data_ptr<float>()), inputs(weights.kernel.size(0)), outputs(weights.kernel.size(1))
{
    if (reading == Reading::kPacked)
        packed = PackedWeights(kernel, inputs, outputs, PackedWeights::Order::kColumns);
}

Share Affine::share(int member, const Team& team) const
{
    return shareOf(outputs, packed ? packed.group() : simd::kLanes, member, team.size());
}

void affine(const Affine& weights, RowsView base, std::span<const InputPart> parts, std::int64_t rows, float* out, std::int64_t outStride, Share share)
{
    if (share.empty())
        return;
    if (weights.packed)
        return weights.packed.product(base, parts, rows, out, outStride, share);
    copyColumns(base, rows, out, outStride, share);
    accumulateParts(weights.kernel + share.begin, weights.outputs, share.end - share.begin, parts, rows, out + share.begin, outStride);
}

StepCell::StepCell(const LstmWeights& weights, Reading reading)
    : kernel(weights.kernel.data_ptr<float>()), bias(weights.bias.data_ptr<float>()), inputs(weights.kernel.size(0) - weights.units()), units(weights.units()), forgetBias(weights.forgetBias)
{
    if (reading == Reading::kPacked)
        packed = PackedWeights(kernel, inputs + units, 4 * units, PackedWeights::Order::kGates);
}

Share StepCell::share(int member, const Team& team) const
{
    return shareOf(units, simd::kLanes, member, team.size());
}

void StepCell::step(RowsView base, std::span<const InputPart> parts, const float* hBefore, std::int64_t rows, float* z, float* c, float* hAfter, Share share) const
{
    if (share.empty())
        return;
    if (packed)
        return packed.lstm(base, parts, {{hBefore, units}, inputs, units}, rows, forgetBias, c, hAfter, share);
    if (share.begin == 0 && share.end == units)
        addUp(base, parts, hBefore, rows, z, {0, 4 * units});
    else
        for (std::int64_t gate = 0; gate < 4; ++gate)
            addUp(base, parts, hBefore, rows, z, {gate * units + share.begin, gate * units + share.end});
    activate(rows, z, c, hAfter, share);
}

void StepCell::addUp(RowsView base, std::span<const InputPart> parts, const float* hBefore, std::int64_t rows, float* z, Share columns) const
{
    if (columns.empty())
        return;
    copyColumns(base, rows, z, 4 * units, columns);
    const InputPart h{{hBefore, units}, inputs, units};
    for (const auto each : {parts, std::span(&h, 1)})
        accumulateParts(kernel + columns.begin, 4 * units, columns.end - columns.begin, each, rows, z + columns.begin, 4 * units);
}

void StepCell::activate(std::int64_t rows, float* z, float* c, float* hAfter, Share share) const
{
    for (std::int64_t row = 0; row < rows && !share.empty(); ++row) {
        float* const cRow = c + row * units + share.begin;
        gatesForward(z + row * 4 * units + share.begin, units, cRow, cRow, hAfter + row * units + share.begin, static_cast<int>(share.end - share.begin), forgetBias);
    }
}

PARTITA_CLONES
void tanhShare(float* values, std::int64_t stride, std::int64_t rows, Share share)
{
    for (std::int64_t row = 0; row < rows; ++row)
        for (auto i = share.begin; i < share.end; i += simd::kLanes) {
            const int n = static_cast<int>(std::min<std::int64_t>(simd::kLanes, share.end - i));
            float* const at = values + row * stride + i;
            simd::store(at, simd::tanh(simd::load(at, n)), n);
        }
}

} // namespace partita::nn
