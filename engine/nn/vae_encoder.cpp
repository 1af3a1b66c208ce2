#include "engine/nn/vae_encoder.h"

#include "engine/nn/simd.h"
#include "engine/nn/vae_cells.h"

#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace partita::nn {
namespace {

using torch::Tensor;

/// Working memory of one layer; more sequences are read one group after the other.
constexpr std::int64_t kMostFloats = 32 << 20;

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

/// One direction of a layer: what it reads comes from `products` (its kernel's part of the input done for all steps), or
/// from the raw numbers.
struct Direction {
    Affine cell;
    float forgetBias = 1.0f;
    bool backward = false;
    bool residual = false;
    Tensor projected; ///< [T, n, units] where the cell is residual
    Tensor products;  ///< [T, n, 4 · units], without the bias; undefined: raw

    std::int64_t time(std::int64_t step, std::int64_t length) const { return backward ? length - 1 - step : step; }
};

class LayerRun {
public:
    LayerRun(const BidirectionalLayer& layer, const Group& group, Team& team) : m_group(group), m_team(team)
    {
        for (const bool backward : {false, true}) {
            const auto& weights = backward ? layer.backward : layer.forward;
            Direction direction;
            direction.cell = Affine(DenseWeights{weights.lstm.kernel, weights.lstm.bias});
            direction.forgetBias = weights.lstm.forgetBias;
            direction.backward = backward;
            direction.residual = weights.residual;
            m_directions.push_back(std::move(direction));
        }
        m_units = m_directions.front().cell.outputs / 4;
    }

    /// The layer's input as one matrix [T, n, width]: its products for all steps at once.
    void multiply(const BidirectionalLayer& layer, const Tensor& input)
    {
        const auto rows = input.view({-1, input.size(2)});
        for (auto& direction : m_directions) {
            const auto& weights = direction.backward ? layer.backward : layer.forward;
            auto read = rows;
            if (weights.projection) {
                read = torch::addmm(weights.projection->bias, rows, weights.projection->kernel);
                direction.projected = read.view({input.size(0), input.size(1), m_units});
            }
            direction.products = torch::mm(read, weights.lstm.kernel.narrow(0, 0, read.size(1))).view({input.size(0), input.size(1), 4 * m_units});
        }
    }

