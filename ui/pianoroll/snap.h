#pragma once

#include "engine/core/quantity.h"
#include "engine/music/tempo_map.h"

#include <QCoreApplication>
#include <QString>

namespace partita::ui {

/// The grid that gestures keep to: a note value (plain, triplet or dotted), the beat, the bar, or nothing.
/// Every grid starts anew at each bar line, so that it holds in any meter.
struct Snap {
    enum class Unit { kNote, kBeat, kBar };

    bool enabled = true;
    Unit unit = Unit::kNote;
    int denominator = 16; ///< of kNote: 1, 2, 4 … 64
    bool triplet = false; ///< two thirds; never together with dotted
    bool dotted = false;  ///< one and a half

    friend bool operator==(const Snap&, const Snap&) = default;
};

/// "1/16", "1/8 triplet", "Beat", "Off".
QString snapName(const Snap& snap);

/// A Snap within a piece.
/// Threads: a value; const calls from any thread.
class SnapGrid {
    Q_DECLARE_TR_FUNCTIONS(Snap)

public:
    SnapGrid(const Snap& snap, const MeterMap& meters, Ticks ticksPerQuarter);

    /// The grid's step at `tick`, also while snapping is off; at least 1 tick.
    Ticks step(Ticks tick) const;
    /// The grid line at or before `tick`; `tick` itself while snapping is off.
    Ticks floor(Ticks tick) const;
    Ticks nearest(Ticks tick) const;
    /// The grid lines before and after `tick`, never `tick` itself (one tick further while snapping is off).
    Ticks previous(Ticks tick) const;
    Ticks next(Ticks tick) const;

private:
    struct Bar {
        Ticks start, end;
        std::int64_t numerator, denominator; ///< the step as a fraction: triplets of small divisions are no whole ticks
        Ticks line(std::int64_t index) const;
        std::int64_t indexAt(Ticks tick) const; ///< of the line at or before
    };
    Bar barAt(Ticks tick) const;

    Snap m_snap;
    const MeterMap* m_meters;
    Ticks m_ticksPerQuarter;
};

} // namespace partita::ui
