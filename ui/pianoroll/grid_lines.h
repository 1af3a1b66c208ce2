#pragma once

#include "engine/music/tempo_map.h"
#include "ui/pianoroll/roll_geometry.h"
#include "ui/pianoroll/snap.h"

#include <vector>

namespace partita::ui {

/// A vertical line of the grid. The order is that of strength.
struct GridLine {
    enum class Kind { kStep, kBeat, kBar };
    Ticks tick;
    Kind kind = Kind::kStep;
    int bar = 0; ///< of kBar: its number from 1
};

/// Lines never stand closer than this; where they would, the weaker ones go first.
inline constexpr double kLeastLineDistance = 6;

/// The lines visible in a canvas of the given width, from left to right.
std::vector<GridLine> gridLines(const RollGeometry& geometry, const MeterMap& meters, Ticks ticksPerQuarter, const Snap& snap, double width);

} // namespace partita::ui
