#pragma once

#include "engine/core/error.h"
#include "engine/models/vae_hparams.h"
#include "engine/models/vae_spec.h"
#include "engine/training/tensors.h"
#include "engine/training/vae_batch.h"
#include "engine/training/vae_metrics.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace partita::training {

class Processes;

struct VaeTrainerOptions {
    models::VaeSpec spec;
    models::VaeHParams hparams;
    std::uint64_t seed = 0; ///< of initial weights, noise, scheduled sampling and dropout
    std::string device = "auto";
    Processes* processes = nullptr; ///< that train it together: each gives `step` its share of a batch; null: alone
};

/// What one pass gave, example by example, for those who look closer.
struct VaeTrace {
    std::vector<float> mu, sigma, z;   ///< [B, z_size]
    std::vector<float> reconstruction; ///< [B], nats
    std::vector<float> kl;             ///< [B], nats, before free bits are taken off
    /// Of all core decoders side by side, [B, T, Σ depth] and [B, T, Σ logitDepth]; zeros past an example's length.
    std::vector<float> fed, logits;
    int steps = 0; ///< T
};

struct VaeStep {
    VaeTally tally; ///< before the update, with its dropout and its noise; of the batch of all processes
    float beta = 0.0f, learningRate = 0.0f, samplingProbability = 0.0f;
    double globalNorm = 0.0;
    bool zeroed = false; ///< the gradients were no numbers, or as long as grad_norm_clip_to_zero: zeros took their place
};

enum class DecoderInput {
    kScheduled,    ///< as Magenta evaluates: its own choices where the schedule ever samples, else the targets
    kTeacher,      ///< the targets
    kOwnChoices,   ///< what it has drawn itself, at temperature 1
};

/// How a batch is looked at without learning.
struct VaeEvaluation {
    DecoderInput input = DecoderInput::kScheduled;
    std::uint64_t draws = 0;         ///< which of the seed's noise: the same at every step
    const VaeNoise* noise = nullptr; ///< or this
    VaeTrace* trace = nullptr;       ///< filled where given
};

/// A MusicVAE in training: its weights, Adam's moments, and the step they have reached. An interface, so that only one
/// file sees LibTorch and others reach it through the door (neural/neural.h).
///
/// Two trainers with equal state, options and batches give equal numbers: chance depends on seed and step (in evaluation
/// seed and `draws`) only.
/// Threads: one at a time.
/// Source:  Magenta base_model.py, music_vae_train.py.
class VaeTrainer {
public:
    virtual ~VaeTrainer() = default;

    /// One update. `noise`: instead of what seed and step give.
    /// Errors: kFailed when the loss is no finite number, or a process is lost; the weights then are as before the step.
    ///         kInvalidArgument where the batch does not fit the model (the sentence says how).
    virtual Result<VaeStep> step(const VaeBatch& batch, const VaeNoise* noise = nullptr) = 0;

    /// Where processes train together: takes over weights, moments and step of the first.
    virtual Result<void> takeFromFirst() = 0;

    /// The same numbers without dropout and without learning. Errors: kInvalidArgument.
    virtual Result<VaeTally> evaluate(const VaeBatch& batch, const VaeEvaluation& how = {}) const = 0;

    /// The gradients of the batch's loss before clipping, by variable name, and what the pass gave. With the dropout of the
    /// next step.
    virtual Result<Tensors> gradients(const VaeBatch& batch, const VaeNoise* noise = nullptr, VaeTrace* trace = nullptr) const = 0;

    /// Of nothing, with room for all that this model counts.
    virtual VaeTally emptyTally() const = 0;
    /// training::metricsOf for what this model counts.
    virtual std::map<std::string, double> metrics(const VaeTally& tally, bool segments = false) const = 0;

    virtual Tensors weights() const = 0;
    /// Adam's moments and powers as TensorFlow names them: `<variable>/Adam`, `<variable>/Adam_1`, `beta1_power`, `beta2_power`.
    virtual Tensors optimizer() const = 0;
    virtual std::int64_t steps() const = 0;
    virtual std::int64_t parameterCount() const = 0;
    virtual std::string device() const = 0;
};

/// Fresh weights. Errors: kNoDevice.
Result<std::unique_ptr<VaeTrainer>> startVaeTrainer(const VaeTrainerOptions& options);
/// Weights by name, and, to go on as if never stopped, `optimizer` (as `optimizer()` gives it) and `step`. Of a variable
/// without moments Adam starts anew. Errors: kMismatch; kNoDevice.
Result<std::unique_ptr<VaeTrainer>> resumeVaeTrainer(const VaeTrainerOptions& options, const Tensors& weights, const Tensors& optimizer, std::int64_t step);

} // namespace partita::training
