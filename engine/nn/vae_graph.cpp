#include "engine/nn/vae_graph.h"

#include "engine/models/vae_variables.h"
#include "engine/nn/device.h"
#include "engine/nn/gates.h"
#include "engine/nn/layer_input.h"
#include "engine/nn/packed_rows.h"
#include "engine/nn/panels.h"

#include <torch/types.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>

namespace partita::nn {
namespace {

using torch::Tensor;

Tensor dense(const DenseWeights& weights, const Tensor& x)
{
    return denseLayer(x, weights.kernel, weights.bias);
}

/// The masks of a stack's layers, one a layer; of a pass without dropout none.
class Masks {
public:
    Masks(const Dropout& dropout, std::string name, std::int64_t rows, torch::Device device)
        : m_dropout(dropout), m_name(std::move(name)), m_rows(rows), m_device(device)
    {
    }

    /// Layer `layer`'s input with its mask.
    Tensor apply(std::size_t layer, const Tensor& x)
    {
        return m_dropout.keep < 1.0 ? x * mask(layer, x.size(1)) : x;
    }
    /// The same for some of the rows.
    Tensor apply(std::size_t layer, const Tensor& x, const Tensor& rows)
    {
        return m_dropout.keep < 1.0 ? x * mask(layer, x.size(1)).index_select(0, rows) : x;
    }

private:
    const Tensor& mask(std::size_t layer, std::int64_t columns)
    {
        if (m_masks.size() <= layer)
            m_masks.resize(layer + 1);
        if (!m_masks[layer].defined())
            m_masks[layer] = dropoutMask(m_dropout, m_name + "/" + std::to_string(layer), m_rows, columns, m_device);
        return m_masks[layer];
    }

    const Dropout& m_dropout;
    std::string m_name;
    std::int64_t m_rows;
    torch::Device m_device;
    std::vector<Tensor> m_masks;
};

Tensor projected(const CellWeights& cell, const Tensor& x)
{
    return cell.projection ? dense(*cell.projection, x) : x;
}

using States = std::vector<LstmState>; ///< for each layer

States selected(const States& states, const Tensor& sequences)
{
    States some;
    for (const auto& [c, h] : states)
        some.push_back({c.index_select(0, sequences), h.index_select(0, sequences)});
    return some;
}

States firstOf(const States& states, std::int64_t count)
{
    States some;
    for (const auto& [c, h] : states)
        some.push_back({c.narrow(0, 0, count), h.narrow(0, 0, count)});
    return some;
}

Tensor joined(const States& states)
{
    std::vector<Tensor> parts;
    for (const auto& [c, h] : states)
        parts.insert(parts.end(), {c, h});
    return torch::cat(parts, 1);
}

States startOf(const DecoderStack& stack, const Tensor& embedding)
{
    const auto all = torch::tanh(dense(stack.initial, embedding));
    States states;
    std::int64_t column = 0;
    for (const auto& cell : stack.cells) {
        const auto units = cell.lstm.units();
        states.push_back({all.narrow(1, column, units).contiguous(), all.narrow(1, column + units, units).contiguous()});
        column += 2 * units;
    }
    return states;
}

/// A stack over all steps at once. What a sequence reads at all its steps, `ofSequence`, may come apart from the rows where
/// the first cell reads it as it is.
Tensor runStack(const std::vector<CellWeights>& cells, const PackedSteps& steps, Tensor x, const States& start, Masks& masks, const Tensor& ofSequence = {})
{
    for (std::size_t layer = 0; layer < cells.size(); ++layer) {
        x = projected(cells[layer], masks.apply(layer, x));
        const auto h = lstmLayer(steps, {x, layer == 0 ? ofSequence : Tensor()}, cells[layer].lstm, start[layer]);
        x = cells[layer].residual ? h + x : h;
    }
    return x;
}

/// A stack over one step, for the rows `rows` of the masks; moves `states`. `step(layer, x, c, h)`: one cell's (c', h').
template <class Step>
Tensor stepStack(const std::vector<CellWeights>& cells, Tensor x, States& states, Masks& masks, const Tensor& rows, Step&& step)
{
    for (std::size_t layer = 0; layer < cells.size(); ++layer) {
        auto& [c, h] = states[layer];
        x = projected(cells[layer], masks.apply(layer, x, rows));
        std::tie(c, h) = step(layer, x, c, h);
        x = cells[layer].residual ? h + x : h;
    }
    return x;
}

Tensor stepStack(const std::vector<CellWeights>& cells, const Tensor& x, States& states, Masks& masks, const Tensor& rows)
{
    return stepStack(cells, x, states, masks, rows, [&](std::size_t layer, const Tensor& in, const Tensor& c, const Tensor& h) { return lstmStep(in, c, h, cells[layer].lstm); });
}

/// The cells of a stack for many steps without a graph, their weights laid out once.
class LaidOutCells {
public:
    explicit LaidOutCells(const std::vector<CellWeights>& cells)
    {
        for (const auto& cell : cells) {
            const auto units = cell.lstm.units(), width = cell.lstm.kernel.size(0) - units;
            m_cells.push_back({Panels(cell.lstm.kernel.narrow(0, 0, width)), Panels(cell.lstm.kernel.narrow(0, width, units)), cell.lstm.bias, cell.lstm.forgetBias});
        }
    }

