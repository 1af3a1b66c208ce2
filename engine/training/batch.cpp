#include "engine/training/batch.h"

#include <algorithm>
#include <numeric>

namespace partita::training {

Batch makeBatch(std::span<const encoding::Example> examples, std::int64_t numSteps)
{
    std::vector<std::size_t> order(examples.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t i) { return examples[i].length(); });

    Batch batch;
    if (examples.empty())
        return batch;
    batch.inputSize = examples.front().inputSize;
    batch.width = examples.front().width;
    batch.numSteps = numSteps;
    std::size_t rows = 0;
    for (const auto& example : examples)
        rows += example.length();
    batch.inputs.reserve(rows * batch.inputSize);
    batch.labels.reserve(rows * batch.width);
    batch.origins.reserve(rows);
    for (std::size_t step = 0; batch.origins.size() < rows; ++step) {
        std::int64_t count = 0;
        for (const std::size_t i : order) {
            const auto& example = examples[i];
            if (example.length() <= step)
                break;
            const auto input = example.inputs.begin() + static_cast<std::ptrdiff_t>(step) * batch.inputSize;
            const auto label = example.labels.begin() + static_cast<std::ptrdiff_t>(step) * batch.width;
            batch.inputs.insert(batch.inputs.end(), input, input + batch.inputSize);
            batch.labels.insert(batch.labels.end(), label, label + batch.width);
            batch.origins.push_back({i, step});
            ++count;
        }
        batch.steps.counts.push_back(count);
    }
    return batch;
}

Batch makeBatch(const encoding::EventEncoding& encoding, std::span<const encoding::Example> examples)
{
    std::int64_t numSteps = 0;
    for (const auto& example : examples)
        numSteps += encoding.labelsToNumSteps(example.labels);
    return makeBatch(examples, numSteps);
}

} // namespace partita::training
