#pragma once

#include "engine/nn/simd.h"
#include "tests/bench/event_rnn_rows.h"

#include <atomic>
#include <cstdint>
#include <span>
#include <thread>
#include <vector>

/// What bounds networks that go step by step: their weights have to be read, and the products to be added up.
namespace partita::bench {

using Memory = std::span<const std::uint8_t>;

PARTITA_CLONES [[maybe_unused]] static float sumOf(const std::uint8_t* from, std::size_t size)
{
    using namespace nn::simd;
    Floats sums[8] = {};
    for (std::size_t at = 0; at + sizeof sums <= size; at += sizeof sums) {
        const float* floats = reinterpret_cast<const float*>(from + at);
        for (int i = 0; i < 8; ++i)
            sums[i] += load(floats + i * kLanes);
    }
    return (sums[0] + sums[1] + sums[2] + sums[3] + sums[4] + sums[5] + sums[6] + sums[7])[0];
}

/// Multiply-adds of sixteen floats, from registers.
PARTITA_CLONES [[maybe_unused]] static float multiply(std::int64_t times, float x)
{
    using namespace nn::simd;
    Floats sums[8], factor = Floats{} + x;
    for (int k = 0; k < 8; ++k)
        sums[k] = factor * static_cast<float>(k); // all different, or the compiler would do one for all
    for (std::int64_t i = 0; i < times; i += 8)
        for (int k = 0; k < 8; ++k)
            sums[k] = sums[k] * factor + factor;
    return (sums[0] + sums[1] + sums[2] + sums[3] + sums[4] + sums[5] + sums[6] + sums[7])[0];
}

/// Seconds that each of `threads` takes on average for one of many calls of `work(thread)`; the best of many short rounds, so
/// that what else the machine does counts little.
double secondsTogether(int threads, const auto& work)
{
    static std::atomic<float> sink; // so that nothing is optimised away
    const auto many = [&](std::int64_t times) {
        return secondsOf([&] {
            std::vector<std::jthread> members;
            for (int thread = 0; thread < threads; ++thread)
                members.emplace_back([&, thread] {
                    for (std::int64_t i = 0; i < times; ++i)
                        sink = work(thread);
                });
        });
    };
    const auto times = std::max<std::int64_t>(2, static_cast<std::int64_t>(0.01 / (many(9) / 9)));
    double best = 1e9;
    for (int round = 0; round < 10; ++round)
        best = std::min(best, many(times) / static_cast<double>(times));
    return best;
}

/// Seconds in which `threads` read `parts` once, each its share of every part, from wherever they lie after the last reading:
/// a cache, or memory.
inline double secondsToRead(std::span<const Memory> parts, int threads)
{
    return secondsTogether(threads, [&](int thread) {
        float sum = 0.0f;
        for (const auto part : parts) {
            const auto share = part.size() / static_cast<std::size_t>(threads) / 64 * 64;
            sum += sumOf(part.data() + share * static_cast<std::size_t>(thread), share);
        }
        return sum;
    });
}

/// Bytes a second that `threads` read from memory: from more than any cache holds.
inline double memoryBandwidth(int threads)
{
    const std::vector<std::uint8_t> buffer(std::size_t{512} << 20, 1);
    const Memory all(buffer);
    return static_cast<double>(all.size()) / secondsToRead(std::span(&all, 1), threads);
}

/// Seconds in which `threads` multiply and add `count` floats.
inline double secondsToMultiply(std::int64_t count, int threads)
{
    constexpr std::int64_t kTimes = 100'000;
    const double each = secondsTogether(threads, [&](int thread) { return multiply(kTimes, 0.5f + 0.1f * static_cast<float>(thread)); });
    return each / kTimes / nn::simd::kLanes * static_cast<double>(count) / threads;
}

} // namespace partita::bench
