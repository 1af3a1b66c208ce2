#pragma once

#include <torch/types.h>

#include <cstdint>
#include <optional>

/// NADE: a distribution over D bits, each of which hangs on those before it through H hidden units,
///
///     p_i = σ(b_dec[i] + σ(a_i) · w_dec_t[i]),   a_i = b_enc + Σ_{k<i} v_k w_enc[k].
///
/// A recurrent network says b_enc and b_dec for each step; the two kernels are the same for all.
///
/// Shapes:  biases [rows, H + D]: b_enc, then b_dec. Values (0 and 1), conditionals p and uniforms [rows, D],
///          log-probabilities [rows], natural: Σ v ln(1e−6 + p) + (1 − v) ln(1e−6 + 1 − p).
/// Source:  Larochelle and Murray 2011; Magenta nade.py (the order of the biases, the 1e−6).
namespace partita::nn {

struct NadeWeights {
    torch::Tensor wEnc;  ///< [D, 1, H]
    torch::Tensor wDecT; ///< [D, H, 1]

    std::int64_t visible() const { return wEnc.size(0); }
    std::int64_t hidden() const { return wEnc.size(2); }
};

struct NadeOutcome {
    torch::Tensor values;
    torch::Tensor logProbability;
    torch::Tensor conditionals; ///< of each bit, given the values of those before it; without a gradient
};

/// What the distribution says of `values`; the log-probability is differentiable in biases and weights.
NadeOutcome nadeLogProbability(const NadeWeights& weights, const torch::Tensor& biases, const torch::Tensor& values);

/// Draws bit by bit: 1 where the uniform number lies below σ(logit / temperature); without a temperature where p ≥ 0.5, and
/// `uniforms` are not read. Conditionals and log-probability are those of temperature 1. No gradient.
NadeOutcome sampleNade(const NadeWeights& weights, const torch::Tensor& biases, std::optional<double> temperature, const torch::Tensor& uniforms = {});

} // namespace partita::nn
