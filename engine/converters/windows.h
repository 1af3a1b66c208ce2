#pragma once

#include "engine/converters/conditions.h"
#include "engine/converters/pieces.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace partita::converters {

/// A melody's class or the bits of the drums that are struck.
using Code = std::int64_t;

/// A melody or drum track as the codes of its events.
struct Track {
    std::vector<Code> events;
    std::int64_t start = 0; ///< step in its piece
    std::optional<int> instrument{};
};

/// A stretch of a track, as long as a network reads.
struct Window {
    std::vector<Code> events;
    std::vector<Condition> conditions; ///< of each event; empty where there are none
    std::int64_t start = 0;
    std::optional<int> instrument{};
};

/// The windows of all tracks, one at each bar line; equal ones once, in the order of their first occurrence.
/// `conditions` reach to the end of every track; `tidy`, if any, changes what a window may not begin with. Source: magenta LegacyEventListOneHotConverter.to_tensors.
std::vector<Window> windowsOf(const std::vector<Track>& tracks, const WindowSpec& spec, const Conditions& conditions,
                              std::vector<Dropped>& dropped, void (*tidy)(std::vector<Code>&) = nullptr);

} // namespace partita::converters
