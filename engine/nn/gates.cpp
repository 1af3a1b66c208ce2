#include "engine/nn/gates.h"

#include "engine/nn/lstm_gates.h"
#include "engine/nn/simd.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>

namespace partita::nn {
namespace {

struct Rows {
    float* data = nullptr;
    std::int64_t stride = 0;

    explicit Rows(const torch::Tensor& tensor)
    {
        if (!tensor.defined())
            return;
        TORCH_CHECK(tensor.stride(1) == 1 && tensor.scalar_type() == torch::kFloat);
        data = tensor.data_ptr<float>();
        stride = tensor.stride(0);
    }
    float* at(std::int64_t row) const { return data ? data + row * stride : nullptr; }
};

PARTITA_CLONES
void forwardRow(float* z, std::int64_t gateStride, const float* cBefore, float* c, float* h, int units, float forgetBias)
{
    using namespace simd;
    for (int u = 0; u < units; u += kLanes) {
        const int n = std::min(kLanes, units - u);
        const auto gates = Gates::of(load(z + u, n), load(z + gateStride + u, n), load(z + 2 * gateStride + u, n), load(z + 3 * gateStride + u, n),
                                     cBefore ? load(cBefore + u, n) : Floats{}, forgetBias);
        store(z + u, gates.i, n);
        store(z + gateStride + u, gates.j, n);
        store(z + 2 * gateStride + u, gates.f, n);
        store(z + 3 * gateStride + u, gates.o, n);
        store(c + u, gates.c, n);
        store(h + u, gates.h, n);
    }
}

PARTITA_CLONES
void backwardRow(float* gates, const float* cBefore, const float* c, const float* dh, float* dc, int units)
{
    using namespace simd;
    for (int u = 0; u < units; u += kLanes) {
        const int n = std::min(kLanes, units - u);
        const Floats i = load(gates + u, n);
        const Floats j = load(gates + units + u, n);
        const Floats f = load(gates + 2 * units + u, n);
        const Floats o = load(gates + 3 * units + u, n);
        const Floats t = tanh(load(c + u, n));
        const Floats gradient = load(dh + u, n);
        const Floats cell = load(dc + u, n) + gradient * o * (1.0f - t * t);
        store(gates + u, cell * j * i * (1.0f - i), n);
        store(gates + units + u, cell * i * (1.0f - j * j), n);
        store(gates + 2 * units + u, cBefore ? cell * load(cBefore + u, n) * f * (1.0f - f) : Floats{}, n);
        store(gates + 3 * units + u, gradient * t * o * (1.0f - o), n);
        store(dc + u, cell * f, n);
    }
}

/// Rows are shared between threads only where there is work for both.
std::int64_t grain(std::int64_t units)
{
    return std::max<std::int64_t>(1, 65536 / std::max<std::int64_t>(1, units));
}

} // namespace

void gatesForward(float* z, std::int64_t gateStride, const float* cBefore, float* c, float* h, int count, float forgetBias)
{
    forwardRow(z, gateStride, cBefore, c, h, count, forgetBias);
}

void gatesForward(const torch::Tensor& z, const torch::Tensor& cBefore, const torch::Tensor& c, const torch::Tensor& h, float forgetBias)
{
    if (!z.device().is_cpu()) {
        auto parts = z.chunk(4, 1);
        parts[0].sigmoid_();
        parts[1].tanh_();
        parts[2].add_(forgetBias).sigmoid_();
        parts[3].sigmoid_();
        auto next = parts[0] * parts[1];
        if (cBefore.defined())
            next.addcmul_(cBefore, parts[2]);
        c.copy_(next);
        h.copy_(next.tanh_().mul_(parts[3]));
        return;
    }
    const Rows zs(z), before(cBefore), cs(c), hs(h);
    const int units = static_cast<int>(c.size(1));
    at::parallel_for(0, z.size(0), grain(units), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row)
            forwardRow(zs.at(row), units, before.at(row), cs.at(row), hs.at(row), units, forgetBias);
    });
}

void gatesBackward(const torch::Tensor& gates, const torch::Tensor& cBefore, const torch::Tensor& c, const torch::Tensor& dh, const torch::Tensor& dc)
{
    if (!gates.device().is_cpu()) {
        auto parts = gates.chunk(4, 1);
        const auto &i = parts[0], &j = parts[1], &f = parts[2], &o = parts[3];
        const auto t = c.tanh();
        const auto cell = dc + dh * o * (1 - t * t);
        const auto di = cell * j * i * (1 - i);
        const auto dj = cell * i * (1 - j * j);
        const auto df = cBefore.defined() ? cell * cBefore * f * (1 - f) : torch::zeros_like(f);
        const auto dO = dh * t * o * (1 - o);
        dc.copy_(cell * f);
        gates.copy_(torch::cat({di, dj, df, dO}, 1));
        return;
    }
    const Rows rows(gates), before(cBefore), cs(c), dhs(dh), dcs(dc);
    const int units = static_cast<int>(c.size(1));
    at::parallel_for(0, gates.size(0), grain(units), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row)
            backwardRow(rows.at(row), before.at(row), cs.at(row), dhs.at(row), dcs.at(row), units);
    });
}

} // namespace partita::nn
