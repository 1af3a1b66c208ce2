#include "engine/nn/vae_encoder.h"

#include "engine/nn/large_memory.h"
#include "engine/nn/simd.h"

#include <torch/types.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace partita::nn {
namespace {

using torch::Tensor;

/// Products of one layer, 96 MiB; more sequences are read one group after the other.
constexpr std::int64_t kMostFloats = 24 << 20;

/// Zeros that leave the heap alone.
Tensor largeZeros(at::IntArrayRef shape)
{
    const auto floats = largeFloats(static_cast<std::size_t>(c10::multiply_integers(shape)));
    return torch::from_blob(floats.get(), shape, [floats](void*) {});
}

/// Sequences of falling length, so that those that reach a step are the first ones.
struct Group {
    std::vector<std::size_t> order; ///< places among all sequences
    std::vector<std::int64_t> lengths;

    std::int64_t count() const { return std::ssize(order); }
    std::int64_t longest() const { return lengths.empty() ? 0 : lengths.front(); }
    std::int64_t reaching(std::int64_t step) const
    {
        return std::ranges::lower_bound(lengths, step, std::greater()) - lengths.begin();
    }
};

std::vector<Group> grouped(const Sequences& sequences, std::int64_t floatsAStep)
{
    std::vector<std::size_t> order(sequences.first.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t i) { return sequences.lengths[i]; });
    std::vector<Group> groups;
    for (const std::size_t i : order) {
        const auto length = sequences.lengths[i];
        if (groups.empty() || (groups.back().count() + 1) * groups.back().longest() * floatsAStep > kMostFloats)
            groups.emplace_back();
        groups.back().order.push_back(i);
        groups.back().lengths.push_back(length);
    }
    return groups;
}

/// One direction of a layer.
struct DirectionRun {
    const StepCell* cell = nullptr;
    const CellWeights* weights = nullptr;
    bool backward = false;
    Tensor projected; ///< [T, n, units] where the cell is residual
    Tensor products;  ///< [T, n, 4 · units]: the kernel's part of the input for all steps, and the bias; undefined: raw numbers
    std::vector<float> z, c;
    std::array<std::vector<float>, 2> h;

    std::int64_t time(std::int64_t step, std::int64_t length) const { return backward ? length - 1 - step : step; }
};

class LayerRun {
public:
    LayerRun(const ReadingLayer& layer, const Group& group, Team& team) : m_group(group), m_team(team), m_units(layer.forward.units)
    {
        for (const bool backward : {false, true}) {
            auto& direction = m_directions[backward];
            direction.cell = backward ? &layer.backward : &layer.forward;
            direction.weights = backward ? &layer.weights.backward : &layer.weights.forward;
            direction.backward = backward;
        }
    }

    /// The layer's input as one matrix [T, n, width]: its products for all steps at once.
    void multiply(const Tensor& input)
    {
        const auto rows = input.view({-1, input.size(2)});
        for (auto& direction : m_directions) {
            const auto& [projection, lstm, residual] = *direction.weights;
            auto read = rows;
            if (projection) {
                read = torch::addmm(projection->bias, rows, projection->kernel);
                direction.projected = read.view({input.size(0), input.size(1), m_units});
            }
            direction.products = largeZeros({input.size(0), input.size(1), 4 * m_units});
            auto products = direction.products.view({-1, 4 * m_units});
            torch::addmm_out(products, lstm.bias, read, lstm.kernel.narrow(0, 0, read.size(1)));
        }
    }

