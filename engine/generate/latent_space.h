#pragma once

#include "engine/core/rng.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Places and ways in a MusicVAE's latent space. Pure functions on z.
namespace partita::generate {

/// A place: [z_size].
using Z = std::vector<float>;

/// Σ a·b of two places.
double dot(std::span<const float> a, std::span<const float> b);

/// How to walk from one place to another.
enum class Path {
    kSpherical, ///< along the arc, as Magenta's TrainedModel.interpolate
    kLinear,    ///< straight, as magenta-js
};

/// The place at `t` (0 is `start`, 1 is `end`, exactly). Spherical: sin((1−t)ω)/sin ω · start + sin(tω)/sin ω · end with
/// ω the angle between them; the places themselves are mixed, not their directions. Where the two point the same or
/// opposite ways there is no one arc, and the way is straight.
/// Source: Magenta trained_model.py (slerp), magenta-js core.ts.
Z between(std::span<const float> start, std::span<const float> end, double t, Path path);

/// `steps` places at equal distances, both ends included (of one step the start).
std::vector<Z> walk(std::span<const float> start, std::span<const float> end, int steps, Path path);

/// Four corners, as magenta-js lays them out.
struct Corners {
    Z topLeft;
    Z bottomLeft;
    Z topRight;
    Z bottomRight;
};

/// The place at (x, y) in the square, both from 0 (left, top) to 1: down both sides, then across.
/// Source: magenta-js base_model.ts for the linear path, where the order makes no difference.
Z within(const Corners& corners, double x, double y, Path path);

/// columns · rows places, row by row from the top left. One column or row stands at 0.
std::vector<Z> square(const Corners& corners, int columns, int rows, Path path);

/// amount · z + (1 − amount) · N(0, I): 1 is z, 0 anywhere. Source: magenta-js (similar).
Z similar(std::span<const float> z, double amount, Rng rng);

/// A field around `z`: at (x, y), both −1 … 1, lies what `similar` would draw, with an amount that falls from 1 in the
/// middle to `likeThis` on the unit circle. Each direction draws another way of N(0, I), neighbours nearly the same one,
/// all of them settled by `seed`.
Z around(std::span<const float> z, double x, double y, double likeThis, std::uint64_t seed);

/// A place drawn from the prior N(0, I).
Z anywhere(int zSize, Rng rng);

/// z + amount · direction.
Z moved(std::span<const float> z, std::span<const float> direction, double amount);

} // namespace partita::generate
