#pragma once

#include "engine/core/error.h"
#include "engine/models/rnn_spec.h"
#include "engine/nn/dropout.h"
#include "engine/nn/event_rnn_weights.h"
#include "engine/nn/lstm.h"
#include "engine/nn/nade.h"
#include "engine/nn/parameters.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace partita::nn {

/// An event RNN with its tensors, on one device: what training moves and generation reads.
/// Source:  Magenta events_rnn_graph.py.
class EventRnn {
public:
    /// Fresh weights: Glorot uniform, biases zero; each tensor's draws depend on `seed` and its name alone.
    static EventRnn fresh(const models::RnnSpec& spec, std::uint64_t seed, torch::Device device);

    /// The weights that a bundle was found to hold (models::recognize), or any others by canonical name.
    /// Errors: kMismatch names the first tensor that is missing or has another shape.
    static Result<EventRnn> fromTensors(const std::map<std::string, bundle::Tensor>& tensors, const models::RnnSpec& spec, torch::Device device);

    const models::RnnSpec& spec() const { return m_spec; }
    const EventRnnWeights& weights() const { return m_weights; }
    LstmWeights cell(std::size_t layer) const;
    /// Of a spec with nadeHiddenUnits.
    NadeWeights nade() const { return {m_weights.nade->wEnc, m_weights.nade->wDecT}; }
    /// The same tensors in a list, in the order of the graph.
    const std::vector<Parameter>& parameters() const { return m_parameters; }
    torch::Device device() const { return m_parameters.front().value.device(); }

    /// Logits [rows, Σ classes], or a NADE's biases [rows, H + D], of whole sequences from the zero state, differentiable.
    /// Shapes: inputs [rows, inputSize].
    torch::Tensor logits(const PackedSteps& steps, const torch::Tensor& inputs, const Dropout& dropout = {}) const;

private:
    EventRnn(models::RnnSpec spec, std::vector<Parameter> parameters);

    models::RnnSpec m_spec;
    std::vector<Parameter> m_parameters;
    EventRnnWeights m_weights;
};

/// Indices [..., 1] as one-hots [..., depth] where the spec says so; else `inputs`.
torch::Tensor widenIndices(const models::RnnSpec& spec, const torch::Tensor& inputs);

/// Each row moved to its sequence's next step, zeros in the first: how a model hears what came before what it predicts.
torch::Tensor oneStepLater(const PackedSteps& steps, const torch::Tensor& rows);

} // namespace partita::nn
