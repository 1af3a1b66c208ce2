#pragma once

#include "engine/music/note_sequence.h"

#include <vector>

namespace partita {

/// Where the quarters and bars of a sequence fall in its time. A meter begins a new bar wherever it stands; before the
/// first tempo it is 120 qpm, before the first meter 4/4. Tempos and meters that make no sense are left out.
/// Threads: a value; const calls from any thread.
class BarLines {
public:
    explicit BarLines(const NoteSequence& sequence);

    /// Quarters from time 0.
    double quarters(Seconds time) const;
    Seconds time(double quarters) const;
    double qpmAt(Seconds time) const;

    /// The bar that sounds at `time`, from 1. What lies less than a thousandth of a quarter before a bar line counts as on it.
    int barAt(Seconds time) const;
    /// Where a bar begins; bar 1 at time 0.
    Seconds start(int bar) const;

private:
    struct Tempo {
        Seconds time;
        double quarters; ///< up to here
        double qpm;
    };
    struct Meter {
        double quarters;
        int firstBar;
        double quartersPerBar;
    };
    std::vector<Tempo> m_tempos; ///< never empty, the first at 0
    std::vector<Meter> m_meters;
};

} // namespace partita
