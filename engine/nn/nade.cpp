#include "engine/nn/nade.h"

#include "engine/nn/simd.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace partita::nn {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

constexpr float kLogEpsilon = 1e-6f;

/// The weights as the loops read them: rows of hidden units, with zeros up to whole vectors.
struct Kernels {
    std::int64_t visible, hidden, width;
    Tensor enc, dec; ///< [D, width]

    explicit Kernels(const NadeWeights& weights)
        : visible(weights.visible()), hidden(weights.hidden()), width((hidden + simd::kLanes - 1) / simd::kLanes * simd::kLanes)
    {
        const auto padded = [&](const Tensor& kernel) { return torch::constant_pad_nd(kernel.detach().reshape({visible, hidden}), {0, width - hidden}).contiguous(); };
        enc = padded(weights.wEnc);
        dec = padded(weights.wDecT);
    }
};

/// A row's hidden units on their way through its bits: σ(a), which changes only where a bit is set.
struct Hidden {
    const float* enc;
    std::int64_t width;
    float* a;
    float* active; ///< σ(a)

    PARTITA_INLINE void activate()
    {
        for (std::int64_t j = 0; j < width; j += simd::kLanes)
            simd::store(active + j, simd::sigmoid(simd::load(a + j)));
    }
    PARTITA_INLINE void begin(const float* biases, std::int64_t hidden)
    {
        std::fill(a, a + width, 0.0f);
        std::copy(biases, biases + hidden, a);
        activate();
    }
    PARTITA_INLINE void add(std::int64_t bit, float value)
    {
        const float* row = enc + bit * width;
        for (std::int64_t j = 0; j < width; j += simd::kLanes)
            simd::store(a + j, simd::load(a + j) + simd::load(row + j) * value);
        activate();
    }
};

PARTITA_INLINE float dot(const float* x, const float* y, std::int64_t width)
{
    simd::Floats sum{};
    for (std::int64_t j = 0; j < width; j += simd::kLanes)
        sum += simd::load(x + j) * simd::load(y + j);
    float total = 0.0f;
    for (int lane = 0; lane < simd::kLanes; ++lane)
        total += sum[lane];
    return total;
}

PARTITA_INLINE float sigmoid(float x) { return 1.0f / (1.0f + std::exp(-x)); }

/// The plain memory of a call: what is read, and where the outcome goes.
struct NadeRows {
    const float *enc, *dec;
    std::int64_t visible, hidden, width;
    const float* biases;
    const float* given;    ///< values; or null: they are drawn
    const float* uniforms; ///< null: thresholds
    float temperature;
    float *values, *conditionals, *logProbability;
};

PARTITA_CLONES
void walk(const NadeRows& rows, std::int64_t begin, std::int64_t end, float* scratch)
{
    Hidden units{rows.enc, rows.width, scratch, scratch + rows.width};
    for (std::int64_t row = begin; row < end; ++row) {
        const float* biases = rows.biases + row * (rows.hidden + rows.visible);
        units.begin(biases, rows.hidden);
        double sum = 0.0;
        for (std::int64_t bit = 0; bit < rows.visible; ++bit) {
            const std::int64_t at = row * rows.visible + bit;
            const float logit = biases[rows.hidden + bit] + dot(units.active, rows.dec + bit * rows.width, rows.width);
            const float p = sigmoid(logit);
            const float value = rows.given ? rows.given[at] : rows.uniforms ? rows.uniforms[at] < sigmoid(logit / rows.temperature) : p >= 0.5f;
            sum += value * std::log(kLogEpsilon + p) + (1.0f - value) * std::log(kLogEpsilon + 1.0f - p);
            rows.conditionals[at] = p;
            if (rows.values)
                rows.values[at] = value;
            if (value != 0.0f)
                units.add(bit, value);
        }
        rows.logProbability[row] = static_cast<float>(sum);
    }
}

