#pragma once

#include "engine/core/error.h"
#include "engine/encoding/event_encoding.h"
#include "engine/generate/progress.h"
#include "engine/generate/sampling.h"
#include "engine/models/event_network.h"

#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace partita::generate {

/// The next event of a passage that is being written.
struct Slot {
    std::int64_t step = 0;  ///< of the passage, where it stands: how far the writing is
    std::vector<int> fixed; ///< the event's codes; empty: the network chooses
    /// Whether an event may begin with these codes, asked code by code; at least one may. Empty: any.
    std::function<bool(std::span<const int> begun)> allows;
    /// Adds what stands there anyway to the event that the network chose. Empty: nothing.
    std::function<void(std::span<int> event)> amend;
    /// Whether the event that the network chose lies behind the passage: then the passage ends before it. Empty: none does.
    std::function<bool(std::span<const int> event)> isBehind;
};

/// What may stand after the codes `written` so far; nothing where the passage is full. Asked once after each event.
using NextSlot = std::function<std::optional<Slot>(std::span<const int> written)>;

/// A gap in music: what was played before it, what may stand in it, what goes on after it.
/// Encodings of several codes an event have labels that are those codes. A joint distribution asks nobody what is allowed.
struct Gap {
    std::vector<int> primer;   ///< at least one event
    NextSlot next;             ///< copied for each filling, so that it may keep count; has at least one slot
    std::int64_t steps = 0;    ///< of the passage
    /// The codes after the gap, which may hang on how it was filled.
    std::function<std::vector<int>(std::span<const int> filled)> following;
    /// What the network is told beside the events, from the primer's first on; the last row holds for all further ones.
    encoding::Controls controls;
};

/// One way to fill a gap. Log-likelihoods are natural, at temperature 1, whatever the sampling was.
struct Filling {
    std::vector<int> codes;
    std::vector<bool> chosen;            ///< of each event, whether the network chose it
    double logLikelihood = 0.0;          ///< of those events
    double followingLogLikelihood = 0.0; ///< of the events after the gap, given all before them
    std::size_t followingEvents = 0;
};

/// Fills the gap once for each source of draws; all fillings go through the network in one batch, and each depends on its
/// own draws alone.
/// Errors:  kFailed when the network's output is no number; kStopped, asked before each event.
/// Threads: the inference thread.
Result<std::vector<Filling>> fill(models::EventNetwork& network, const encoding::EventEncoding& encoding, const Gap& gap, const Sampling& sampling,
                                  std::span<const Draws> draws, std::stop_token stop = {}, const Progress& progress = {});

} // namespace partita::generate