    std::pair<Tensor, Tensor> step(std::size_t layer, const Tensor& x, const Tensor& c, const Tensor& h) const
    {
        const auto& cell = m_cells[layer];
        const auto z = cell.bias.expand({x.size(0), cell.bias.size(0)}).clone(at::MemoryFormat::Contiguous);
        cell.input.addProduct(z, x);
        cell.recurrent.addProduct(z, h);
        std::pair next{torch::empty_like(h), torch::empty_like(h)};
        gatesForward(z, c, next.first, next.second, cell.forgetBias);
        return next;
    }

private:
    struct Cell {
        Panels input, recurrent;
        Tensor bias;
        float forgetBias;
    };
    std::vector<Cell> m_cells;
};

struct BothWays {
    Tensor outputs; ///< [rows, 2 · units]
    Tensor finals;  ///< [sequences with rows, 2 · units]
};

BothWays runBothWays(const std::vector<BidirectionalLayer>& layers, const PackedRows& rows, Tensor x, const Dropout& dropout, const std::string& name)
{
    Tensor forward, backward;
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
        const auto one = [&](const CellWeights& cell, Direction direction, const char* side, Tensor& h) {
            Masks masks(dropout, name + "/" + std::to_string(layer) + side, rows.count(), x.device());
            const auto in = projected(cell, masks.apply(0, x));
            h = lstmLayer(rows.steps(), in, cell.lstm, {}, direction);
            return cell.residual ? h + in : h;
        };
        const auto out = one(layers[layer].forward, Direction::kForward, "/fw", forward);
        x = torch::cat({out, one(layers[layer].backward, Direction::kBackward, "/bw", backward)}, 1);
    }
    return {x, torch::cat({forward.index_select(0, rows.last()), backward.narrow(0, 0, rows.last().size(0))}, 1)};
}

/// The lengths of `segments` parts of each example.
std::vector<std::int64_t> lengthsOfSegments(const VaeExamples& examples, std::int64_t steps, int segments)
{
    std::vector<std::int64_t> lengths;
    for (const auto length : examples.lengths)
        for (int copy = 0; copy < segments / examples.numLengths; ++copy)
            lengths.push_back(std::min(length, steps) / (segments / examples.numLengths));
    return lengths;
}

class Graph {
public:
    Graph(const models::VaeSpec& spec, const VaeWeights& weights, const VaeExamples& examples, const VaeChance& chance)
        : m_spec(spec), m_weights(weights), m_examples(examples), m_chance(chance), m_device(examples.inputs.device()), m_batch(examples.inputs.size(0)),
          m_steps(std::min<std::int64_t>(examples.inputs.size(1), spec.max_seq_len)), m_segments(decoderSegments(spec)), m_segmentSteps(segmentSteps(spec, m_steps))
    {
    }

