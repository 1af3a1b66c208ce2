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

/// One event of a passage to be written.
struct Slot {
    std::optional<int> code;  ///< it is this one; else the network chooses
    std::vector<int> banned;  ///< codes it may not choose; at least one is left
};

/// A gap in music: what was played before it, what may stand in it, what goes on after it.
/// Codes of encodings with one code an event.
struct Gap {
    std::vector<int> primer; ///< not empty
    std::vector<Slot> slots; ///< not empty
    /// The codes after the gap, which may hang on how it was filled.
    std::function<std::vector<int>(std::span<const int> filled)> following;
};

/// One way to fill a gap. Log-likelihoods are natural, at temperature 1, whatever the sampling was.
struct Filling {
    std::vector<int> codes;             ///< of all slots
    double logLikelihood = 0.0;         ///< of the events that the network chose
    double followingLogLikelihood = 0.0; ///< of the events after the gap, given all before them
};

/// Fills the gap once for each source of draws; all fillings go through the network in one batch, and each depends on its
/// own draws alone.
/// Errors:  kFailed when the network's output is no number; kStopped, asked before each slot.
/// Threads: the inference thread.
Result<std::vector<Filling>> fill(models::EventNetwork& network, const encoding::EventEncoding& encoding, const Gap& gap, const Sampling& sampling,
                                  std::span<const Draws> draws, std::stop_token stop = {}, const Progress& progress = {});

} // namespace partita::generate
