#pragma once

#include <cstdint>
#include <numeric>

namespace partita::formats {

/// An exact rational in lowest terms with a positive denominator, as Python's Fraction. For notated lengths and meters,
/// whose numbers are small; the caller keeps the denominator from being zero.
struct Fraction {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;

    constexpr Fraction() = default;
    constexpr Fraction(std::int64_t n, std::int64_t d = 1) : numerator(d < 0 ? -n : n), denominator(d < 0 ? -d : d)
    {
        if (const std::int64_t common = std::gcd(numerator, denominator); common > 1) {
            numerator /= common;
            denominator /= common;
        }
    }

    friend constexpr Fraction operator+(Fraction a, Fraction b)
    {
        return {a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator};
    }
    friend constexpr Fraction operator*(Fraction a, Fraction b)
    {
        // Cross-reduced first, so that products of ordinary lengths stay far from overflow.
        const Fraction left(a.numerator, b.denominator), right(b.numerator, a.denominator);
        return {left.numerator * right.numerator, left.denominator * right.denominator};
    }
    friend constexpr Fraction operator/(Fraction a, Fraction b) { return a * Fraction(b.denominator, b.numerator); }
    friend constexpr bool operator==(Fraction, Fraction) = default;

    /// Correctly rounded as long as both fit into 53 bits.
    constexpr double toDouble() const { return static_cast<double>(numerator) / static_cast<double>(denominator); }
};

} // namespace partita::formats
