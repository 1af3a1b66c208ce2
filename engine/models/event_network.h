#pragma once

#include "engine/core/error.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace partita::models {

/// The recurrent state of B sequences; only the network that made it can read it.
class NetworkState {
public:
    virtual ~NetworkState() = default;
};

/// What a network's outputs say of an event where they are no logits of softmaxes: a joint distribution over its labels,
/// each 0 or 1.
class JointDistribution {
public:
    virtual ~JointDistribution() = default;

    virtual int labels() const = 0;
    /// Draws an event by numbers of `uniform` in [0, 1), one a label; at temperature 0 each label takes its likelier value
    /// and nothing is drawn. Returns log p at temperature 1, natural.
    virtual double draw(std::span<const float> outputs, double temperature, const std::function<double()>& uniform, std::span<int> labels) const = 0;
    virtual double logProbability(std::span<const float> outputs, std::span<const int> labels) const = 0;
};

/// An event-sequence RNN ready to run, without showing its tensors: what `generate/` works with.
///
/// Shapes:  inputs [B, T, inputSize] and logits [B, T, numClasses], row-major, float32.
/// Threads: one call at a time on one network; the inference thread owns it.
/// Source:  Magenta events_rnn_graph.py and pianoroll_rnn_nade_graph.py, mode 'generate' (no dropout).
class EventNetwork {
public:
    virtual ~EventNetwork() = default;

    virtual int inputSize() const = 0;
    virtual int numClasses() const = 0;
    /// Null: the outputs are logits. Else what they are instead; then `numClasses` counts outputs.
    virtual const JointDistribution* joint() const { return nullptr; }

    /// The state before the first event, all zero.
    virtual std::unique_ptr<NetworkState> initialState(int batch) const = 0;

    /// The state whose row i is row `rows[i]` of `state`: how a beam keeps, drops and multiplies its branches.
    virtual std::unique_ptr<NetworkState> select(const NetworkState& state, std::span<const int> rows) const = 0;

    /// Feeds `steps` inputs to each of the state's B sequences and moves `state` on.
    /// Returns logits of every step, or of the last one only ([B, 1, numClasses]) with `lastOnly`.
    /// The span stays valid until the next call on this network.
    virtual std::span<const float> run(NetworkState& state, std::span<const float> inputs, int steps, bool lastOnly) = 0;
};

} // namespace partita::models