    /// Fills `outputs` [T, n, 2 · units]; `raw` gives the numbers of a group's sequence where there are no products.
    bool run(const Sequences& raw, const Tensor& outputs, const std::stop_token& stop)
    {
        const auto n = m_group.count();
        for (std::size_t d = 0; d < 2; ++d) {
            m_z[d].assign(static_cast<std::size_t>(n * 4 * m_units), 0.0f);
            m_c[d].assign(static_cast<std::size_t>(n * m_units), 0.0f);
            for (auto& h : m_h[d])
                h.assign(static_cast<std::size_t>(n * m_units), 0.0f);
        }
        std::atomic<bool> stopped = false;
        float* const out = outputs.data_ptr<float>();
        m_team.run([&](int member) {
            // Both directions' units as one range: with two members each has a direction of its own.
            const auto padded = (m_units + simd::kLanes - 1) / simd::kLanes * simd::kLanes;
            const auto share = shareOf(2 * padded, simd::kLanes, member, m_team.size());
            for (std::int64_t step = 0; step < m_group.longest(); ++step) {
                for (std::size_t d = 0; d < 2; ++d) {
                    const auto from = static_cast<std::int64_t>(d) * padded;
                    const Share units{std::clamp<std::int64_t>(share.begin - from, 0, m_units), std::clamp<std::int64_t>(share.end - from, 0, m_units)};
                    if (units.begin < units.end)
                        stepShare(d, step, raw, out, units);
                }
                if (member == 0 && stop.stop_requested())
                    stopped.store(true, std::memory_order_relaxed);
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
        return m_h[d][m_group.lengths[static_cast<std::size_t>(row)] & 1].data() + row * m_units;
    }

private:
    void stepShare(std::size_t d, std::int64_t step, const Sequences& raw, float* out, Share units)
    {
        const auto& direction = m_directions[d];
        const auto rows = m_group.reaching(step);
        const auto n = m_group.count();
        float* const z = m_z[d].data();
        const auto each = [&](Share columns) {
            for (std::int64_t row = 0; row < rows; ++row) {
                float* const to = z + row * 4 * m_units;
                std::copy(direction.cell.bias + columns.begin, direction.cell.bias + columns.end, to + columns.begin);
                const auto time = direction.time(step, m_group.lengths[static_cast<std::size_t>(row)]);
                if (direction.products.defined()) {
                    const float* from = direction.products.data_ptr<float>() + (time * n + row) * 4 * m_units;
                    for (auto i = columns.begin; i < columns.end; ++i)
                        to[i] += from[i];
                } else {
                    const float* x = raw.first[m_group.order[static_cast<std::size_t>(row)]] + time * raw.width;
                    accumulateSparse(direction.cell.part(0, raw.width, columns), x, 0, 1, to + columns.begin, 0);
                }
            }
        };
        for (std::int64_t gate = 0; gate < 4; ++gate)
            each({gate * m_units + units.begin, gate * m_units + units.end});
        float* const after = m_h[d][(step + 1) & 1].data();
        // z has all but the part of h: it is its own base.
        lstmShare(direction.cell, direction.forgetBias, {z, 4 * m_units}, {}, {m_h[d][step & 1].data(), m_units}, rows, z, m_c[d].data(), after, m_units, units);
        for (std::int64_t row = 0; row < rows; ++row) {
            const auto time = direction.time(step, m_group.lengths[static_cast<std::size_t>(row)]);
            float* const to = out + (time * n + row) * 2 * m_units + static_cast<std::int64_t>(d) * m_units;
            std::copy(after + row * m_units + units.begin, after + row * m_units + units.end, to + units.begin);
            if (direction.residual) {
                const float* add = direction.projected.data_ptr<float>() + (time * n + row) * m_units;
                for (auto u = units.begin; u < units.end; ++u)
                    to[u] += add[u];
            }
        }
    }

    const Group& m_group;
    Team& m_team;
    std::vector<Direction> m_directions;
    std::int64_t m_units = 0;
    std::array<std::vector<float>, 2> m_z, m_c;
    std::array<std::array<std::vector<float>, 2>, 2> m_h;
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

bool runBidirectional(const std::vector<BidirectionalLayer>& layers, const Sequences& sequences, bool sparse, bool wantOutputs, Team& team, const std::stop_token& stop,
                      BidirectionalResult& result)
{
    result.units = layers.back().forward.lstm.units();
    const auto width = 2 * result.units;
    const auto count = sequences.count();
    const auto longest = count > 0 ? std::ranges::max(sequences.lengths) : 0;
    result.last.assign(static_cast<std::size_t>(count * width), 0.0f);
    result.outputs.assign(wantOutputs ? static_cast<std::size_t>(longest * count * width) : 0, 0.0f);

    std::int64_t widest = 0;
    for (const auto& layer : layers)
        widest = std::max(widest, layer.forward.lstm.units());
    for (const auto& group : grouped(sequences, 8 * widest)) {
        if (group.longest() == 0)
            continue;
        Tensor outputs;
        for (const auto& layer : layers) {
            LayerRun run(layer, group, team);
            const bool first = &layer == &layers.front();
            if (!first || !sparse || layer.forward.residual)
                run.multiply(layer, first ? gathered(sequences, group) : outputs);
            outputs = torch::zeros({group.longest(), group.count(), 2 * layer.forward.lstm.units()});
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

bool encodeAll(const models::VaeSpec& spec, const VaeWeights& weights, const models::EncodeRequest& request, Team& team, models::Posterior& posterior)
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
    if (!runBidirectional(weights.encoder.front(), sequences, /*sparse=*/true, false, team, request.stop, result))
        return false;
    for (std::size_t level = 1; level < weights.encoder.size(); ++level) {
        const auto below = std::move(result.last);
        const std::int64_t length = spec.encoderLevels[level];
        Sequences embeddings;
        embeddings.width = 2 * result.units;
        for (std::int64_t at = 0; at < std::ssize(below); at += length * embeddings.width) {
            embeddings.first.push_back(below.data() + at);
            embeddings.lengths.push_back(length);
        }
        if (!runBidirectional(weights.encoder[level], embeddings, /*sparse=*/false, false, team, request.stop, result))
            return false;
    }

    const auto head = [&](const DenseWeights& dense) {
        const Affine weights(dense);
        std::vector<float> out(static_cast<std::size_t>(batch * weights.outputs));
        const InputPart part{{result.last.data(), weights.inputs}, 0, weights.inputs};
        affine(weights, {weights.bias, 0}, {&part, 1}, batch, out.data(), weights.outputs, {0, weights.outputs});
        return out;
    };
    posterior.mu = head(weights.mu);
    posterior.sigma = head(weights.sigma);
    for (float& value : posterior.sigma) // ln(1 + e^x), kept exact where e^x is tiny or huge
        value = std::max(value, 0.0f) + std::log1p(std::exp(-std::abs(value)));
    return true;
}

} // namespace partita::nn
