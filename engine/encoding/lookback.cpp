#include "engine/encoding/lookback.h"

namespace partita::encoding {

bool repeats(std::span<const int> codes, std::size_t position, int distance)
{
    const auto back = static_cast<std::size_t>(distance);
    return position >= back && codes[position] == codes[position - back];
}

std::optional<std::size_t> repeatClass(std::span<const int> codes, std::size_t position, std::span<const int> distances, int defaultCode)
{
    if (distances.empty())
        return {};
    if (position < static_cast<std::size_t>(distances.back()) && codes[position] == defaultCode)
        return distances.size() - 1;
    for (std::size_t i = distances.size(); i-- > 0;)
        if (repeats(codes, position, distances[i]))
            return i;
    return {};
}

int codeRepeated(std::span<const int> codes, int distance, int defaultCode)
{
    const auto back = static_cast<std::size_t>(distance);
    return codes.size() < back ? defaultCode : codes[codes.size() - back];
}

void writeCounter(std::size_t number, std::span<float> out)
{
    for (std::size_t bit = 0; bit < out.size(); ++bit)
        out[bit] = (number >> bit) % 2 != 0 ? 1.0f : -1.0f;
}

} // namespace partita::encoding
