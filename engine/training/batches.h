#pragma once

#include "engine/training/batch.h"
#include "engine/training/data_set.h"

#include <cstdint>
#include <span>
#include <vector>

namespace partita::training {

/// The endless stream of training batches: each pass takes the sequences in a new random order, and passes follow each
/// other without a gap, so that batches are always full. What step s reads depends on the seed and s alone: resuming
/// needs no stored position.
class Batches {
public:
    Batches(const encoding::EventEncoding& encoding, std::span<const DataSet::Codes> sequences, int batchSize, std::uint64_t seed);

    /// The batch that the update from step `step` to `step` + 1 learns from.
    Batch at(std::int64_t step);

    /// Passes over the data that are complete before `step`.
    std::int64_t epoch(std::int64_t step) const { return step * m_batchSize / static_cast<std::int64_t>(m_sequences.size()); }

private:
    const std::vector<std::uint32_t>& order(std::int64_t epoch);

    const encoding::EventEncoding& m_encoding;
    std::span<const DataSet::Codes> m_sequences;
    std::int64_t m_batchSize;
    std::uint64_t m_seed;
    std::int64_t m_epoch = -1;
    std::vector<std::uint32_t> m_order; ///< of m_epoch
};

/// All sequences once, in batches of sequences of like length.
std::vector<Batch> evaluationBatches(const encoding::EventEncoding& encoding, std::span<const DataSet::Codes> sequences, int batchSize);

} // namespace partita::training
