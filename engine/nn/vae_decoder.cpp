#include "engine/nn/vae_decoder.h"

#include "engine/nn/cell_stack.h"
#include "engine/nn/vae_encoder.h"
#include "engine/nn/vae_sampling.h"

#include <torch/types.h>

#include <algorithm>
#include <array>
#include <memory>

namespace partita::nn {
namespace {

using models::DecodeRequest;
using models::VaeHead;
using models::VaeSpec;

/// A stack on its way, and what its input adds that is the same at every step.
struct Part {
    CellStack stack;
    Affine initial;
    StackState state;
    std::vector<float> start; ///< [B, state]: tanh(initial)
    std::vector<float> base;  ///< [B, outputs of the stack's input]

    Part(const WritingStack& weights, std::int64_t batch, Team& team)
        : stack(weights.cells, team), initial(weights.initial), state(stack.zeroState(batch)), start(static_cast<std::size_t>(batch * stack.stateSize()))
    {
        stack.resize(batch);
    }
    Affine input() const { return stack.front().input(); }
};

struct Core : Part {
    std::int64_t offset = 0; ///< of its slice of the output
    std::int64_t depth = 0;
    std::int64_t logitOffset = 0;
    std::span<const int> widths;
    Affine output;
    const NadeWeights* nade = nullptr;
    std::vector<float> logits; ///< [B, outputs]

    Core(const WritingCore& weights, std::int64_t batch, Team& team) : Part(weights.stack, batch, team), output(weights.output), nade(weights.nade ? &*weights.nade : nullptr) {}
};

/// Controls [steps, rows or 1, width] as a step's input.
struct Controls {
    std::vector<float> own;
    const float* data = nullptr;
    std::int64_t width = 0;
    std::int64_t stepStride = 0, rowStride = 0;
    bool sparse = true;

    RowsView at(std::int64_t step) const { return {data + step * stepStride, rowStride}; }
};

/// One request on its way. Every member of the team walks through `walk` in step; what one alone does lies between two
/// meetings.
class Decoding {
public:
    Decoding(const VaeSpec& spec, const VaeSteps& vae, const DecodeRequest& request, Team& team, models::Decoded& decoded)
        : m_spec(spec), m_request(request), m_team(team), m_decoded(decoded), m_batch(request.batch), m_steps(request.steps), m_depth(spec.outputDepth),
          m_segmentSteps(spec.hierarchicalDecoder() ? spec.decoderLevels.back() : request.steps)
    {
        for (const auto& conductor : vae.conductor)
            m_conductors.push_back(std::make_unique<Part>(conductor, m_batch, team));
        for (std::size_t i = 0; i < vae.cores.size(); ++i) {
            auto core = std::make_unique<Core>(vae.cores[i], m_batch, team);
            core->offset = m_coreDepths;
            core->depth = spec.coreDepth(i);
            core->logitOffset = m_logitDepth;
            core->widths = spec.cores[i];
            core->base.resize(static_cast<std::size_t>(m_batch * core->input().outputs));
            core->logits.resize(static_cast<std::size_t>(m_batch * core->output.outputs));
            m_coreDepths += core->depth;
            m_logitDepth += core->output.outputs;
            m_stateSize += core->stack.stateSize();
            m_cores.push_back(std::move(core));
        }
        m_previous.assign(static_cast<std::size_t>(m_batch * m_depth), 0.0f);
        if (!request.start.empty())
            std::ranges::copy(request.start, m_previous.begin());
        m_feedback.resize(m_conductors.size());
        decoded.samples.assign(static_cast<std::size_t>(m_batch * m_steps * m_depth), 0.0f);
        decoded.lengths.assign(static_cast<std::size_t>(m_batch * (m_steps / m_segmentSteps)), static_cast<int>(m_segmentSteps));
        if (request.trace) {
            request.trace->logits.assign(static_cast<std::size_t>(m_batch * m_steps * m_logitDepth), 0.0f);
            request.trace->embeddings.assign(spec.hierarchicalDecoder() ? static_cast<std::size_t>(m_batch * (m_steps / m_segmentSteps) * spec.embeddingSize()) : 0, 0.0f);
            request.trace->initialState.assign(static_cast<std::size_t>(m_batch * m_stateSize), 0.0f);
            request.trace->finalState.assign(static_cast<std::size_t>(m_batch * m_stateSize), 0.0f);
        }
    }

