#include "engine/generate/latent_space.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace partita::generate {
namespace {

/// Below this sine of the angle between two places there is no arc to speak of.
constexpr double kLeastSine = 1e-6;

Z mixed(std::span<const float> a, double shareOfA, std::span<const float> b, double shareOfB)
{
    Z z(a.size());
    std::ranges::transform(a, b, z.begin(), [&](float x, float y) { return static_cast<float>(shareOfA * x + shareOfB * y); });
    return z;
}

/// Where the i-th of `count` things stands between 0 and 1.
double pointOnLine(int i, int count)
{
    return count > 1 ? static_cast<double>(i) / (count - 1) : 0.0;
}

} // namespace

double dot(std::span<const float> a, std::span<const float> b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

Z between(std::span<const float> start, std::span<const float> end, double t, Path path)
{
    assert(start.size() == end.size());
    if (t == 0.0 || t == 1.0) // exactly, whatever is rounded in between
        return t == 0.0 ? Z(start.begin(), start.end()) : Z(end.begin(), end.end());
    const double lengths = std::sqrt(dot(start, start) * dot(end, end));
    if (path == Path::kLinear || !(lengths > 0.0))
        return mixed(start, 1.0 - t, end, t);
    const double omega = std::acos(std::clamp(dot(start, end) / lengths, -1.0, 1.0));
    const double sine = std::sin(omega);
    if (sine < kLeastSine)
        return mixed(start, 1.0 - t, end, t);
    return mixed(start, std::sin((1.0 - t) * omega) / sine, end, std::sin(t * omega) / sine);
}

std::vector<Z> walk(std::span<const float> start, std::span<const float> end, int steps, Path path)
{
    std::vector<Z> places;
    for (int i = 0; i < steps; ++i)
        places.push_back(between(start, end, pointOnLine(i, steps), path));
    return places;
}

Z within(const Corners& corners, double x, double y, Path path)
{
    const Z left = between(corners.topLeft, corners.bottomLeft, y, path);
    const Z right = between(corners.topRight, corners.bottomRight, y, path);
    return between(left, right, x, path);
}

std::vector<Z> square(const Corners& corners, int columns, int rows, Path path)
{
    std::vector<Z> places;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            places.push_back(within(corners, pointOnLine(column, columns), pointOnLine(row, rows), path));
    return places;
}

Z similar(std::span<const float> z, double amount, Rng rng)
{
    return mixed(z, amount, anywhere(static_cast<int>(z.size()), rng), 1.0 - amount);
}

Z around(std::span<const float> z, double x, double y, double likeThis, std::uint64_t seed)
{
    const double radius = std::min(std::hypot(x, y), 1.0);
    if (radius == 0.0)
        return {z.begin(), z.end()};
    // Two independent draws, mixed by the cosine and sine of an angle, are another draw of the same distribution.
    const double angle = std::atan2(y, x);
    const int size = static_cast<int>(z.size());
    const Z way = mixed(anywhere(size, Rng::stream(seed, "across")), std::cos(angle), anywhere(size, Rng::stream(seed, "along")), std::sin(angle));
    const double amount = 1.0 - radius * (1.0 - likeThis);
    return mixed(z, amount, way, 1.0 - amount);
}

Z anywhere(int zSize, Rng rng)
{
    Z z(static_cast<std::size_t>(zSize));
    std::ranges::generate(z, [&] { return static_cast<float>(rng.normal()); });
    return z;
}

Z moved(std::span<const float> z, std::span<const float> direction, double amount)
{
    return mixed(z, 1.0, direction, amount);
}

} // namespace partita::generate
