#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace partita {

/// The one source of chance: xoshiro256** seeded by SplitMix64 (Blackman and Vigna, 2018).
/// The same seed gives the same draws on every machine and compiler, which the standard
/// library's distributions do not promise.
/// Threads: one generator belongs to one thread; derive others by `stream`.
class Rng {
public:
    using State = std::array<std::uint64_t, 4>;

    explicit Rng(std::uint64_t seed = 0);

    /// A generator that depends on seed and name alone, so that a new consumer never shifts the draws of an old one.
    static Rng stream(std::uint64_t seed, std::string_view name);

    std::uint64_t next();
    /// Uniform in [0, 1) with 53 random bits.
    double uniform();
    /// Uniform in [0, bound), without bias. `bound` > 0.
    std::uint64_t below(std::uint64_t bound);
    /// Standard normal (Box–Muller, one draw kept back is not stored: two uniforms a call).
    double normal();

    const State& state() const { return m_state; }
    void setState(const State& state) { m_state = state; }

private:
    State m_state;
};

} // namespace partita
