#include "engine/training/batches.h"

#include "engine/core/rng.h"

#include <algorithm>
#include <numeric>

namespace partita::training {
namespace {

std::vector<std::uint32_t> inOrder(std::size_t size)
{
    std::vector<std::uint32_t> order(size);
    std::iota(order.begin(), order.end(), 0u);
    return order;
}

} // namespace

Batches::Batches(const encoding::EventEncoding& encoding, const datasets::ExampleSet& examples, int batchSize, std::uint64_t seed)
    : m_encoding(encoding), m_examples(examples), m_batchSize(batchSize), m_seed(seed)
{
}

const std::vector<std::uint32_t>& Batches::order(std::int64_t epoch)
{
    if (epoch != m_epoch) {
        m_epoch = epoch;
        m_order = inOrder(m_examples.size());
        auto rng = Rng::stream(m_seed, "order/" + std::to_string(epoch));
        for (std::size_t i = m_order.size(); i > 1; --i)
            std::swap(m_order[i - 1], m_order[rng.below(i)]);
    }
    return m_order;
}

Result<Batch> Batches::at(std::int64_t step, const Share& share)
{
    const auto count = static_cast<std::int64_t>(m_examples.size()), first = step * m_batchSize;
    const auto size = static_cast<std::size_t>(m_batchSize);
    std::vector<encoding::Example> examples;
    for (auto position = first + static_cast<std::int64_t>(share.begin(size)); position < first + static_cast<std::int64_t>(share.end(size)); ++position) {
        auto example = m_examples.at(order(position / count)[static_cast<std::size_t>(position % count)]);
        if (!example)
            return fail(example);
        examples.push_back(std::move(*example));
    }
    return makeBatch(m_encoding, examples);
}

EvaluationBatches::EvaluationBatches(const encoding::EventEncoding& encoding, const datasets::ExampleSet& examples, int batchSize, std::size_t limit)
    : m_encoding(encoding), m_examples(examples), m_batchSize(static_cast<std::size_t>(batchSize)), m_order(inOrder(std::min(limit, examples.size())))
{
    std::ranges::stable_sort(m_order, std::ranges::greater{}, [&](std::uint32_t i) { return m_examples.length(i); });
}

Result<Batch> EvaluationBatches::at(std::size_t batch) const
{
    const std::size_t begin = batch * m_batchSize;
    std::vector<encoding::Example> examples;
    for (const std::uint32_t i : std::span(m_order).subspan(begin, std::min(m_batchSize, m_order.size() - begin))) {
        auto example = m_examples.at(i);
        if (!example)
            return fail(example);
        examples.push_back(std::move(*example));
    }
    return makeBatch(m_encoding, examples);
}

} // namespace partita::training
