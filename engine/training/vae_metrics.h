#pragma once

#include "engine/models/vae_spec.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace partita::training {

/// Counts and sums over the examples and the valid steps of batches. Adding up those of batches and then asking for the
/// metrics gives what Magenta's streaming metrics give.
struct VaeTally {
    /// One softmax (or head) of one segment.
    struct Stream {
        std::int64_t rows = 0;
        double correct = 0.0; ///< rows that are wholly what the target says
        std::vector<std::int64_t> classRows, classCorrect; ///< of a softmax
        double bitsHit = 0.0, bitsSet = 0.0, bitsSaid = 0.0;
        double hitsLoss = 0.0, velocitiesLoss = 0.0, offsetsLoss = 0.0; ///< groove: sums of each step's loss
        double velocityError = 0.0, offsetError = 0.0;                  ///< groove: sums over struck drums

        void add(const Stream& other);
    };

    std::int64_t examples = 0;
    double reconstruction = 0.0; ///< sums over examples, nats
    double klCost = 0.0;         ///< with free bits taken off
    double klBits = 0.0;         ///< without
    double loss = 0.0;           ///< sum over examples of their batch's loss
    int numStreams = 1;
    std::vector<Stream> streams; ///< [segments, numStreams]

    void add(const VaeTally& other);
    /// All of it in a row, and back into a tally of the same model: what processes that train together add up.
    std::vector<double> sums() const;
    void setSums(std::span<const double> sums);
};

/// By Magenta's names without their "metrics/" and "losses/": loss, r_loss, kl_loss, kl_bits (all in nats but the last), and
///   softmaxes: accuracy, mean_per_class_accuracy (absent classes count as 0);  bits: accuracy, recall, precision;
///   groove:    hits_loss, velocities_loss, offsets_loss, and of our own accuracy (steps with all hits right), recall,
///              precision, velocity_error (of 127) and offset_error (of half a step), both where a drum is struck.
/// With several streams each name also as name/output_i, and the name alone is their mean; with `segments` also as
/// segment/000/name, …, of which the plain names are the means in any case.
std::map<std::string, double> metricsOf(const VaeTally& tally, models::VaeHead head, bool segments = false);

} // namespace partita::training
