#include "engine/encoding/one_hot_encoding.h"

#include <algorithm>

namespace partita::encoding {

OneHotEncoding::OneHotEncoding(Vocabulary vocabulary, Input input) : m_vocabulary(std::move(vocabulary)), m_input(input) {}

int OneHotEncoding::inputSize() const
{
    return m_input == Input::kVector ? m_vocabulary.size : 1;
}

void OneHotEncoding::writeInput(std::span<const int> codes, std::size_t position, std::span<float> out) const
{
    if (m_input == Input::kIndex) {
        out[0] = static_cast<float>(codes[position]);
        return;
    }
    std::ranges::fill(out, 0.0f);
    out[static_cast<std::size_t>(codes[position])] = 1.0f;
}

void OneHotEncoding::writeLabels(std::span<const int> codes, std::size_t position, std::span<int> out) const
{
    out[0] = codes[position];
}

void OneHotEncoding::decode(std::span<const int> labels, std::span<const int>, std::span<int> out) const
{
    out[0] = labels[0];
}

std::int64_t OneHotEncoding::labelsToNumSteps(std::span<const int> labels) const
{
    std::int64_t steps = 0;
    for (int label : labels)
        steps += m_vocabulary.stepsOf(label);
    return steps;
}

} // namespace partita::encoding
