#pragma once

#include <numeric>
#include <vector>

namespace partita::models {

/// What a decoder's output means at each step.
enum class VaeHead {
    kCategorical, ///< one softmax, or several side by side (Magenta's MultiOut)
    kBoolean,     ///< a logit of one bit
    kNade,        ///< bits that depend on those before them: hidden biases, then visible ones
    kGroove,      ///< three equal blocks: hit logits, velocities before σ, offsets before tanh
};

/// The architecture of a MusicVAE: all that its tensors' shapes, its names and its config say together. Plain data, so
/// that a model is recognised without LibTorch. Sizes carry the names of the hyperparameters that set them.
/// Source:  Magenta lstm_models.py, configs.py; see vae_variables.h for the tensors.
struct VaeSpec {
    int inputDepth = 0;   ///< floats a step of the encoder's input, without controls
    int outputDepth = 0;  ///< floats a step of what the decoder makes and reads back
    int controlDepth = 0; ///< floats a step joined to the encoder's and to the decoder's input; 0: not conditioned
    int z_size = 0;
    int max_seq_len = 0; ///< steps; hierarchical models are always this long
    std::vector<int> enc_rnn_size; ///< units per layer and direction, at every level
    std::vector<int> dec_rnn_size; ///< units per layer of each core decoder and of the conductor
    std::vector<int> encoderLevels; ///< lengths of the segments from the steps upwards; empty: flat. Their product is max_seq_len
    std::vector<int> decoderLevels; ///< segments from the whole downwards, the last in steps; empty: flat. Their product is max_seq_len
    bool conductorReadsBack = false; ///< the conductor reads the core's last states and its embedding, not a constant zero
    VaeHead head = VaeHead::kCategorical;
    /// Core decoders side by side, each with weights of its own and its slice of the output; for each the widths of its
    /// parts: the classes of its softmaxes, or one number of bits or columns.
    std::vector<std::vector<int>> cores;
    int nade_num_hidden = 0; ///< of kNade
    bool residual_encoder = false;
    bool residual_decoder = false;
    std::vector<int> control_preprocessing_rnn_size; ///< a bidirectional stack that the decoder's controls pass first; empty: none

    bool hierarchicalEncoder() const { return !encoderLevels.empty(); }
    bool hierarchicalDecoder() const { return !decoderLevels.empty(); }
    /// Floats a step that core `i` makes.
    int coreDepth(std::size_t i) const { return std::accumulate(cores[i].begin(), cores[i].end(), 0); }
    /// Floats a step of its output projection: with NADE's hidden biases.
    int logitDepth(std::size_t i) const { return coreDepth(i) + (head == VaeHead::kNade ? nade_num_hidden : 0); }
    /// What a core decoder gets in place of z: z itself, or the conductor's output.
    int embeddingSize() const { return hierarchicalDecoder() ? dec_rnn_size.back() : z_size; }
    /// Floats of control that a core decoder reads a step.
    int decoderControlDepth() const { return control_preprocessing_rnn_size.empty() ? controlDepth : 2 * control_preprocessing_rnn_size.back(); }
    /// Lengths that each example comes with: one, or one per segment of the lowest level.
    int encoderSegments() const { return hierarchicalEncoder() ? max_seq_len / encoderLevels.front() : 1; }

    friend bool operator==(const VaeSpec&, const VaeSpec&) = default;
};

} // namespace partita::models
