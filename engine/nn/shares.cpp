#include "engine/nn/shares.h"

namespace partita::nn {

std::vector<SequenceShare> shareOut(const std::vector<std::int64_t>& counts, bool onCpu)
{
    const auto sequences = counts.front();
    const std::int64_t threads = onCpu ? std::min<std::int64_t>(at::get_num_threads(), sequences) : 1;
    std::int64_t rows = 0;
    for (const auto count : counts)
        rows += count;
    std::vector<SequenceShare> shares{{0, sequences}};
    std::int64_t done = 0;
    auto length = static_cast<std::int64_t>(counts.size());
    for (std::int64_t i = 0; i < sequences; ++i) { // sequence i has `length` steps: the first that no later one undercuts
        while (counts[static_cast<std::size_t>(length) - 1] <= i)
            --length;
        const auto share = static_cast<std::int64_t>(shares.size());
        if (share < threads && done * threads >= rows * share && i > shares.back().from) {
            shares.back().to = i;
            shares.push_back({i, sequences});
        }
        done += length;
    }
    return shares;
}

} // namespace partita::nn