/// The way back of rows [begin, end): adds to the kernels' gradients, fills the biases'. `scratch`: (D + 4) · width floats.
PARTITA_CLONES
void walkBack(const NadeRows& rows, const float* gradient, std::int64_t begin, std::int64_t end, float* dBiases, float* dEnc, float* dDec, float* scratch)
{
    using namespace simd;
    const std::int64_t width = rows.width;
    float* dActive = scratch + width;
    float* dA = scratch + 2 * width;
    float* runs = scratch + 3 * width; // σ(a) before the first set bit, before the second, …
    for (std::int64_t row = begin; row < end; ++row) {
        const float* biases = rows.biases + row * (rows.hidden + rows.visible);
        const float* values = rows.given + row * rows.visible;
        const float* conditionals = rows.conditionals + row * rows.visible;
        float* dRow = dBiases + row * (rows.hidden + rows.visible);

        Hidden units{rows.enc, width, scratch, runs};
        units.begin(biases, rows.hidden);
        for (std::int64_t bit = 0; bit < rows.visible; ++bit)
            if (values[bit] != 0.0f) {
                units.active += width;
                units.add(bit, values[bit]);
            }
        const float* active = units.active;

        std::fill(dActive, dActive + width, 0.0f);
        std::fill(dA, dA + width, 0.0f);
        const auto throughSigmoid = [&]() __attribute__((always_inline)) {
            for (std::int64_t j = 0; j < width; j += kLanes) {
                const Floats h = load(active + j);
                store(dA + j, load(dA + j) + load(dActive + j) * h * (1.0f - h));
                store(dActive + j, Floats{});
            }
        };
        for (std::int64_t bit = rows.visible; bit-- > 0;) {
            const float value = values[bit], p = conditionals[bit];
            if (value != 0.0f) {
                throughSigmoid();
                for (std::int64_t j = 0; j < width; j += kLanes)
                    store(dEnc + bit * width + j, load(dEnc + bit * width + j) + load(dA + j) * value);
                active -= width;
            }
            const float dLogit = gradient[row] * (value / (kLogEpsilon + p) - (1.0f - value) / (kLogEpsilon + 1.0f - p)) * p * (1.0f - p);
            dRow[rows.hidden + bit] = dLogit;
            const float* dec = rows.dec + bit * width;
            float* dDecRow = dDec + bit * width;
            for (std::int64_t j = 0; j < width; j += kLanes) {
                store(dActive + j, load(dActive + j) + load(dec + j) * dLogit);
                store(dDecRow + j, load(dDecRow + j) + load(active + j) * dLogit);
            }
        }
        throughSigmoid();
        std::copy(dA, dA + rows.hidden, dRow);
    }
}

constexpr std::int64_t kGrain = 32; ///< rows worth waking a thread for

/// On the processor: `given` undefined means that the values are drawn.
NadeOutcome outcome(const Kernels& kernels, const Tensor& biases, const Tensor& given, std::optional<double> temperature, const Tensor& uniforms)
{
    const auto rows = biases.size(0);
    NadeOutcome result{given, torch::empty({rows}), torch::empty({rows, kernels.visible})};
    if (!given.defined())
        result.values = torch::empty_like(result.conditionals);
    const NadeRows view{kernels.enc.data_ptr<float>(), kernels.dec.data_ptr<float>(), kernels.visible, kernels.hidden, kernels.width, biases.data_ptr<float>(),
                    given.defined() ? given.data_ptr<float>() : nullptr, temperature ? uniforms.data_ptr<float>() : nullptr, static_cast<float>(temperature.value_or(1.0)),
                    given.defined() ? nullptr : result.values.data_ptr<float>(), result.conditionals.data_ptr<float>(), result.logProbability.data_ptr<float>()};
    at::parallel_for(0, rows, kGrain, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> scratch(static_cast<std::size_t>(2 * kernels.width));
        walk(view, begin, end, scratch.data());
    });
    return result;
}

struct LogProbability : torch::autograd::Function<LogProbability> {
    static tensor_list forward(AutogradContext* context, const Tensor& biases, const Tensor& wEnc, const Tensor& wDecT, const Tensor& values)
    {
        const auto given = values.contiguous(), read = biases.contiguous();
        const auto found = outcome(Kernels({wEnc, wDecT}), read, given, {}, {});
        context->save_for_backward({read, wEnc, wDecT, given, found.conditionals});
        context->mark_non_differentiable({found.conditionals});
        return {found.logProbability, found.conditionals};
    }

