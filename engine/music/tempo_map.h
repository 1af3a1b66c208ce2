#pragma once

#include "engine/core/quantity.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita {

/// A tempo from `tick` on, as a MIDI file states it. 500000 µs a quarter is 120 qpm.
struct TempoChange {
    Ticks tick;
    std::uint32_t microsecondsPerQuarter = 500000;

    double qpm() const { return 60e6 / microsecondsPerQuarter; }
    friend bool operator==(const TempoChange&, const TempoChange&) = default;
};

/// The nearest whole number of microseconds, kept within what three bytes of a MIDI file hold (3.58 … 60,000,000 qpm).
std::uint32_t microsecondsPerQuarter(double qpm);

/// The header's division: ticks per quarter, or SMPTE frames and ticks per frame, under which tempo has no meaning.
class Division {
public:
    Division(std::uint16_t bits = 480) : m_bits(bits) {}

    bool isSmpte() const { return (m_bits & 0x8000) != 0; }
    /// Ticks a musical quarter takes. With SMPTE, half a second: a quarter at 120 qpm. At least 1.
    Ticks ticksPerQuarter() const;
    /// With SMPTE; 29 stands for 30000/1001 frames a second.
    double ticksPerSecond() const;

private:
    std::uint16_t m_bits;
};

/// Where in time a tick sounds, and back.
///
/// Sums are kept as whole numbers and divided once, so that errors do not grow along a piece:
/// `toTicks(toSeconds(tick)) == tick`. Both directions are a binary search.
/// Before its first change a piece runs at 120 qpm; ticks before 0 run at the tempo of tick 0.
/// Threads: a value; const calls from any thread.
class TempoMap {
public:
    TempoMap() : TempoMap(Division(), {}) {}
    /// `changes` in any order; of several at one tick the last counts. Changes of 0 µs are left out.
    TempoMap(Division division, std::vector<TempoChange> changes);

    Seconds toSeconds(Ticks tick) const;
    /// The nearest tick.
    Ticks toTicks(Seconds time) const;

    /// The tempo in force at `tick`. With SMPTE always 120.
    double qpmAt(Ticks tick) const;

    /// In time order, one a tick, the first at tick 0.
    const std::vector<TempoChange>& changes() const& { return m_changes; }
    std::vector<TempoChange> changes() && { return std::move(m_changes); }

private:
    __extension__ using Whole = __int128; // microseconds × ticks per quarter: passes 64 bits in hostile files
    Seconds seconds(Whole sum) const;
    std::size_t indexAt(Ticks tick) const;

    Division m_division;
    std::vector<TempoChange> m_changes;
    std::vector<Whole> m_sums;         ///< of each change: what elapsed before it
    std::vector<Seconds> m_startTimes; ///< the same in seconds
};

/// A time signature from `tick` on.
struct Meter {
    Ticks tick;
    int numerator = 4;
    int denominator = 4;
    friend bool operator==(const Meter&, const Meter&) = default;
};

/// A place as musicians say it: bar and beat count from 1; a beat is one of the denominator's notes.
struct BarPosition {
    int bar = 1;
    int beat = 1;
    Ticks tick; ///< past the beat
    friend auto operator<=>(const BarPosition&, const BarPosition&) = default;
};

/// Bars and beats. A time signature in mid-bar cuts that bar short and starts the next.
/// Threads: a value; const calls from any thread.
class MeterMap {
public:
    MeterMap() : MeterMap(Ticks(480), {}) {}
    /// `meters` in any order; of several at one tick the last counts. Meters that no bar can be made of (a part that is
    /// not positive, beats shorter than a tick) are left out. Before the first it is 4/4.
    MeterMap(Ticks ticksPerQuarter, std::vector<Meter> meters);

    /// Places before tick 0 give 1.1.0.
    BarPosition position(Ticks tick) const;
    /// The inverse of `position`. Bars and beats below 1 count as 1; beats past the bar run on into the next.
    Ticks ticks(const BarPosition& position) const;

    int barAt(Ticks tick) const { return position(tick).bar; }
    Ticks barStart(int bar) const { return ticks({bar, 1, Ticks(0)}); }
    /// Where the next bar starts.
    Ticks barEnd(int bar) const { return barStart(bar + 1); }

    const Meter& meterAt(Ticks tick) const;
    /// In time order, one a tick, the first at tick 0.
    const std::vector<Meter>& meters() const& { return m_meters; }
    std::vector<Meter> meters() && { return std::move(m_meters); }

    /// "5.2.240": bar, beat, ticks (three digits or more).
    std::string format(Ticks tick) const;
    /// Reads "5", "5.2" and "5.2.240". Nothing when it is anything else, or a bar or beat that is not there.
    std::optional<Ticks> parse(std::string_view text) const;

private:
    std::size_t indexAt(Ticks tick) const;
    std::size_t indexOfBar(int bar) const;

    Ticks m_ticksPerQuarter;
    std::vector<Meter> m_meters;
    std::vector<int> m_firstBars; ///< of each meter: the number of its first bar
};

} // namespace partita
