#pragma once

#include "engine/models/latent_network.h"
#include "engine/nn/team.h"
#include "engine/nn/vae_steps.h"

#include <span>
#include <stop_token>
#include <vector>

/// The reading half of a MusicVAE on the processor: weights are read once a step for all sequences.
namespace partita::nn {

/// Sequences that a bidirectional stack reads. Sequence i has `lengths[i]` steps of `width` floats, the first of them at
/// `first[i]`, one after the other.
struct Sequences {
    std::vector<const float*> first;
    std::vector<std::int64_t> lengths;
    std::int64_t width = 0;

    std::int64_t count() const { return std::ssize(first); }
};

/// What a bidirectional stack says. False from either function: stopped.
struct BidirectionalResult {
    std::int64_t units = 0;
    std::vector<float> last;    ///< [count, 2 · units]: h after the last step forwards, and after the first step backwards; 0 for empty sequences
    std::vector<float> outputs; ///< [longest, count, 2 · units] in the order of the sequences, where asked for; 0 past an end
};

/// Runs a stack over `sequences` from the zero state. `sparse`: the numbers are mostly zeros.
/// Returns false when stopped.
bool runBidirectional(const std::vector<ReadingLayer>& layers, const Sequences& sequences, bool sparse, bool wantOutputs, Team& team, const std::stop_token& stop,
                      BidirectionalResult& result);

/// mu and sigma of what the encoder reads; the request has been checked. Returns false when stopped.
bool encodeAll(const models::VaeSpec& spec, const VaeSteps& vae, const models::EncodeRequest& request, Team& team, models::Posterior& posterior);

} // namespace partita::nn
