#pragma once

#include "engine/core/rng.h"
#include "engine/models/event_rnn_config.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <sys/resource.h>

/// The event RNNs that are timed, under the names that rivals print, and random music for them.
namespace partita::bench {

struct EventRnnRow {
    std::string_view name;
    std::string_view config;
    std::vector<int> rnn_layer_sizes;
    int batch, steps; ///< of training

    models::HParams hparams() const
    {
        auto hparams = models::findEventRnnConfig(config).value()->hparams;
        hparams.rnn_layer_sizes = rnn_layer_sizes;
        return hparams;
    }
    models::RnnSpec spec() const { return models::rnnSpec(*models::findEventRnnConfig(config).value(), hparams()); }
};

inline const std::vector<EventRnnRow> kEventRnnRows{
    {"basic_rnn_2x128", "basic_rnn", {128, 128}, 128, 128},
    {"basic_rnn_2x512", "basic_rnn", {512, 512}, 128, 128},
    {"attention_rnn_2x128", "attention_rnn", {128, 128}, 128, 128},
    {"drum_kit_3x256", "drum_kit", {256, 256, 256}, 128, 128},
    {"performance_3x512", "performance", {512, 512, 512}, 16, 256},
};

/// Random events: an index, or a one in a random column.
inline void writeRandomInput(const models::RnnSpec& spec, Rng& rng, std::span<float> input)
{
    if (spec.oneHotDepth > 0)
        input[0] = static_cast<float>(rng.below(static_cast<std::uint64_t>(spec.oneHotDepth)));
    else
        input[rng.below(input.size())] = 1.0f;
}

double secondsOf(const auto& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The shortest of `rounds` after one that warms up.
double shortestOf(int rounds, const auto& work)
{
    work();
    double shortest = 1e9;
    for (int i = 0; i < rounds; ++i)
        shortest = std::min(shortest, secondsOf(work));
    return shortest;
}

/// The most memory that this process has held so far, in MB.
inline long peakMegabytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

/// Whether a row is asked for: no names mean all of them.
inline bool wanted(std::span<char* const> names, std::string_view name)
{
    return names.empty() || std::ranges::any_of(names, [&](const char* each) { return name == each; });
}

} // namespace partita::bench