    /// False when stopped.
    bool run(const VaeSteps& vae)
    {
        if (m_spec.controlDepth > 0 && !prepareControls(vae))
            return false;
        m_team.run([this](int member) { walk(member, 0, {m_request.z.data(), m_spec.z_size}, 0); });
        return !m_stopped;
    }

private:
    bool prepareControls(const VaeSteps& vae)
    {
        const auto given = std::ssize(m_request.controls);
        const std::int64_t width = m_spec.controlDepth, rows = given == m_steps * width ? 1 : m_batch;
        m_controls.width = width;
        m_controls.data = m_request.controls.data();
        m_controls.stepStride = width;
        m_controls.rowStride = rows == 1 ? 0 : m_steps * width;
        if (vae.controls.empty())
            return true;
        Sequences sequences;
        sequences.width = width;
        for (std::int64_t row = 0; row < rows; ++row) {
            sequences.first.push_back(m_request.controls.data() + row * m_steps * width);
            sequences.lengths.push_back(m_steps);
        }
        BidirectionalResult result;
        if (!runBidirectional(vae.controls, sequences, /*sparse=*/true, /*wantOutputs=*/true, m_team, m_request.stop, result))
            return false;
        m_controls.own = std::move(result.outputs);
        m_controls.data = m_controls.own.data();
        m_controls.width = 2 * result.units;
        m_controls.stepStride = rows * m_controls.width;
        m_controls.rowStride = rows == 1 ? 0 : m_controls.width;
        m_controls.sparse = false;
        return true;
    }

    std::int64_t segments() const { return m_steps / m_segmentSteps; }

    /// Begins with tanh(e · W + b). Every member calls it; it ends with a meeting.
    void startPart(int member, Part& part, RowsView e)
    {
        const auto size = part.stack.stateSize();
        const auto share = part.initial.share(member, m_team);
        const InputPart input{e, 0, part.initial.inputs};
        affine(part.initial, {part.initial.bias, 0}, {&input, 1}, m_batch, part.start.data(), size, share);
        tanhShare(part.start.data(), size, m_batch, share);
        m_team.meet();
        if (member == 0)
            for (std::int64_t row = 0; row < m_batch; ++row)
                part.stack.setState(part.state, row, 0, part.start.data() + row * size);
        m_team.meet();
    }

    /// Conductor `level` (or the cores below the last) with embedding `e`; `segment` is the first that it covers.
    /// Returns the number of segments done, or -1 when stopped.
    std::int64_t walk(int member, std::size_t level, RowsView e, std::int64_t segment)
    {
        if (level == m_conductors.size())
            return decodeSegment(member, e, segment) ? 1 : -1;
        auto& part = *m_conductors[level];
        startPart(member, part, e);
        auto& feedback = m_feedback[level];
        const auto below = m_spec.conductorReadsBack ? belowSize(level) : 0;
        if (member == 0)
            feedback.assign(static_cast<std::size_t>(m_batch * below), 0.0f);
        m_team.meet();
        std::int64_t done = 0;
        for (std::int64_t i = 0; i < m_spec.decoderLevels[level]; ++i) {
            // What it reads otherwise is one zero, which meets the kernel's first row in vain.
            const std::array reads{InputPart{{feedback.data(), below}, 0, below}, InputPart{e, below, level == 0 ? m_spec.z_size : m_spec.dec_rnn_size.back()}};
            part.stack.step(member, part.state, i, {part.input().bias, 0}, m_spec.conductorReadsBack ? std::span<const InputPart>(reads) : std::span<const InputPart>{});
            const auto embedding = part.stack.top(part.state, i + 1);
            if (member == 0 && m_request.trace && level + 1 == m_conductors.size())
                for (std::int64_t row = 0; row < m_batch; ++row)
                    std::copy_n(embedding.at(row), m_spec.embeddingSize(), m_request.trace->embeddings.begin() + (row * segments() + segment + done) * m_spec.embeddingSize());
            const auto made = walk(member, level + 1, embedding, segment + done);
            if (made < 0)
                return -1;
            done += made;
            if (m_spec.conductorReadsBack && member == 0)
                readBack(level, below);
            m_team.meet();
        }
        return done;
    }