    VaeOutcome run()
    {
        const auto code = encode();
        m_outcome.mu = dense(m_weights.mu, code);
        m_outcome.sigma = torch::softplus(dense(m_weights.sigma, code));
        m_outcome.z = m_outcome.mu + m_outcome.sigma * m_chance.eps;
        m_outcome.kl = (0.5 * (m_outcome.sigma.square() + m_outcome.mu.square() - 1) - m_outcome.sigma.log()).sum(1);
        decode();
        return std::move(m_outcome);
    }

private:
    Tensor cut(const Tensor& padded) const { return padded.narrow(1, 0, m_steps); }

    Tensor encode() const
    {
        auto x = cut(m_examples.inputs);
        if (m_examples.controls.defined())
            x = torch::cat({x, cut(m_examples.controls)}, 2);
        std::vector<std::int64_t> lengths = lengthsOfSegments(m_examples, m_steps, m_spec.encoderSegments());
        const auto levels = m_spec.hierarchicalEncoder() ? std::vector<std::int64_t>(m_spec.encoderLevels.begin(), m_spec.encoderLevels.end()) : std::vector{m_steps};
        for (std::size_t level = 0; level < levels.size(); ++level) {
            x = x.reshape({-1, levels[level], x.size(-1)});
            if (level > 0)
                lengths.assign(static_cast<std::size_t>(x.size(0)), levels[level]);
            const PackedRows rows(lengths, levels[level], m_device);
            x = rows.count() == 0 ? torch::zeros({x.size(0), 2 * m_spec.enc_rnn_size.back()}, x.options())
                                  : rows.restore(runBothWays(m_weights.encoder[level], rows, rows.pack(x), m_chance.dropout, "encoder/" + std::to_string(level)).finals);
        }
        return x;
    }

    void decode()
    {
        const auto inSegments = [&](const Tensor& padded) { return padded.reshape({m_batch * m_segments, m_segmentSteps, padded.size(2)}); };
        const auto targets = cut(m_examples.targets);
        const auto fed = torch::cat({torch::zeros({m_batch, 1, targets.size(2)}, targets.options()), targets.narrow(1, 0, m_steps - 1)}, 1);
        m_targets = inSegments(targets);
        m_fed = inSegments(fed);
        if (m_examples.controls.defined())
            m_controls = inSegments(controls());
        m_lengths = lengthsOfSegments(m_examples, m_steps, m_segments);
        m_outcome.reconstruction = torch::zeros({m_batch}, targets.options());

        if (m_spec.conductorReadsBack) {
            conduct(0, m_outcome.z, 0);
            return;
        }
        auto embedding = m_outcome.z;
        for (std::size_t level = 0; level < m_weights.conductor.size(); ++level)
            embedding = embeddingsOf(level, embedding);
        std::vector<std::int64_t> all(static_cast<std::size_t>(m_batch * m_segments));
        std::iota(all.begin(), all.end(), std::int64_t{0});
        for (std::size_t core = 0; core < m_weights.cores.size(); ++core)
            runCore(core, embedding, all);
    }

    /// What the cores are told: the controls, or what a stack makes of them.
    Tensor controls() const
    {
        const auto given = cut(m_examples.controls);
        if (m_weights.controls.empty())
            return given;
        std::vector<std::int64_t> lengths;
        for (std::int64_t i = 0; i < m_batch; ++i)
            lengths.push_back(std::min(m_examples.lengths[static_cast<std::size_t>(i)], m_steps));
        const PackedRows rows(lengths, m_steps, m_device);
        return rows.unpack(runBothWays(m_weights.controls, rows, rows.pack(given), m_chance.dropout, "controls").outputs);
    }

    /// A conductor that sees nothing of what it conducts makes all its embeddings at once: [n, z] → [n · segments, units].
    Tensor embeddingsOf(std::size_t level, const Tensor& from) const
    {
        const std::int64_t steps = m_spec.decoderLevels[level];
        const PackedRows rows(std::vector<std::int64_t>(static_cast<std::size_t>(from.size(0)), steps), steps, m_device);
        Masks masks(m_chance.dropout, "conductor/" + std::to_string(level), rows.count(), m_device);
        const auto& stack = m_weights.conductor[level];
        const auto nothing = torch::zeros({rows.count(), 1}, from.options());
        return rows.unpack(runStack(stack.cells, rows.steps(), nothing, startOf(stack, from), masks)).reshape({from.size(0) * steps, -1});
    }

