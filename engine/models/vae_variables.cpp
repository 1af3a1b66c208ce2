#include "engine/models/vae_variables.h"

#include <fmt/format.h>

#include <numeric>

namespace partita::models {
namespace {

class Table {
public:
    explicit Table(const VaeSpec& spec) : m_spec(spec) {}

    std::vector<Variable> build()
    {
        const auto& spec = m_spec;
        encoder();
        if (!spec.control_preprocessing_rnn_size.empty())
            bidirectional("control_preprocessing/", spec.controlDepth, spec.control_preprocessing_rnn_size, spec.residual_decoder);
        for (std::size_t level = 0; level + 1 < spec.decoderLevels.size(); ++level)
            conductor(level);
        for (std::size_t i = 0; i < spec.cores.size(); ++i)
            core(i);
        return std::move(m_variables);
    }

private:
    void affine(const std::string& scope, std::int64_t in, std::int64_t out)
    {
        m_variables.push_back({scope + "kernel", {in, out}});
        m_variables.push_back({scope + "bias", {out}});
    }

    /// One cell of a stack; returns what the next reads.
    std::int64_t cell(std::string scope, std::int64_t input, const std::vector<int>& sizes, std::size_t layer, bool residual)
    {
        const std::int64_t units = sizes[layer];
        if (hasInputProjection(sizes, layer, residual)) {
            scope += "input_projection_wrapper/";
            affine(scope, input, units);
            input = units;
        }
        affine(scope + "lstm_cell/", input + units, 4 * units);
        return units;
    }

    /// Each layer reads both directions of the one before; each direction is a stack of its own, of one cell.
    void bidirectional(const std::string& scope, std::int64_t input, const std::vector<int>& sizes, bool residual)
    {
        for (std::size_t layer = 0; layer < sizes.size(); ++layer) {
            for (const auto direction : {"fw", "bw"})
                cell(fmt::format("{}cell_{}/bidirectional_rnn/{}/multi_rnn_cell/cell_0/", scope, layer, direction), input, {sizes[layer]}, 0, residual);
            input = 2 * sizes[layer];
        }
    }

    void encoder()
    {
        const auto& spec = m_spec;
        const std::int64_t input = spec.inputDepth + spec.controlDepth, result = 2 * spec.enc_rnn_size.back();
        if (!spec.hierarchicalEncoder())
            bidirectional("encoder/", input, spec.enc_rnn_size, spec.residual_encoder);
        for (std::size_t level = 0; level < spec.encoderLevels.size(); ++level)
            bidirectional(fmt::format("encoder/hierarchical_level_{}/", level), level == 0 ? input : result, spec.enc_rnn_size, spec.residual_encoder);
        affine("encoder/mu/", result, spec.z_size);
        affine("encoder/sigma/", result, spec.z_size);
    }

    std::int64_t stateSize() const { return 2 * std::accumulate(m_spec.dec_rnn_size.begin(), m_spec.dec_rnn_size.end(), std::int64_t{0}); }

    void conductor(std::size_t level)
    {
        const auto& sizes = m_spec.dec_rnn_size;
        const std::string scope = fmt::format("decoder/hierarchical_level_{}/", level);
        affine(scope + "initial_state/", level == 0 ? m_spec.z_size : sizes.back(), stateSize());
        std::int64_t input = conductorInput(m_spec, level);
        for (std::size_t layer = 0; layer < sizes.size(); ++layer)
            input = cell(fmt::format("{}cell_{}/", scope, layer), input, sizes, layer, m_spec.residual_decoder);
    }

    void core(std::size_t i)
    {
        const auto& sizes = m_spec.dec_rnn_size;
        std::string scope = m_spec.hierarchicalDecoder() ? "core_decoder/" : "";
        if (m_spec.cores.size() > 1)
            scope += fmt::format("core_decoder_{}/", i);
        scope += "decoder/";
        affine(scope + "z_to_initial_state/", m_spec.embeddingSize(), stateSize());
        std::int64_t input = m_spec.coreDepth(i) + m_spec.embeddingSize() + m_spec.decoderControlDepth();
        for (std::size_t layer = 0; layer < sizes.size(); ++layer)
            input = cell(fmt::format("{}multi_rnn_cell/cell_{}/", scope, layer), input, sizes, layer, m_spec.residual_decoder);
        affine(scope + "output_projection/", input, m_spec.logitDepth(i));
        if (m_spec.head == VaeHead::kNade) {
            m_variables.push_back({scope + "nade/w_enc", {m_spec.coreDepth(i), 1, m_spec.nade_num_hidden}});
            m_variables.push_back({scope + "nade/w_dec_t", {m_spec.coreDepth(i), m_spec.nade_num_hidden, 1}});
        }
    }

    const VaeSpec& m_spec;
    std::vector<Variable> m_variables;
};

} // namespace

std::vector<Variable> vaeVariables(const VaeSpec& spec)
{
    return Table(spec).build();
}

bool hasInputProjection(const std::vector<int>& sizes, std::size_t i, bool residual)
{
    return residual && (i == 0 || sizes[i] != sizes[i - 1]);
}

int conductorInput(const VaeSpec& spec, std::size_t level)
{
    if (!spec.conductorReadsBack)
        return 1;
    // The states of what lies below: every core's, or the next conductor's; and what it was made from itself.
    const int state = 2 * std::accumulate(spec.dec_rnn_size.begin(), spec.dec_rnn_size.end(), 0);
    const bool lowest = level + 2 == spec.decoderLevels.size();
    const int below = lowest ? state * static_cast<int>(spec.cores.size()) : state;
    return below + (level == 0 ? spec.z_size : spec.dec_rnn_size.back());
}

} // namespace partita::models
