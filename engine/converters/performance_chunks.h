#pragma once

#include "engine/events/performance.h"

#include <vector>

namespace partita::converters {

/// A metric performance in parts of `steps` each. A note off on a boundary belongs to the part before it, anything else to
/// the part after it; notes are cut at boundaries, and each part is filled to its length.
/// Source: magenta music_vae/data_hierarchical.py split_performance with clipped ties.
std::vector<Performance> chunksOf(const Performance& performance, int steps);

} // namespace partita::converters