    std::int64_t belowSize(std::size_t level) const { return level + 1 == m_conductors.size() ? m_stateSize : m_conductors[level + 1]->stack.stateSize(); }

    void readBack(std::size_t level, std::int64_t below)
    {
        for (std::int64_t row = 0; row < m_batch; ++row) {
            float* to = m_feedback[level].data() + row * below;
            if (level + 1 == m_conductors.size())
                copyStates(row, to);
            else
                m_conductors[level + 1]->stack.copyState(m_conductors[level + 1]->state, row, m_spec.decoderLevels[level + 1], to);
        }
    }

    void copyStates(std::int64_t row, float* to) const
    {
        for (const auto& core : m_cores) {
            core->stack.copyState(core->state, row, m_stepsDone, to);
            to += core->stack.stateSize();
        }
    }

    bool decodeSegment(int member, RowsView e, std::int64_t segment)
    {
        for (std::size_t i = 0; i < m_cores.size(); ++i)
            if (!decodeCore(member, i, e, segment))
                return false;
        if (member == 0 && m_request.trace && segment + 1 == segments())
            for (std::int64_t row = 0; row < m_batch; ++row)
                copyStates(row, m_request.trace->finalState.data() + row * m_stateSize);
        return true;
    }

    bool decodeCore(int member, std::size_t index, RowsView e, std::int64_t segment)
    {
        auto& core = *m_cores[index];
        const std::int64_t embedding = m_spec.embeddingSize(), first = segment * m_segmentSteps;
        const Affine input = core.input();
        startPart(member, core, e);
        const InputPart fixed{e, core.depth, embedding};
        affine(input, {input.bias, 0}, {&fixed, 1}, m_batch, core.base.data(), input.outputs, input.share(member, m_team));
        if (member == 0) {
            m_unfinished.assign(static_cast<std::size_t>(m_batch), true);
            if (m_request.trace && segment == 0)
                for (std::int64_t row = 0, offset = stateOffset(index); row < m_batch; ++row)
                    core.stack.copyState(core.state, row, 0, m_request.trace->initialState.data() + row * m_stateSize + offset);
        }
        m_team.meet();
        for (std::int64_t t = 0; t < m_segmentSteps; ++t) {
            const RowsView before = m_request.given.empty() ? RowsView{m_previous.data() + core.offset, m_depth}
                                                            : RowsView{m_request.given.data() + (first + t) * m_depth + core.offset, m_steps * m_depth};
            std::array parts{InputPart{before, 0, core.depth, true}, InputPart{{}, core.depth + embedding, m_controls.width, m_controls.sparse}};
            if (m_controls.width > 0)
                parts[1].x = m_controls.at(first + t);
            core.stack.step(member, core.state, t, {core.base.data(), input.outputs}, std::span(parts).first(m_controls.width > 0 ? 2 : 1));
            const InputPart top{core.stack.top(core.state, t + 1), 0, core.output.inputs};
            affine(core.output, {core.output.bias, 0}, {&top, 1}, m_batch, core.logits.data(), core.output.outputs, core.output.share(member, m_team));
            m_team.meet();
            if (member == 0)
                finishStep(core, segment, t, static_cast<std::int64_t>(index));
            m_team.meet();
            if (m_stopped)
                return false;
            if (m_allFinished)
                break;
        }
        return true;
    }