    /// A conductor that reads the states of what it has conducted goes segment by segment. Returns the last states of
    /// level `level` when it began from `from`; `first` is the first of its segments.
    Tensor conduct(std::size_t level, const Tensor& from, std::int64_t first)
    {
        if (level == m_weights.conductor.size()) {
            std::vector<std::int64_t> sequences;
            for (std::int64_t i = 0; i < m_batch; ++i)
                sequences.push_back(i * m_segments + first);
            std::vector<Tensor> states;
            for (std::size_t core = 0; core < m_weights.cores.size(); ++core)
                states.push_back(runCore(core, from, sequences));
            return torch::cat(states, 1);
        }
        const auto& stack = m_weights.conductor[level];
        std::int64_t below = 1; // segments under each of its steps
        for (std::size_t deeper = level + 1; deeper < m_weights.conductor.size(); ++deeper)
            below *= m_spec.decoderLevels[deeper];
        auto states = startOf(stack, from);
        Tensor back;
        for (std::int64_t i = 0; i < m_spec.decoderLevels[level]; ++i) {
            if (!back.defined())
                back = torch::zeros({m_batch, models::conductorInput(m_spec, level) - from.size(1)}, from.options());
            Masks masks(m_chance.dropout, "conductor/" + std::to_string(level) + "/" + std::to_string(first + i * below), m_batch, m_device);
            const auto embedding = stepStack(stack.cells, torch::cat({back, from}, 1), states, masks, torch::arange(m_batch, torch::kLong).to(m_device));
            back = conduct(level + 1, embedding, first + i * below);
        }
        return joined(states);
    }

    /// One core decoder on some of the segments, which get an embedding each. Adds to the outcome; returns its last states
    /// where the conductor reads them.
    Tensor runCore(std::size_t core, const Tensor& embeddings, const std::vector<std::int64_t>& sequences)
    {
        const auto& weights = m_weights.cores[core];
        const auto shape = headShape(m_spec, core);
        std::int64_t column = 0;
        for (std::size_t before = 0; before < core; ++before)
            column += m_spec.coreDepth(before);

        std::vector<std::int64_t> lengths;
        for (const auto i : sequences)
            lengths.push_back(m_lengths[static_cast<std::size_t>(i)]);
        const bool all = sequences.size() == m_lengths.size();
        const auto which = torch::tensor(sequences, torch::kLong).to(m_device);
        const auto own = [&](const Tensor& padded) { return all ? padded : padded.index_select(0, which); };

        const PackedRows rows(lengths, m_segmentSteps, m_device);
        if (rows.count() == 0)
            return m_spec.conductorReadsBack ? joined(startOf(weights.stack, embeddings)) : Tensor();
        const auto target = rows.pack(own(m_targets).narrow(2, column, shape.depth()));
        const auto ofSequence = rows.starts(embeddings);
        CoreInputs in{rows, rows.pack(own(m_fed).narrow(2, column, shape.depth())), ofSequence, m_controls.defined() ? rows.pack(own(m_controls)) : Tensor(), which.index_select(0, rows.order()),
                      startOf(weights.stack, ofSequence),
                      Masks(m_chance.dropout, "core/" + std::to_string(core) + "/" + std::to_string(sequences.front()), rows.count(), m_device)};

        Tensor logits, finals;
        const bool sampled = m_chance.samplingProbability > 0.0;
        if (m_spec.conductorReadsBack || (sampled && shape.drawsCarryGradient())) {
            finals = rows.restore(stepByStep(core, shape, in, logits));
        } else {
            if (sampled)
                feedDrawn(core, shape, in);
            const auto& cells = weights.stack.cells;
            const bool apart = !in.controls.defined() && m_chance.dropout.keep >= 1.0 && !cells.front().projection && !cells.front().residual;
            const auto x = apart ? in.fed : in.joined(in.fed, rows.repeat(embeddings), in.controls);
            logits = dense(weights.output, runStack(cells, rows.steps(), x, in.start, in.masks, apart ? in.ofSequence : Tensor()));
        }
        auto [loss, counts] = headLoss(shape, weights, logits, target);
        const auto sequence = which.index_select(0, rows.sequence());
        m_outcome.reconstruction = m_outcome.reconstruction.index_add(0, torch::floor_divide(sequence, m_segments), loss);
        m_outcome.pieces.push_back({core, std::move(counts), sequence.remainder(m_segments), sequence, rows.step(), in.fed.detach(), logits.detach()});
        return finals;
    }

