#pragma once

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace partita::nn {

/// Sequences [from, to) of a batch: what one thread carries through all steps by itself, so that threads meet twice a
/// layer instead of at every step.
struct SequenceShare {
    std::int64_t from = 0, to = 0;

    /// Its rows of a step that `count` sequences reach: where they begin in the step, and how many they are.
    std::int64_t rows(std::int64_t count) const { return std::max<std::int64_t>(0, std::min(to, count) - from); }
};

/// As many shares as there are threads, with about as many rows each; one share where a GPU does the work. `counts`: of
/// PackedSteps.
std::vector<SequenceShare> shareOut(const std::vector<std::int64_t>& counts, bool onCpu);

/// Calls `work` for each share, without a graph.
template <class Work>
void inParallel(const std::vector<SequenceShare>& shares, Work&& work)
{
    at::parallel_for(0, static_cast<std::int64_t>(shares.size()), 1, [&](std::int64_t begin, std::int64_t end) {
        const at::AutoDispatchBelowADInplaceOrView noGraph;
        for (auto i = begin; i < end; ++i)
            work(shares[static_cast<std::size_t>(i)]);
    });
}

} // namespace partita::nn
