#include "engine/encoding/lookback_encoding.h"

#include "engine/encoding/lookback.h"

#include <algorithm>

namespace partita::encoding {

LookbackEncoding::LookbackEncoding(Vocabulary vocabulary, std::vector<int> distances, int counterBits)
    : m_vocabulary(std::move(vocabulary)), m_distances(std::move(distances)), m_counterBits(counterBits)
{
}

int LookbackEncoding::inputSize() const
{
    const int distances = static_cast<int>(m_distances.size());
    return m_vocabulary.size * (1 + distances) + m_counterBits + distances;
}

std::vector<int> LookbackEncoding::labelClasses() const
{
    return {m_vocabulary.size + static_cast<int>(m_distances.size())};
}

void LookbackEncoding::writeInput(std::span<const int> codes, std::size_t position, std::span<float> out) const
{
    std::ranges::fill(out, 0.0f);
    const auto size = static_cast<std::size_t>(m_vocabulary.size);
    std::size_t block = 0;
    const auto writeOneHot = [&](int code) {
        out[block + static_cast<std::size_t>(code)] = 1.0f;
        block += size;
    };
    writeOneHot(codes[position]);
    for (int distance : m_distances) {
        const auto back = static_cast<std::size_t>(distance);
        writeOneHot(position + 1 >= back ? codes[position + 1 - back] : m_vocabulary.defaultCode);
    }
    writeCounter(position + 1, out.subspan(block, static_cast<std::size_t>(m_counterBits)));
    block += static_cast<std::size_t>(m_counterBits);
    for (int distance : m_distances)
        out[block++] = repeats(codes, position, distance) ? 1.0f : 0.0f;
}

void LookbackEncoding::writeLabels(std::span<const int> codes, std::size_t position, std::span<int> out) const
{
    const auto repeat = repeatClass(codes, position, m_distances, m_vocabulary.defaultCode);
    out[0] = repeat ? m_vocabulary.size + static_cast<int>(*repeat) : codes[position];
}

void LookbackEncoding::decode(std::span<const int> labels, std::span<const int> codes, std::span<int> out) const
{
    const int repeat = labels[0] - m_vocabulary.size;
    out[0] = repeat < 0 ? labels[0] : codeRepeated(codes, m_distances[static_cast<std::size_t>(repeat)], m_vocabulary.defaultCode);
}

std::int64_t LookbackEncoding::labelsToNumSteps(std::span<const int> labels) const
{
    std::vector<int> codes;
    std::int64_t steps = 0;
    for (int label : labels) {
        codes.push_back(codeOf(label, codes));
        steps += m_vocabulary.stepsOf(codes.back());
    }
    return steps;
}

} // namespace partita::encoding
