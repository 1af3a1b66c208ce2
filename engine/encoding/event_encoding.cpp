#include "engine/encoding/event_encoding.h"

#include <algorithm>
#include <numeric>

namespace partita::encoding {

int EventEncoding::numClasses() const
{
    const std::vector<int> classes = labelClasses();
    return std::reduce(classes.begin(), classes.end());
}

int EventEncoding::label(std::span<const int> codes, std::size_t position) const
{
    int label = 0;
    writeLabels(codes, position, {&label, 1});
    return label;
}

int EventEncoding::codeOf(int label, std::span<const int> codes) const
{
    int code = 0;
    decode({&label, 1}, codes, {&code, 1});
    return code;
}

void writeInput(const EventEncoding& encoding, std::span<const int> codes, const Controls& controls, std::size_t position,
                std::span<float> out)
{
    if (controls.width > 0)
        std::ranges::copy(controls.row(position + 1), out.begin());
    encoding.writeInput(codes, position, out.subspan(static_cast<std::size_t>(controls.width)));
}

std::vector<float> inputsOf(const EventEncoding& encoding, std::span<const int> codes, const Controls& controls, std::size_t from,
                            std::size_t to)
{
    const auto size = static_cast<std::size_t>(controls.width + encoding.inputSize());
    std::vector<float> inputs((to - from) * size);
    for (std::size_t i = from; i < to; ++i)
        writeInput(encoding, codes, controls, i, std::span(inputs).subspan((i - from) * size, size));
    return inputs;
}

Example encode(const EventEncoding& encoding, std::span<const int> codes, const Controls& controls)
{
    const auto width = static_cast<std::size_t>(encoding.width());
    const std::size_t events = codes.size() / width;
    Example example{.inputSize = controls.width + encoding.inputSize(), .width = encoding.width()};
    if (events < 2)
        return example;
    example.inputs = inputsOf(encoding, codes, controls, 0, events - 1);
    example.labels.resize((events - 1) * width);
    for (std::size_t i = 1; i < events; ++i)
        encoding.writeLabels(codes, i, std::span(example.labels).subspan((i - 1) * width, width));
    return example;
}

} // namespace partita::encoding
