#pragma once

#include "engine/core/error.h"
#include "engine/models/vae_spec.h"

#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace partita::models {

/// q(z | x) of B examples: normal distributions with independent components.
struct Posterior {
    std::vector<float> mu;    ///< [B, z]
    std::vector<float> sigma; ///< [B, z]: standard deviations
};

/// What an encoder reads. Shapes: inputs [B, T, inputDepth + controlDepth], T at most max_seq_len and, for hierarchical
/// encoders, max_seq_len; steps past an example's length may hold anything. lengths [B], or [B, segments] with one length
/// for each of a hierarchical encoder's segments; a hierarchical encoder also takes [B] of 0 and max_seq_len.
struct EncodeRequest {
    std::span<const float> inputs;
    std::span<const int> lengths;
    int batch = 0; ///< B
    int steps = 0; ///< T
    std::stop_token stop{};
};

/// What a decoder does besides making notes, for those who look closer.
struct DecodeTrace {
    std::vector<float> logits;     ///< [B, steps, Σ logitDepth]: before activation and temperature
    std::vector<float> embeddings; ///< [B, segments, embeddingSize]: the conductor's output; empty where there is none
    /// [B, cores · Σ 2 · dec_rnn_size]: c0, h0, c1, h1, … of core 0, then of core 1: at the start of the first segment, and
    /// at the end of the last.
    std::vector<float> initialState, finalState;
};

/// What a decoder is asked for.
struct DecodeRequest {
    std::span<const float> z; ///< [B, z_size]
    int batch = 0;            ///< B
    int steps = 0;            ///< hierarchical models: max_seq_len
    /// [steps, controlDepth], the same for every row, or [B, steps, controlDepth].
    std::span<const float> controls{};
    double temperature = 1.0; ///< divides logits; at 0 the likeliest is taken and nothing is drawn
    /// A uniform number in [0, 1) for a row. Each row's numbers are asked for in an order that does not depend on the
    /// others, so a generator for each row makes its notes independent of the batch. A class is the first whose
    /// cumulated probability exceeds the number; a bit is 1 where the number lies below its probability.
    std::function<double(int row)> draw{};
    std::span<const float> start{}; ///< [B, outputDepth]: what the first step reads as the output before it; empty: zeros
    /// Teacher forcing: [B, steps, outputDepth], what each step reads instead of the output before it; `start` is not read.
    std::span<const float> given{};
    /// A row (of each segment) ends with the first step that is of this class. A segment goes on until all rows have ended,
    /// and the next one begins with what each said last: with an end token, rows hang on the batch, as in the original.
    std::optional<int> endToken{};
    std::function<void(int steps)> progress{}; ///< called as steps are done
    std::stop_token stop{};
    DecodeTrace* trace = nullptr; ///< filled where given
};

/// Steps of one decoding at most.
inline constexpr int kMostDecodeSteps = 65536;

/// What a decoder made.
struct Decoded {
    std::vector<float> samples; ///< [B, steps, outputDepth]; behind a row's end anything, behind that of all rows zeros
    std::vector<int> lengths;   ///< [B, segments] (one segment where the decoder is flat): steps up to the end token, itself included
};

/// A MusicVAE ready to run, without showing its tensors. Row-major float32 everywhere.
///
/// Errors:  kInvalidArgument where shapes, lengths or steps do not fit the model (the sentence says how); kStopped.
/// Threads: one call at a time on one network; the inference thread owns it.
/// Source:  Magenta lstm_models.py, base_model.py (encode, sample), without dropout.
class LatentNetwork {
public:
    virtual ~LatentNetwork() = default;

    virtual const VaeSpec& spec() const = 0;
    virtual Result<Posterior> encode(const EncodeRequest& request) = 0;
    virtual Result<Decoded> decode(const DecodeRequest& request) = 0;
};

/// Whether `spec` can do what is asked: what networks check first. Errors: kInvalidArgument.
Result<void> checkRequest(const VaeSpec& spec, const EncodeRequest& request);
Result<void> checkRequest(const VaeSpec& spec, const DecodeRequest& request);

} // namespace partita::models
