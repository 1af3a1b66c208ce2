#pragma once

#include <cmath>

namespace partita {

/// The remainder that is never negative, for a positive divisor.
template <class Int>
constexpr Int modulo(Int value, Int divisor)
{
    const Int rest = value % divisor;
    return rest < 0 ? rest + divisor : rest;
}

/// How many whole times `divisor` > 0 fits into `value`, exactly, as Python's // on floats.
inline double wholeTimes(double value, double divisor)
{
    return std::round((value - std::fmod(value, divisor)) / divisor);
}

} // namespace partita