    struct CoreInputs {
        const PackedRows& rows;
        Tensor fed;        ///< [rows, depth]
        Tensor ofSequence; ///< [sequences with rows, embedding]
        Tensor controls;   ///< [rows, ·]; undefined without
        Tensor sequences; ///< of all in the batch, those that the rows of a step belong to
        States start;
        Masks masks;

        /// What the stack reads where it reads it in one piece.
        static Tensor joined(const Tensor& fed, const Tensor& embedding, const Tensor& controls)
        {
            return controls.defined() ? torch::cat({fed, embedding, controls}, 1) : torch::cat({fed, embedding}, 1);
        }
    };

    /// Replaces what scheduled sampling says by what the decoder itself says there. Since choices carry no gradient, what is
    /// fed can be found out first, without a graph, and only for the sequences that have something to replace, as far as
    /// they have it; the pass that learns then takes all steps at once.
    void feedDrawn(std::size_t core, const VaeHeadShape& shape, CoreInputs& in) const
    {
        torch::NoGradGuard noGraph;
        const auto& counts = in.rows.steps().counts;
        const auto mask = drawnMask(core, in);
        const auto isDrawn = mask.accessor<bool, 2>();
        std::vector<std::int64_t> lastDrawn(static_cast<std::size_t>(counts.front()), -1), order(lastDrawn.size());
        for (std::size_t t = 0; t + 1 < counts.size(); ++t)
            for (std::int64_t i = 0; i < counts[t + 1]; ++i)
                if (isDrawn[static_cast<std::int64_t>(t)][i])
                    lastDrawn[static_cast<std::size_t>(i)] = static_cast<std::int64_t>(t);
        std::iota(order.begin(), order.end(), std::int64_t{0});
        const auto lastOf = [&](std::int64_t i) { return lastDrawn[static_cast<std::size_t>(i)]; };
        std::ranges::stable_sort(order, std::ranges::greater{}, lastOf);

        const auto& weights = m_weights.cores[core];
        const auto chosen = torch::tensor(order, torch::kLong).to(m_device);
        const LaidOutCells cells(weights.stack.cells);
        auto states = selected(in.start, chosen);
        in.fed = in.fed.clone();
        std::int64_t row = 0, active = static_cast<std::int64_t>(order.size());
        for (std::size_t t = 0;; ++t) {
            while (active > 0 && lastOf(order[static_cast<std::size_t>(active) - 1]) < static_cast<std::int64_t>(t))
                --active;
            if (active == 0)
                break;
            const auto some = chosen.narrow(0, 0, active), at = some + row;
            states = firstOf(states, active);
            const auto x = in.joined(in.fed.index_select(0, at), in.ofSequence.index_select(0, some), in.controls.defined() ? in.controls.index_select(0, at) : Tensor());
            const auto out = dense(weights.output, stepStack(weights.stack.cells, x, states, in.masks, at, [&](auto&&... cell) { return cells.step(cell...); }));
            std::vector<std::int64_t> replaced, places;
            row += counts[t];
            for (std::int64_t i = 0; i < active; ++i) {
                const auto sequence = order[static_cast<std::size_t>(i)];
                if (isDrawn[static_cast<std::int64_t>(t)][sequence]) {
                    replaced.push_back(i);
                    places.push_back(row + sequence);
                }
            }
            if (replaced.empty())
                continue;
            const auto drawing = torch::tensor(replaced, torch::kLong).to(m_device);
            const auto drawn = drawHead(shape, weights, out.index_select(0, drawing), uniforms(core, t, in.sequences.index_select(0, some.index_select(0, drawing))));
            in.fed.index_copy_(0, torch::tensor(places, torch::kLong).to(m_device), drawn);
        }
    }

