#pragma once

#include "engine/core/error.h"

#include <memory>
#include <span>
#include <vector>

namespace partita::models {

/// The recurrent state of B sequences; only the network that made it can read it.
class NetworkState {
public:
    virtual ~NetworkState() = default;
};

/// An event-sequence RNN ready to run, without showing its tensors: what `generate/` works with.
///
/// Shapes:  inputs [B, T, inputSize] and logits [B, T, numClasses], row-major, float32.
/// Threads: one call at a time on one network; the inference thread owns it.
/// Source:  Magenta events_rnn_graph.py, mode 'generate' (no dropout).
class EventNetwork {
public:
    virtual ~EventNetwork() = default;

    virtual int inputSize() const = 0;
    virtual int numClasses() const = 0;

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
