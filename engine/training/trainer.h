#pragma once

#include "engine/core/error.h"
#include "engine/models/hparams.h"
#include "engine/models/rnn_spec.h"
#include "engine/training/batch.h"
#include "engine/training/metrics.h"
#include "engine/training/tensors.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace partita::training {

/// What is trained and how.
struct TrainerOptions {
    models::RnnSpec spec;
    models::HParams hparams; ///< dropout_keep_prob, clip_norm and learning_rate are read here
    std::vector<int> defaultLabels; ///< of the default event, for event_accuracy
    std::uint64_t seed = 0; ///< of initial weights and dropout
    std::string device = "auto";
};

/// An event RNN in training: its weights, Adam's moments, and the step they have reached. Without LibTorch's types, so
/// that the loop, the tests and the benchmarks stay cheap to compile.
///
/// Two trainers with equal state, options and batches give equal numbers: chance (dropout) depends on seed and step only.
/// Threads: one at a time.
/// Source:  Magenta events_rnn_graph.py, mode 'train': Adam in TensorFlow's form, each gradient clipped by itself.
class Trainer {
public:
    /// Fresh weights. Errors: kNoDevice.
    static Result<Trainer> start(const TrainerOptions& options);
    /// Weights by canonical name, and, to go on as if never stopped, `optimizer` (as `optimizer()` gives it) and `step`.
    /// Without `optimizer` Adam starts anew. Errors: kMismatch; kNoDevice.
    static Result<Trainer> resume(const TrainerOptions& options, const Tensors& weights, const Tensors& optimizer, std::int64_t step);

    Trainer(Trainer&&) noexcept;
    Trainer& operator=(Trainer&&) noexcept;
    ~Trainer();

    /// One update. Returns what the batch gave before it.
    /// Errors: kFailed when the loss is no finite number; the weights then are as before the step.
    Result<Tally> step(const Batch& batch);

    /// The same numbers without dropout and without learning.
    Tally evaluate(const Batch& batch) const;

    /// Logits [rows, Σ classes] without dropout.
    std::vector<float> logits(const Batch& batch) const;
    /// The gradients of the batch's loss, not clipped, by variable name. With the dropout of the next step.
    Tensors gradients(const Batch& batch) const;

    Tensors weights() const;
    /// Adam's moments, named as TensorFlow names the slots: `<variable>/Adam` (m), `<variable>/Adam_1` (v).
    Tensors optimizer() const;
    /// Updates so far.
    std::int64_t steps() const;
    std::int64_t parameterCount() const;
    /// Where it trains: "cpu", "cuda:0".
    std::string device() const;

private:
    struct State;
    explicit Trainer(std::unique_ptr<State> state);

    std::unique_ptr<State> m_state;
};

} // namespace partita::training
