#pragma once

#include "engine/datasets/example_set.h"
#include "engine/training/batch.h"
#include "engine/training/share.h"

#include <cstdint>
#include <vector>

namespace partita::training {

/// The endless stream of training batches: each pass takes the examples in a new random order, and passes follow each
/// other without a gap, so that batches are always full. What step s reads depends on the seed and s alone: resuming
/// needs no stored position.
class Batches {
public:
    /// `examples` is not empty.
    Batches(const encoding::EventEncoding& encoding, const datasets::ExampleSet& examples, int batchSize, std::uint64_t seed);

    /// The batch that the update from step `step` to `step` + 1 learns from, or a share of it. Errors: those of ExampleSet::at.
    Result<Batch> at(std::int64_t step, const Share& share = {});

    /// Passes over the data that are complete before `step`.
    std::int64_t epoch(std::int64_t step) const { return step * m_batchSize / static_cast<std::int64_t>(m_examples.size()); }

private:
    const std::vector<std::uint32_t>& order(std::int64_t epoch);

    const encoding::EventEncoding& m_encoding;
    const datasets::ExampleSet& m_examples;
    std::int64_t m_batchSize;
    std::uint64_t m_seed;
    std::int64_t m_epoch = -1;
    std::vector<std::uint32_t> m_order; ///< of m_epoch
};

/// All examples once, or the first `limit` of them, in batches of examples of like length. Each batch is made when it
/// is asked for.
class EvaluationBatches {
public:
    EvaluationBatches(const encoding::EventEncoding& encoding, const datasets::ExampleSet& examples, int batchSize, std::size_t limit = SIZE_MAX);

    std::size_t examples() const { return m_order.size(); }
    std::size_t size() const { return (m_order.size() + m_batchSize - 1) / m_batchSize; }
    bool empty() const { return m_order.empty(); }
    /// Errors: those of ExampleSet::at.
    Result<Batch> at(std::size_t batch) const;

private:
    const encoding::EventEncoding& m_encoding;
    const datasets::ExampleSet& m_examples;
    std::size_t m_batchSize;
    std::vector<std::uint32_t> m_order; ///< by falling length
};

} // namespace partita::training
