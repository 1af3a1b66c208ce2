#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace partita::training {

/// Counts and sums over rows of predictions. Adding up the tallies of batches and then asking for the metrics gives
/// what Magenta's streaming metrics give. With several softmaxes a step each of them is a row.
struct Tally {
    double crossEntropy = 0.0; ///< sum, nats
    std::int64_t rows = 0;
    std::int64_t correct = 0;
    std::int64_t events = 0; ///< rows whose label is not the default event's
    std::int64_t correctEvents = 0;
    std::int64_t numSteps = 0; ///< of musical time
    std::vector<std::int64_t> classRows, classCorrect; ///< of a single softmax; empty for several

    /// Of frames of bits, where a row is a frame: bits judged by p ≥ 0.5.
    struct Bits {
        double probability = 0.0; ///< sum over frames of e^(log p)
        std::int64_t cells = 0, correct = 0;
        std::int64_t set = 0, predicted = 0, both = 0;
    };
    Bits bits;

    void add(const Tally& other);
    /// All of it in a row, and back into a tally of the same model: what processes that train together add up.
    std::vector<double> sums() const;
    void setSums(std::span<const double> sums);
    double loss() const { return crossEntropy / static_cast<double>(rows); }
};

/// What a share of nothing is: NaN in training, 0 in evaluation, as Magenta has it.
enum class EmptyShare { kNaN, kZero };

/// By Magenta's names without their "metrics/": loss (nats), perplexity, accuracy, event_accuracy, no_event_accuracy,
/// loss_per_step, perplexity_per_step; with EmptyShare::kZero also per_class_accuracy, where absent classes count as 0.
/// Of frames of bits: loss, perplexity (as Magenta has it, the mean of the frames' probabilities), accuracy, precision,
/// recall, f1_score (which Magenta computes as the precision).
/// Source:  Magenta events_rnn_graph.py, pianoroll_rnn_nade_graph.py (train: per batch; eval: streaming).
std::map<std::string, double> metricsOf(const Tally& tally, EmptyShare empty);

} // namespace partita::training
