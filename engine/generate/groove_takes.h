#pragma once

#include "engine/generate/latent_groove.h"
#include "engine/project/document.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace partita::generate {

struct GrooveTakesOptions {
    int takes = 4;
    double amount = 1.0; ///< 0–1: how far a note that the model plays, too, goes from its own time and velocity to the model's
    double temperature = 1.0; ///< see GrooveOptions
    double spread = 0.5;
    std::uint64_t seed = 0; ///< take i has seed + i
    Progress progress{};    ///< takes done
    std::stop_token stop{};
};

/// Bars `firstBar`–`lastBar` (from 1, both included) of a drum track as a GrooVAE plays them; the document stays as it is.
/// Notes keep within the bars.
/// Errors:  kNotFound (track), those of groove.      Threads: the inference thread.
Result<std::vector<project::Take>> grooveTakes(const LatentModel& model, const project::Document& document, project::TrackId track, int firstBar, int lastBar,
                                               const GrooveTakesOptions& options = {});

/// Moves each of `played` that has a partner in `written` (same pitch, less than half a step away, each partner once) back
/// towards it: time and velocity are `amount` of the way from the written note to the played one. Others stay.
std::vector<project::Note> towards(std::vector<project::Note> played, const std::vector<project::Note>& written, double amount, Ticks step);

} // namespace partita::generate
