#include "engine/nn/attend.h"

#include "engine/nn/simd.h"

#include <torch/types.h>

#include <algorithm>

namespace partita::nn {
namespace {

using namespace simd;
using torch::Tensor;

/// One sequence: the rows of a step lie `row` further than where the step's begin.
struct Sequence {
    const std::int64_t* steps;
    std::int64_t count, empty, row;
    std::int64_t size; ///< A

    template <class T>
    PARTITA_INLINE T* of(T* rows, std::int64_t step) const { return rows + (steps[step] + row) * size; }
};

PARTITA_INLINE float sum(Floats values)
{
    float result = 0.0f;
    for (int i = 0; i < kLanes; ++i)
        result += values[i];
    return result;
}

PARTITA_INLINE int lanes(std::int64_t from, std::int64_t size) { return static_cast<int>(std::min<std::int64_t>(kLanes, size - from)); }

PARTITA_CLONES
void forwardRow(const Sequence& sequence, const float* query, const float* keys, const float* memory, const float* v, float* weights, float* attended)
{
    const auto size = sequence.size, length = sequence.empty + sequence.count;
    float highest = -3.4e38f;
    for (std::int64_t l = sequence.empty > 0 ? -1 : 0; l < sequence.count; ++l) { // −1: the empty ones, all alike
        const float* key = l < 0 ? nullptr : sequence.of(keys, l);
        Floats score{};
        for (std::int64_t a = 0; a < size; a += kLanes) {
            const int n = lanes(a, size);
            const Floats at = load(query + a, n);
            score += load(v + a, n) * tanh(key ? at + load(key + a, n) : at);
        }
        const float total = sum(score);
        highest = std::max(highest, total);
        std::fill_n(weights + (l < 0 ? 0 : sequence.empty + l), l < 0 ? sequence.empty : 1, total);
    }
    Floats all{};
    for (std::int64_t l = 0; l < length; l += kLanes) {
        const int n = lanes(l, length);
        const Floats power = exp(load(weights + l, n) - highest);
        store(weights + l, power, n);
        all += load(weights + l, n);
    }
    const float scale = 1.0f / sum(all);
    for (std::int64_t l = 0; l < length; ++l)
        weights[l] *= scale;
    for (std::int64_t a = 0; a < size; a += kLanes) {
        const int n = lanes(a, size);
        Floats result{};
        for (std::int64_t l = 0; l < sequence.count; ++l)
            result += weights[sequence.empty + l] * load(sequence.of(memory, l) + a, n);
        store(attended + a, result, n);
    }
}

PARTITA_CLONES
void backwardRow(const Sequence& sequence, const float* query, const float* keys, const float* memory, const float* v, const float* weights, const float* dAttended, float* dScores,
                 float* dQuery, float* dKeys, float* dMemory, float* dV)
{
    const auto size = sequence.size;
    float mean = 0.0f;
    for (std::int64_t l = 0; l < sequence.count; ++l) {
        const float* row = sequence.of(memory, l);
        Floats dWeight{};
        for (std::int64_t a = 0; a < size; a += kLanes) {
            const int n = lanes(a, size);
            dWeight += load(dAttended + a, n) * load(row + a, n);
        }
        dScores[l] = sum(dWeight);
        mean += dScores[l] * weights[sequence.empty + l];
    }
    for (std::int64_t a = 0; a < size; a += kLanes) {
        const int n = lanes(a, size);
        const Floats at = load(query + a, n), here = load(v + a, n), back = load(dAttended + a, n);
        Floats dAt{}, dHere = load(dV + a, n);
        if (sequence.empty > 0) {
            const float dScore = -mean * weights[0] * static_cast<float>(sequence.empty);
            const Floats t = tanh(at);
            dHere += dScore * t;
            dAt += dScore * here * (1.0f - t * t);
        }
        for (std::int64_t l = 0; l < sequence.count; ++l) {
            const float weight = weights[sequence.empty + l], dScore = weight * (dScores[l] - mean);
            const Floats t = tanh(at + load(sequence.of(keys, l) + a, n));
            const Floats slope = dScore * here * (1.0f - t * t);
            dHere += dScore * t;
            dAt += slope;
            float *const dKey = sequence.of(dKeys, l) + a, *const dRow = sequence.of(dMemory, l) + a;
            store(dKey, load(dKey, n) + slope, n);
            store(dRow, load(dRow, n) + weight * back, n);
        }
        store(dQuery + a, dAt, n);
        store(dV + a, dHere, n);
    }
}

/// [n, L, A]: what lies in `rows` of the remembered steps, for a GPU.
Tensor gathered(const Tensor& rows, const Remembered& steps, std::int64_t n)
{
    std::vector<Tensor> all(static_cast<std::size_t>(steps.empty()), torch::zeros({n, rows.size(1)}, rows.options()));
    for (const auto row : steps.rows)
        all.push_back(rows.narrow(0, row, n));
    return torch::stack(all, 1);
}

float* floats(const Tensor& tensor)
{
    TORCH_CHECK(tensor.is_contiguous() && tensor.scalar_type() == torch::kFloat);
    return tensor.data_ptr<float>();
}

} // namespace

void attendForward(const Tensor& query, const AttentionMemory& memory, const Remembered& steps, const Tensor& weights, const Tensor& attended)
{
    const auto n = query.size(0), size = query.size(1);
    if (!query.device().is_cpu()) {
        const auto scores = torch::matmul(torch::tanh(gathered(memory.keys, steps, n) + query.unsqueeze(1)), memory.attnV);
        weights.copy_(torch::softmax(scores, 1));
        attended.copy_(torch::bmm(weights.unsqueeze(1), gathered(memory.memory, steps, n)).squeeze(1));
        return;
    }
    for (std::int64_t i = 0; i < n; ++i)
        forwardRow({steps.rows.data(), static_cast<std::int64_t>(steps.rows.size()), steps.empty(), i, size}, floats(query) + i * size, floats(memory.keys), floats(memory.memory),
                   floats(memory.attnV), floats(weights) + i * steps.length, attended.data_ptr<float>() + i * attended.stride(0));
}

void attendBackward(const Tensor& query, const AttentionMemory& memory, const Remembered& steps, const Tensor& weights, const Tensor& dAttended, const Tensor& dQuery,
                    const AttentionMemory& gradients)
{
    const auto n = query.size(0), size = query.size(1);
    if (!query.device().is_cpu()) {
        const auto t = torch::tanh(gathered(memory.keys, steps, n) + query.unsqueeze(1));
        const auto dWeights = torch::bmm(gathered(memory.memory, steps, n), dAttended.unsqueeze(2)).squeeze(2);
        const auto dScores = weights * (dWeights - (weights * dWeights).sum(1, true));
        const auto slope = dScores.unsqueeze(2) * memory.attnV * (1 - t * t);
        dQuery.copy_(slope.sum(1));
        gradients.attnV.add_((dScores.unsqueeze(2) * t).sum(at::IntArrayRef{0, 1}));
        for (std::size_t l = 0; l < steps.rows.size(); ++l) {
            const auto place = steps.empty() + static_cast<std::int64_t>(l);
            gradients.keys.narrow(0, steps.rows[l], n).add_(slope.select(1, place));
            gradients.memory.narrow(0, steps.rows[l], n).add_(weights.narrow(1, place, 1) * dAttended);
        }
        return;
    }
    std::vector<float> dScores(steps.rows.size());
    for (std::int64_t i = 0; i < n; ++i)
        backwardRow({steps.rows.data(), static_cast<std::int64_t>(steps.rows.size()), steps.empty(), i, size}, floats(query) + i * size, floats(memory.keys), floats(memory.memory),
                    floats(memory.attnV), floats(weights) + i * steps.length, dAttended.data_ptr<float>() + i * dAttended.stride(0), dScores.data(), floats(dQuery) + i * size,
                    floats(gradients.keys), floats(gradients.memory), floats(gradients.attnV));
}

} // namespace partita::nn