    static tensor_list backward(AutogradContext* context, tensor_list gradients)
    {
        const auto saved = context->get_saved_variables();
        const auto &biases = saved[0], &wEnc = saved[1], &wDecT = saved[2], &values = saved[3], &conditionals = saved[4];
        const Kernels kernels({wEnc, wDecT});
        const auto gradient = gradients[0].contiguous();
        const auto dBiases = torch::empty_like(biases);
        // Each thread adds up kernels' gradients of its own; their sum does not hang on who was first.
        const std::int64_t threads = at::get_num_threads();
        const auto dEnc = torch::zeros({threads, kernels.visible, kernels.width}), dDec = torch::zeros_like(dEnc);
        const NadeRows view{kernels.enc.data_ptr<float>(), kernels.dec.data_ptr<float>(), kernels.visible, kernels.hidden, kernels.width, biases.data_ptr<float>(),
                        values.data_ptr<float>(), nullptr, 1.0f, nullptr, conditionals.data_ptr<float>(), nullptr};
        const std::int64_t size = kernels.visible * kernels.width;
        at::parallel_for(0, biases.size(0), kGrain, [&](std::int64_t begin, std::int64_t end) {
            std::vector<float> scratch(static_cast<std::size_t>((kernels.visible + 4) * kernels.width));
            const std::int64_t own = at::get_thread_num() * size;
            walkBack(view, gradient.data_ptr<float>(), begin, end, dBiases.data_ptr<float>(), dEnc.data_ptr<float>() + own, dDec.data_ptr<float>() + own, scratch.data());
        });
        const auto unpadded = [&](const Tensor& sums, const Tensor& like) { return sums.sum(0).narrow(1, 0, kernels.hidden).reshape(like.sizes()); };
        return {dBiases, unpadded(dEnc, wEnc), unpadded(dDec, wDecT), Tensor()};
    }
};

/// The same by LibTorch's operations, where another device does the work; differentiable as it stands. `choose` gives a
/// bit's values by its index, logits and conditionals.
template <class Choose>
NadeOutcome walkColumns(const NadeWeights& weights, const Tensor& biases, Choose&& choose)
{
    const auto bDec = biases.narrow(1, weights.hidden(), weights.visible());
    auto a = biases.narrow(1, 0, weights.hidden());
    auto logProbability = torch::zeros({biases.size(0)}, biases.options());
    std::vector<Tensor> values, conditionals;
    for (std::int64_t bit = 0; bit < weights.visible(); ++bit) {
        const auto logit = bDec.select(1, bit) + torch::sigmoid(a).mv(weights.wDecT.select(0, bit).squeeze(1));
        const auto p = torch::sigmoid(logit);
        const Tensor value = choose(bit, logit, p);
        logProbability = logProbability + value * torch::log(kLogEpsilon + p) + (1.0 - value) * torch::log(kLogEpsilon + 1.0 - p);
        a = a + value.unsqueeze(1) * weights.wEnc.select(0, bit);
        values.push_back(value);
        conditionals.push_back(p.detach());
    }
    return {torch::stack(values, 1), logProbability, torch::stack(conditionals, 1)};
}

} // namespace

NadeOutcome nadeLogProbability(const NadeWeights& weights, const Tensor& biases, const Tensor& values)
{
    if (!biases.device().is_cpu())
        return walkColumns(weights, biases, [&](std::int64_t bit, const Tensor&, const Tensor&) { return values.select(1, bit); });
    const auto found = LogProbability::apply(biases, weights.wEnc, weights.wDecT, values);
    return {values, found[0], found[1]};
}

NadeOutcome sampleNade(const NadeWeights& weights, const Tensor& biases, std::optional<double> temperature, const Tensor& uniforms)
{
    torch::NoGradGuard noGraph;
    if (biases.device().is_cpu())
        return outcome(Kernels(weights), biases.contiguous(), {}, temperature, temperature ? uniforms.contiguous() : Tensor());
    return walkColumns(weights, biases, [&](std::int64_t bit, const Tensor& logit, const Tensor& p) {
        return (temperature ? uniforms.select(1, bit) < torch::sigmoid(logit / *temperature) : p >= 0.5).to(torch::kFloat);
    });
}

} // namespace partita::nn
