#include "engine/training/batches.h"

#include "engine/core/rng.h"

#include <algorithm>
#include <numeric>

namespace partita::training {

Batches::Batches(const encoding::EventEncoding& encoding, std::span<const DataSet::Codes> sequences, int batchSize, std::uint64_t seed)
    : m_encoding(encoding), m_sequences(sequences), m_batchSize(batchSize), m_seed(seed)
{
}

const std::vector<std::uint32_t>& Batches::order(std::int64_t epoch)
{
    if (epoch != m_epoch) {
        m_epoch = epoch;
        m_order.resize(m_sequences.size());
        std::iota(m_order.begin(), m_order.end(), 0u);
        auto rng = Rng::stream(m_seed, "order/" + std::to_string(epoch));
        for (std::size_t i = m_order.size(); i > 1; --i)
            std::swap(m_order[i - 1], m_order[rng.below(i)]);
    }
    return m_order;
}

Batch Batches::at(std::int64_t step)
{
    const auto count = static_cast<std::int64_t>(m_sequences.size());
    std::vector<encoding::Example> examples;
    for (std::int64_t position = step * m_batchSize; position < (step + 1) * m_batchSize; ++position)
        examples.push_back(encoding::encode(m_encoding, m_sequences[order(position / count)[static_cast<std::size_t>(position % count)]]));
    return makeBatch(m_encoding, examples);
}

std::vector<Batch> evaluationBatches(const encoding::EventEncoding& encoding, std::span<const DataSet::Codes> sequences, int batchSize)
{
    std::vector<DataSet::Codes> sorted(sequences.begin(), sequences.end());
    std::ranges::stable_sort(sorted, std::ranges::greater{}, &DataSet::Codes::size);
    std::vector<Batch> batches;
    for (std::size_t begin = 0; begin < sorted.size(); begin += static_cast<std::size_t>(batchSize)) {
        const auto count = std::min(sorted.size() - begin, static_cast<std::size_t>(batchSize));
        batches.push_back(makeBatch(encoding, encodeAll(encoding, std::span(sorted).subspan(begin, count))));
    }
    return batches;
}

} // namespace partita::training