    /// Fills `outputs` [T, n, 2 · units]; `raw` gives the numbers of a group's sequence where there are no products.
    bool run(const Sequences& raw, const Tensor& outputs, const std::stop_token& stop)
    {
        const auto size = static_cast<std::size_t>(m_group.count() * m_units);
        for (auto& direction : m_directions) {
            direction.z.resize(direction.cell->packed ? 0 : 4 * size);
            direction.c.assign(size, 0.0f);
            for (auto& h : direction.h)
                h.assign(size, 0.0f);
        }
        std::atomic<bool> stopped = false;
        float* const out = outputs.data_ptr<float>();
        m_team.run([&](int member) {
            // Both directions' units as one range: with two members each has a direction of its own, and need not wait.
            const auto padded = (m_units + simd::kLanes - 1) / simd::kLanes * simd::kLanes;
            const auto share = shareOf(2 * padded, simd::kLanes, member, m_team.size());
            const bool apart = m_team.size() <= 2;
            Places places;
            for (std::int64_t step = 0; step < m_group.longest(); ++step) {
                for (const std::int64_t d : {0, 1}) {
                    const Share units{std::clamp<std::int64_t>(share.begin - d * padded, 0, m_units), std::clamp<std::int64_t>(share.end - d * padded, 0, m_units)};
                    if (!units.empty())
                        stepShare(m_directions[static_cast<std::size_t>(d)], step, raw, out, units, places);
                }
                if (member == 0 && stop.stop_requested())
                    stopped.store(true, std::memory_order_relaxed);
                if (!apart)
                    m_team.meet();
                if (stopped.load(std::memory_order_relaxed))
                    return;
            }
        });
        return !stopped;
    }

    /// h [units] of direction `d` after the last step of the group's sequence `row`.
    const float* last(std::size_t d, std::int64_t row) const
    {
        return m_directions[d].h[m_group.lengths[static_cast<std::size_t>(row)] & 1].data() + row * m_units;
    }

private:
    /// Where a step's rows lie.
    struct Places {
        std::vector<const float*> base, raw;
    };

    void stepShare(DirectionRun& direction, std::int64_t step, const Sequences& raw, float* out, Share units, Places& places)
    {
        const auto rows = m_group.reaching(step);
        const auto n = m_group.count();
        places.base.clear();
        places.raw.clear();
        for (std::int64_t row = 0; row < rows; ++row) {
            const auto time = direction.time(step, m_group.lengths[static_cast<std::size_t>(row)]);
            places.base.push_back(direction.products.defined() ? direction.products.data_ptr<float>() + (time * n + row) * 4 * m_units : direction.cell->bias);
            places.raw.push_back(raw.first[m_group.order[static_cast<std::size_t>(row)]] + time * raw.width);
        }
        const InputPart x{{.each = places.raw.data()}, 0, raw.width, /*sparse=*/true};
        float* const after = direction.h[(step + 1) & 1].data();
        direction.cell->step({.each = places.base.data()}, std::span(&x, direction.products.defined() ? 0 : 1), direction.h[step & 1].data(), rows, direction.z.data(), direction.c.data(),
                             after, units);
        for (std::int64_t row = 0; row < rows; ++row) {
            const auto at = direction.time(step, m_group.lengths[static_cast<std::size_t>(row)]) * n + row;
            float* const to = out + (at * 2 + direction.backward) * m_units;
            std::copy(after + row * m_units + units.begin, after + row * m_units + units.end, to + units.begin);
            if (direction.weights->residual) {
                const float* add = direction.projected.data_ptr<float>() + at * m_units;
                for (auto u = units.begin; u < units.end; ++u)
                    to[u] += add[u];
            }
        }
    }

    const Group& m_group;
    Team& m_team;
    std::int64_t m_units;
    std::array<DirectionRun, 2> m_directions;
};

/// The sequences' numbers as one matrix [T, n, width], zero past an end.
Tensor gathered(const Sequences& sequences, const Group& group)
{
    auto matrix = torch::zeros({group.longest(), group.count(), sequences.width});
    float* const to = matrix.data_ptr<float>();
    for (std::int64_t row = 0; row < group.count(); ++row)
        for (std::int64_t t = 0; t < group.lengths[static_cast<std::size_t>(row)]; ++t)
            std::copy_n(sequences.first[group.order[static_cast<std::size_t>(row)]] + t * sequences.width, sequences.width, to + (t * group.count() + row) * sequences.width);
    return matrix;
}

} // namespace

