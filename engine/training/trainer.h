#pragma once

#include "engine/core/error.h"
#include "engine/models/hparams.h"
#include "engine/models/rnn_spec.h"
#include "engine/training/batch.h"
#include "engine/training/metrics.h"
#include "engine/training/tensors.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace partita::training {

class Processes;

/// What is trained and how.
struct TrainerOptions {
    models::RnnSpec spec;
    models::HParams hparams; ///< dropout_keep_prob, clip_norm and learning_rate are read here
    std::vector<int> defaultLabels; ///< of the default event, for event_accuracy
    std::uint64_t seed = 0; ///< of initial weights and dropout
    std::string device = "auto";
    Processes* processes = nullptr; ///< that train it together: each gives `step` its share of a batch; null: alone
};

/// An event RNN in training, piano-roll models included: its weights, Adam's moments, and the step they have reached. Without LibTorch's types, so
/// that the loop, the tests and the benchmarks stay cheap to compile.
///
/// Two trainers with equal state, options and batches give equal numbers: chance (dropout) depends on seed and step only.
/// Threads: one at a time.
/// Source:  Magenta events_rnn_graph.py and pianoroll_rnn_nade_graph.py, mode 'train': Adam in TensorFlow's form, each gradient clipped by itself.
class Trainer {
public:
    /// Fresh weights. Errors: kNoDevice.
    static Result<std::unique_ptr<Trainer>> start(const TrainerOptions& options);
    /// Weights by canonical name, and, to go on as if never stopped, `optimizer` (as `optimizer()` gives it) and `step`.
    /// Without `optimizer` Adam starts anew. Errors: kMismatch; kNoDevice.
    static Result<std::unique_ptr<Trainer>> resume(const TrainerOptions& options, const Tensors& weights, const Tensors& optimizer, std::int64_t step);

    virtual ~Trainer() = default;

    /// One update. Returns what the batch, of all processes, gave before it.
    /// Errors: kFailed when the loss is no finite number, or a process is lost; the weights then are as before the step.
    virtual Result<Tally> step(const Batch& batch) = 0;

    /// Where processes train together: takes over weights, moments and step of the first.
    virtual Result<void> takeFromFirst() = 0;

    /// The same numbers without learning, and with dropout only where asked for: `dropoutStep` tells its masks apart.
    virtual Tally evaluate(const Batch& batch, std::optional<std::int64_t> dropoutStep = {}) const = 0;
    /// Of nothing, with room for all that this model counts.
    virtual Tally emptyTally() const = 0;

    /// What the network says of each row without dropout.
    struct Rows {
        std::vector<float> outputs; ///< logits [rows, Σ classes]; of a NADE the bits' conditional probabilities [rows, D]
        std::vector<float> losses;  ///< nats, [rows, softmaxes]; of a NADE [rows]
    };
    virtual Rows rows(const Batch& batch) const = 0;
    /// The gradients of the batch's loss, not clipped, by variable name. With the dropout of the next step.
    virtual Tensors gradients(const Batch& batch) const = 0;

    virtual Tensors weights() const = 0;
    /// Adam's moments, named as TensorFlow names the slots: `<variable>/Adam` (m), `<variable>/Adam_1` (v).
    virtual Tensors optimizer() const = 0;
    /// Updates so far.
    virtual std::int64_t steps() const = 0;
    virtual std::int64_t parameterCount() const = 0;
    /// Where it trains: "cpu", "cuda:0".
    virtual std::string device() const = 0;
};

} // namespace partita::training