    /// Step after step with a graph, for what carries gradients from one step's output to the next one's input, and where
    /// last states are needed: those come back, [sequences, states].
    Tensor stepByStep(std::size_t core, const VaeHeadShape& shape, CoreInputs& in, Tensor& logits) const
    {
        const auto& weights = m_weights.cores[core];
        const auto& counts = in.rows.steps().counts;
        const bool sampled = m_chance.samplingProbability > 0.0;
        const auto mask = sampled ? drawnMask(core, in).to(m_device) : Tensor();
        auto states = in.start;
        std::vector<Tensor> outs, fed, finals;
        std::int64_t row = 0;
        for (std::size_t t = 0; t < counts.size(); ++t) {
            const auto n = counts[t];
            if (t > 0) {
                if (const auto before = counts[t - 1]; before > n) {
                    States ended;
                    for (const auto& [c, h] : states)
                        ended.push_back({c.narrow(0, n, before - n), h.narrow(0, n, before - n)});
                    finals.push_back(joined(ended));
                }
                states = firstOf(states, n);
            }
            auto x = in.fed.narrow(0, row, n);
            if (t > 0 && sampled) {
                const auto drawn = drawHead(shape, weights, outs.back().narrow(0, 0, n), uniforms(core, t - 1, in.sequences.narrow(0, 0, n)));
                x = torch::where(mask[static_cast<std::int64_t>(t) - 1].narrow(0, 0, n).unsqueeze(1), drawn, x);
            }
            fed.push_back(x);
            const auto at = torch::arange(row, row + n, torch::kLong).to(m_device);
            outs.push_back(dense(weights.output, stepStack(weights.stack.cells, in.joined(x, in.ofSequence.narrow(0, 0, n), in.controls.defined() ? in.controls.narrow(0, row, n) : Tensor()), states, in.masks, at)));
            row += n;
        }
        finals.push_back(joined(states));
        std::ranges::reverse(finals);
        logits = torch::cat(outs);
        in.fed = torch::cat(fed);
        return torch::cat(finals);
    }

    /// [steps, sequences with rows], on the processor: whether the step after takes what is drawn from this one.
    Tensor drawnMask(std::size_t core, const CoreInputs& in) const
    {
        const auto mask = m_chance.draws[core].mask.index_select(1, hostCopy(in.sequences));
        return mask < static_cast<float>(m_chance.samplingProbability);
    }

    Tensor uniforms(std::size_t core, std::size_t t, const Tensor& sequences) const
    {
        return m_chance.draws[core].values[static_cast<std::int64_t>(t)].index_select(0, hostCopy(sequences)).to(m_device);
    }

    const models::VaeSpec& m_spec;
    const VaeWeights& m_weights;
    const VaeExamples& m_examples;
    const VaeChance& m_chance;
    torch::Device m_device;
    std::int64_t m_batch, m_steps, m_segments, m_segmentSteps;
    Tensor m_targets, m_fed, m_controls; ///< [B · segments, steps of a segment, ·]
    std::vector<std::int64_t> m_lengths; ///< [B · segments]
    VaeOutcome m_outcome;
};

} // namespace

int decoderSegments(const models::VaeSpec& spec)
{
    return spec.hierarchicalDecoder() ? spec.max_seq_len / spec.decoderLevels.back() : 1;
}

std::int64_t segmentSteps(const models::VaeSpec& spec, std::int64_t steps)
{
    return spec.hierarchicalDecoder() ? spec.decoderLevels.back() : std::min<std::int64_t>(steps, spec.max_seq_len);
}

VaeHeadShape headShape(const models::VaeSpec& spec, std::size_t core)
{
    return {spec.head, spec.cores[core]};
}

VaeOutcome vaeGraph(const models::VaeSpec& spec, const VaeWeights& weights, const VaeExamples& examples, const VaeChance& chance)
{
    return Graph(spec, weights, examples, chance).run();
}

} // namespace partita::nn