bool runBidirectional(const std::vector<ReadingLayer>& layers, const Sequences& sequences, bool sparse, bool wantOutputs, Team& team, const std::stop_token& stop,
                      BidirectionalResult& result)
{
    result.units = layers.back().forward.units;
    const auto width = 2 * result.units;
    const auto count = sequences.count();
    const auto longest = count > 0 ? std::ranges::max(sequences.lengths) : 0;
    result.last.assign(static_cast<std::size_t>(count * width), 0.0f);
    result.outputs.assign(wantOutputs ? static_cast<std::size_t>(longest * count * width) : 0, 0.0f);

    std::int64_t widest = 0;
    for (const auto& layer : layers)
        widest = std::max(widest, layer.forward.units);
    for (const auto& group : grouped(sequences, 8 * widest)) {
        if (group.longest() == 0)
            continue;
        Tensor outputs;
        for (const auto& layer : layers) {
            LayerRun run(layer, group, team);
            const bool first = &layer == &layers.front();
            if (!first || !sparse || layer.weights.forward.residual)
                run.multiply(first ? gathered(sequences, group) : outputs);
            outputs.reset(); // read
            outputs = largeZeros({group.longest(), group.count(), 2 * layer.forward.units});
            if (!run.run(sequences, outputs, stop))
                return false;
            if (&layer == &layers.back())
                for (std::int64_t row = 0; row < group.count(); ++row)
                    for (std::size_t d = 0; d < 2; ++d)
                        std::copy_n(run.last(d, row), result.units,
                                    result.last.begin() + static_cast<std::int64_t>(2 * group.order[static_cast<std::size_t>(row)] + d) * result.units);
        }
        const float* from = outputs.data_ptr<float>();
        for (std::int64_t row = 0; wantOutputs && row < group.count(); ++row)
            for (std::int64_t t = 0; t < group.lengths[static_cast<std::size_t>(row)]; ++t)
                std::copy_n(from + (t * group.count() + row) * width, width,
                            result.outputs.begin() + (t * count + static_cast<std::int64_t>(group.order[static_cast<std::size_t>(row)])) * width);
    }
    return true;
}

bool encodeAll(const models::VaeSpec& spec, const VaeSteps& vae, const models::EncodeRequest& request, Team& team, models::Posterior& posterior)
{
    const std::int64_t batch = request.batch, width = spec.inputDepth + spec.controlDepth;
    const std::int64_t segments = spec.encoderSegments();
    const std::int64_t steps = segments > 1 || spec.hierarchicalEncoder() ? spec.encoderLevels.front() : request.steps;
    Sequences sequences;
    sequences.width = width;
    const bool ofSegments = std::ssize(request.lengths) == batch * segments;
    for (std::int64_t i = 0; i < batch * segments; ++i) {
        sequences.first.push_back(request.inputs.data() + i * steps * width);
        const int length = ofSegments ? request.lengths[static_cast<std::size_t>(i)] : request.lengths[static_cast<std::size_t>(i / segments)] / static_cast<int>(segments);
        sequences.lengths.push_back(std::min<std::int64_t>(length, steps));
    }
    BidirectionalResult result;
    if (!runBidirectional(vae.encoder.front(), sequences, /*sparse=*/true, false, team, request.stop, result))
        return false;
    for (std::size_t level = 1; level < vae.encoder.size(); ++level) {
        const auto below = std::move(result.last);
        const std::int64_t length = spec.encoderLevels[level];
        Sequences embeddings;
        embeddings.width = 2 * result.units;
        for (std::int64_t at = 0; at < std::ssize(below); at += length * embeddings.width) {
            embeddings.first.push_back(below.data() + at);
            embeddings.lengths.push_back(length);
        }
        if (!runBidirectional(vae.encoder[level], embeddings, /*sparse=*/false, false, team, request.stop, result))
            return false;
    }

    const auto head = [&](const DenseWeights& dense) {
        const Affine weights(dense, Reading::kInPlace);
        std::vector<float> out(static_cast<std::size_t>(batch * weights.outputs));
        const InputPart part{{result.last.data(), weights.inputs}, 0, weights.inputs};
        affine(weights, {weights.bias, 0}, {&part, 1}, batch, out.data(), weights.outputs, {0, weights.outputs});
        return out;
    };
    posterior.mu = head(vae.weights.mu);
    posterior.sigma = head(vae.weights.sigma);
    for (float& value : posterior.sigma) // ln(1 + e^x), kept exact where e^x is tiny or huge
        value = std::max(value, 0.0f) + std::log1p(std::exp(-std::abs(value)));
    return true;
}

} // namespace partita::nn
