#pragma once

#include "engine/models/vae_spec.h"
#include "engine/nn/dropout.h"
#include "engine/nn/vae_heads.h"
#include "engine/nn/vae_weights.h"

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace partita::nn {

/// A batch of B examples, padded to T steps; steps past an example's length may hold anything.
struct VaeExamples {
    torch::Tensor inputs;   ///< [B, T, inputDepth]
    torch::Tensor targets;  ///< [B, T, outputDepth]
    torch::Tensor controls; ///< [B, T, controlDepth]; undefined where the model is not conditioned
    /// [B · numLengths]: of each example, or of each of its segments where the encoder is hierarchical. A hierarchical model
    /// also takes one length an example, 0 or max_seq_len.
    std::vector<std::int64_t> lengths;
    int numLengths = 1;
};

/// The chance of one pass.
struct VaeChance {
    torch::Tensor eps; ///< [B, z_size], standard normal
    /// Scheduled sampling: the input of step t + 1 is drawn from the output of step t where mask[t] < samplingProbability.
    /// The first input of a sequence, or of a segment, never is.
    double samplingProbability = 0.0;
    /// Uniform numbers, N = B · segments sequences (an example's segments lie together).
    struct Draws {
        torch::Tensor mask;   ///< [steps, N]
        torch::Tensor values; ///< [steps, N, VaeHeadShape::draws]
    };
    std::vector<Draws> draws; ///< for each core decoder; empty where nothing is sampled
    Dropout dropout;
};

struct VaeOutcome {
    torch::Tensor mu, sigma, z;   ///< [B, z_size]
    torch::Tensor kl;             ///< [B], nats, before free bits are taken off
    torch::Tensor reconstruction; ///< [B], nats: the loss of all valid steps and all cores

    /// What one core decoder said, packed as it comes.
    struct Piece {
        std::size_t core = 0;
        VaeHeadCounts counts;
        torch::Tensor segment; ///< [rows]
        torch::Tensor sequence, step; ///< [rows]: example · segments + segment, step in it
        torch::Tensor fed;     ///< [rows, depth]: what the step read in place of the output before it
        torch::Tensor logits;  ///< [rows, logitDepth]
    };
    std::vector<Piece> pieces;
};

/// Segments that a decoder's sequence is cut into; 1 where it is flat.
int decoderSegments(const models::VaeSpec& spec);
/// Steps of a segment; of a flat decoder `steps` or max_seq_len, whichever is less.
std::int64_t segmentSteps(const models::VaeSpec& spec, std::int64_t steps);
VaeHeadShape headShape(const models::VaeSpec& spec, std::size_t core);

/// The two halves of the ELBO for a batch, differentiable in all weights. The decoder reads the targets (teacher forcing),
/// or, where chance says so, what it has drawn itself.
/// The graph can be walked back once.
/// Source:  Magenta base_model.py (_compute_model_loss), lstm_models.py, lstm_utils.py.
VaeOutcome vaeGraph(const models::VaeSpec& spec, const VaeWeights& weights, const VaeExamples& examples, const VaeChance& chance);

} // namespace partita::nn
