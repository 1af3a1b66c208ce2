#pragma once

#include <cstring>

/// Sixteen floats at a time, spelled once for every processor: with PARTITA_CLONES before a function the compiler
/// makes it for AVX-512, AVX2 and plain x86-64, and the loader picks the best that the machine has.
namespace partita::nn::simd {

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define PARTITA_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define PARTITA_CLONES
#endif
#define PARTITA_INLINE inline __attribute__((always_inline))

constexpr int kLanes = 16;
using Floats = float __attribute__((vector_size(4 * kLanes)));
using Ints = int __attribute__((vector_size(4 * kLanes)));

PARTITA_INLINE Floats load(const float* from)
{
    Floats value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

PARTITA_INLINE void store(float* to, Floats value) { std::memcpy(to, &value, sizeof value); }

/// The first `count` lanes; the others are 0 and stay unwritten.
PARTITA_INLINE Floats load(const float* from, int count)
{
    if (count == kLanes)
        return load(from);
    Floats value{};
    std::memcpy(&value, from, sizeof(float) * count);
    return value;
}

PARTITA_INLINE void store(float* to, Floats value, int count)
{
    if (count == kLanes)
        store(to, value);
    else
        std::memcpy(to, &value, sizeof(float) * count);
}

/// e^x within 2 units in the last place; x beyond ±87 is taken as ±87, and NaN stays NaN.
PARTITA_INLINE Floats exp(Floats x)
{
    constexpr float kLimit = 87.0f;
    x = x < -kLimit ? Floats{} - kLimit : x;
    x = x > kLimit ? Floats{} + kLimit : x;
    // x = n ln 2 + r with |r| ≤ ln 2 / 2; adding 1.5 · 2^23 leaves n in the low bits of the sum.
    constexpr float kRound = 12582912.0f;
    const Floats shifted = x * 1.44269504f + kRound;
    const Floats n = shifted - kRound;
    const Floats r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    // Minimax polynomial of (e^r − 1 − r) / r² (Cephes, expf).
    const Floats p = ((((1.9875691500e-4f * r + 1.3981999507e-3f) * r + 8.3334519073e-3f) * r + 4.1665795894e-2f) * r + 1.6666665459e-1f) * r + 5.0000001201e-1f;
    return reinterpret_cast<Floats>(reinterpret_cast<Ints>(p * r * r + r + 1.0f) + (reinterpret_cast<Ints>(shifted) << 23));
}

PARTITA_INLINE Floats sigmoid(Floats x) { return 1.0f / (1.0f + exp(-x)); }

/// Within 3 units in the last place, small x included: where 1 − 2 / (1 + e^2x) would cancel, an odd polynomial stands
/// (Cephes, tanhf).
PARTITA_INLINE Floats tanh(Floats x)
{
    const Floats z = x * x;
    const Floats p = (((-5.70498872745e-3f * z + 2.06390887954e-2f) * z - 5.37397155531e-2f) * z + 1.33314422036e-1f) * z - 3.33332819422e-1f;
    const Floats far = 1.0f - 2.0f / (1.0f + exp(x + x));
    return z < 0.390625f ? p * z * x + x : far; // |x| < 0.625; NaN goes the far way and stays
}

} // namespace partita::nn::simd
