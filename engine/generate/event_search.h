#pragma once

#include "engine/core/error.h"
#include "engine/encoding/event_encoding.h"
#include "engine/generate/sampling.h"
#include "engine/models/event_network.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace partita::generate {

/// The search's options, in Magenta's words. With 1/1/1 it is plain sampling.
struct SearchOptions {
    Sampling sampling;
    int beamSize = 1;          ///< sequences kept after each iteration
    int branchFactor = 1;      ///< continuations sampled of each
    int stepsPerIteration = 1; ///< events between two prunings
    /// The reference runs its graph on batches of this size and draws for the copies that fill the last one too. Only
    /// replaying its draws needs it; 0 draws for what is there.
    int drawsPerBatch = 0;
    /// Draws each event from what the network said an event earlier: before the first its outputs are zeros, and of a run
    /// over a whole primer the first event's stay. So Magenta's piano-roll generator does; scores leave out the primer.
    bool oneEventLate = false;
};

/// An event sequence and its score: the natural log of the probability of all events that the network was asked about,
/// the primer's (but its first) included, at the sampling temperature.
struct ScoredEvents {
    std::vector<int> codes;
    encoding::Controls controls;
    double score = 0.0;
};

/// Makes `controls` longer than the events of `codes`. Without one, models take no controls.
using ExtendControls = std::function<void(std::span<const int> codes, encoding::Controls& controls)>;
/// May append events that are not the network's own, to the primer and after each that is; they are fed to it.
using Inject = std::function<void(std::vector<int>& codes)>;

/// Extends `primer` by `events` events of the network's choice (injected ones come on top) and returns the best sequence.
///
/// Units:   codes as the encoding has them, `width` an event; `events` counts events, whatever time they take.
/// Errors:  kInvalidArgument for an empty primer or options below 1; kTooLarge for a beam of over 4096 sequences; kFailed when the network's output is no number; kStopped.
/// Threads: the inference thread. Looks at `stop` before each run of the network.
/// Source:  Magenta events_rnn_model.py (_generate_events, _beam_search); the draws are in its order.
Result<ScoredEvents> searchEvents(models::EventNetwork& network, const encoding::EventEncoding& encoding, ScoredEvents primer, int events,
                                  const SearchOptions& options, const Draws& draws, std::stop_token stop = {},
                                  const ExtendControls& extendControls = {}, const Inject& inject = {});

/// Σ log p of all events of `codes` but the first, at temperature 1, from the zero state.
/// Source: Magenta events_rnn_model.py (log_likelihood).
Result<double> logLikelihood(models::EventNetwork& network, const encoding::EventEncoding& encoding, std::span<const int> codes,
                             const encoding::Controls& controls = {});
/// The same of a sequence that is encoded already: of all its labels.
Result<double> logLikelihood(models::EventNetwork& network, const encoding::EventEncoding& encoding, const encoding::Example& example);

/// log p of an event's labels, each class in its own stretch of a row of logits; of a joint distribution at temperature 1.
double logProbability(const models::EventNetwork& network, const encoding::EventEncoding& encoding, std::span<const float> logits, std::span<const int> labels, double temperature);

} // namespace partita::generate
