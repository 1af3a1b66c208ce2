#pragma once

#include <compare>
#include <cstdint>

namespace partita {

/// A number that knows its unit: adding Ticks to Seconds does not compile.
/// Construction from a bare number and access to it are explicit; a value-initialised quantity is zero.
template <class Unit, class Rep>
struct Quantity {
    Rep value{};

    constexpr Quantity() = default;
    constexpr explicit Quantity(Rep number) : value(number) {}

    friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;

    constexpr Quantity operator-() const { return Quantity(-value); }
    constexpr Quantity& operator+=(Quantity other) { value += other.value; return *this; }
    constexpr Quantity& operator-=(Quantity other) { value -= other.value; return *this; }
    friend constexpr Quantity operator+(Quantity a, Quantity b) { return a += b; }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return a -= b; }
    friend constexpr Quantity operator*(Quantity a, Rep factor) { return Quantity(a.value * factor); }
    friend constexpr Quantity operator*(Rep factor, Quantity a) { return Quantity(a.value * factor); }
    friend constexpr Quantity operator/(Quantity a, Rep divisor) { return Quantity(a.value / divisor); }
    /// How many times `b` fits into `a`: a pure number.
    friend constexpr Rep operator/(Quantity a, Quantity b) { return a.value / b.value; }
};

/// Position or length in a MIDI file or document; its length in music is set by the division (PPQ).
using Ticks = Quantity<struct TicksUnit, std::int64_t>;
/// Position or length in seconds.
using Seconds = Quantity<struct SecondsUnit, double>;
/// Position or length on a quantised grid (per quarter or per second: the sequence says which).
using Steps = Quantity<struct StepsUnit, std::int64_t>;
/// Position or length in audio sample frames.
using Frames = Quantity<struct FramesUnit, std::int64_t>;

} // namespace partita
