#pragma once

#include "engine/models/vae_spec.h"
#include "engine/nn/vae_weights.h"

#include <torch/types.h>

#include <string>
#include <vector>

/// What the output of a MusicVAE's core decoder means: its loss against a target, and drawing from it.
/// Source:  Magenta lstm_models.py (the decoders' _flat_reconstruction_loss and _sample).
namespace partita::nn {

/// One core decoder's outputs as its head reads them.
struct VaeHeadShape {
    models::VaeHead head = models::VaeHead::kCategorical;
    std::vector<int> parts; ///< widths of its softmaxes; of the others one number

    int depth() const;
    /// Uniform numbers that drawing one row takes.
    int draws() const;
    /// Whether what is drawn carries a gradient (velocities and offsets do, choices do not).
    bool drawsCarryGradient() const { return head == models::VaeHead::kGroove; }
};

/// What is counted of the rows, for metrics; without a gradient.
struct VaeHeadCounts {
    /// Of one softmax, or of all bits together: whether it is what the target says.
    struct Part {
        torch::Tensor correct;     ///< [rows], 0 or 1
        torch::Tensor label;       ///< [rows], class of the target; undefined where there are no classes
    };
    std::vector<Part> parts;
    torch::Tensor bitsHit, bitsSet, bitsSaid; ///< [rows]: bits right and set, set, said to be set; undefined where there are none
    torch::Tensor hitsLoss, velocitiesLoss, offsetsLoss; ///< [rows], groove
    torch::Tensor velocityError, offsetError;            ///< [rows], groove: Σ |difference| over the drums that the target strikes
};

struct VaeHeadLoss {
    torch::Tensor loss; ///< [rows], nats, differentiable
    VaeHeadCounts counts;
};

/// `out` [rows, logits], `target` [rows, depth].
VaeHeadLoss headLoss(const VaeHeadShape& shape, const CoreWeights& weights, const torch::Tensor& out, const torch::Tensor& target);

/// A row drawn from each of `out` at temperature 1, [rows, depth]: of a softmax the first class whose cumulated probability
/// exceeds the uniform number; of bits 1 where it lies below the probability; NADE's at its threshold, without chance.
/// `uniforms` [rows, draws].
torch::Tensor drawHead(const VaeHeadShape& shape, const CoreWeights& weights, const torch::Tensor& out, const torch::Tensor& uniforms);

} // namespace partita::nn
