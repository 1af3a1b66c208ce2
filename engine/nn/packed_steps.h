#pragma once

#include <cstdint>
#include <vector>

namespace partita::nn {

/// How a batch of sequences of different lengths lies in memory without padding: sequences in order of falling length,
/// then the first step of every sequence, the second step of every sequence that has one, and so on. The sequences
/// that reach step t are always the first `counts[t]`, so a network drops finished ones by looking at fewer rows, and
/// no step is computed that no one asked for.
struct PackedSteps {
    std::vector<std::int64_t> counts; ///< falling; sequences that have step t

    std::int64_t sequences() const { return counts.empty() ? 0 : counts.front(); }
    std::int64_t rows() const
    {
        std::int64_t sum = 0;
        for (std::int64_t count : counts)
            sum += count;
        return sum;
    }
};

} // namespace partita::nn