    std::int64_t stateOffset(std::size_t core) const
    {
        std::int64_t offset = 0;
        for (std::size_t i = 0; i < core; ++i)
            offset += m_cores[i]->stack.stateSize();
        return offset;
    }

    /// Samples, keeps and judges what the step made; one member's work.
    void finishStep(Core& core, std::int64_t segment, std::int64_t t, std::int64_t index)
    {
        const auto step = segment * m_segmentSteps + t;
        if (core.nade)
            sampleBits(core);
        m_allFinished = m_request.endToken.has_value();
        for (std::int64_t row = 0; row < m_batch; ++row) {
            float* const sample = m_previous.data() + row * m_depth + core.offset;
            const std::span logits(core.logits.data() + row * core.output.outputs, static_cast<std::size_t>(core.output.outputs));
            if (!core.nade)
                sampleHead(m_spec.head, core.widths, logits, m_request.temperature, [&] { return m_request.draw(static_cast<int>(row)); }, {sample, static_cast<std::size_t>(core.depth)});
            if (m_request.trace)
                std::ranges::copy(logits, m_request.trace->logits.begin() + (row * m_steps + step) * m_logitDepth + core.logitOffset);
            std::copy_n(sample, core.depth, m_decoded.samples.begin() + (row * m_steps + step) * m_depth + core.offset);
            const auto at = static_cast<std::size_t>(row);
            if (m_request.endToken && m_unfinished[at] && std::max_element(sample, sample + core.depth) - sample == *m_request.endToken) {
                m_unfinished[at] = false;
                m_decoded.lengths[static_cast<std::size_t>(row * segments() + segment)] = static_cast<int>(t) + 1;
            }
            m_allFinished = m_allFinished && !m_unfinished[at];
        }
        m_stepsDone = t + 1;
        if (m_request.progress)
            m_request.progress(static_cast<int>(((segment * std::ssize(m_cores) + index) * m_segmentSteps + t + 1) / std::ssize(m_cores)));
        m_stopped = m_request.stop.stop_requested();
    }

    void sampleBits(Core& core)
    {
        const torch::InferenceMode inference;
        const auto biases = torch::from_blob(core.logits.data(), {m_batch, core.output.outputs});
        const bool drawn = m_request.temperature > 0.0;
        torch::Tensor uniforms;
        if (drawn) {
            uniforms = torch::empty({m_batch, core.depth});
            float* to = uniforms.data_ptr<float>();
            for (std::int64_t row = 0; row < m_batch; ++row)
                for (std::int64_t i = 0; i < core.depth; ++i)
                    *to++ = static_cast<float>(m_request.draw(static_cast<int>(row)));
        }
        const auto bits = sampleNade(*core.nade, biases, drawn ? std::optional(m_request.temperature) : std::nullopt, uniforms).values.contiguous();
        for (std::int64_t row = 0; row < m_batch; ++row)
            std::copy_n(bits.data_ptr<float>() + row * core.depth, core.depth, m_previous.begin() + row * m_depth + core.offset);
    }

    const VaeSpec& m_spec;
    const DecodeRequest& m_request;
    Team& m_team;
    models::Decoded& m_decoded;
    std::int64_t m_batch, m_steps, m_depth, m_segmentSteps;
    std::int64_t m_coreDepths = 0, m_logitDepth = 0, m_stateSize = 0;
    std::vector<std::unique_ptr<Part>> m_conductors;
    std::vector<std::unique_ptr<Core>> m_cores;
    std::vector<std::vector<float>> m_feedback; ///< what each conductor reads back
    Controls m_controls;
    std::vector<float> m_previous; ///< [B, outputDepth]
    std::vector<bool> m_unfinished;
    std::int64_t m_stepsDone = 0; ///< of the last segment
    bool m_allFinished = false;
    bool m_stopped = false;
};

} // namespace

bool decodeAll(const VaeSpec& spec, const VaeSteps& vae, const DecodeRequest& request, Team& team, models::Decoded& decoded)
{
    return Decoding(spec, vae, request, team, decoded).run(vae);
}

} // namespace partita::nn
