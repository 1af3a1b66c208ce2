#pragma once

namespace partita {

/// The remainder that is never negative, for a positive divisor.
template <class Int>
constexpr Int modulo(Int value, Int divisor)
{
    const Int rest = value % divisor;
    return rest < 0 ? rest + divisor : rest;
}

} // namespace partita
