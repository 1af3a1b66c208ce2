#include "engine/study/converted_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <functional>

namespace partita::study {
namespace {

using namespace converters;

std::string classText(std::span<const float> row)
{
    for (std::size_t column = 0; column < row.size(); ++column)
        if (row[column] != 0.0f)
            return std::to_string(column);
    return "x";
}

std::string bitsText(std::span<const float> row)
{
    std::string text;
    for (float value : row)
        text += value != 0.0f ? '1' : '0';
    return text;
}

std::string offsetText(float offset)
{
    const auto text = fmt::format("{:.6f}", offset);
    return text == "-0.000000" ? text.substr(1) : text;
}

std::string strokesText(std::span<const float> row)
{
    std::vector<std::string> strokes;
    const std::size_t drums = row.size() / 3;
    for (std::size_t drum = 0; drum < drums; ++drum) {
        const float hit = row[drum], velocity = row[drums + drum], offset = row[2 * drums + drum];
        if (hit != 0.0f || velocity != 0.0f || offset != 0.0f)
            strokes.push_back(fmt::format("{}:{}:{}:{}", drum, hit, std::nearbyint(127.0 * velocity), offsetText(offset)));
    }
    return strokes.empty() ? "." : fmt::format("{}", fmt::join(strokes, "+"));
}

std::string rowsText(std::span<const float> rows, int depth, const std::function<std::string(std::span<const float>)>& rowText)
{
    std::vector<std::string> texts;
    const auto stride = static_cast<std::size_t>(depth);
    for (std::size_t at = 0; at + stride <= rows.size(); at += stride)
        texts.push_back(rowText(rows.subspan(at, stride)));
    return fmt::format("{}", fmt::join(texts, ","));
}

/// Melody and bass have equally many classes, the drums a power of two.
std::string trioText(std::span<const float> rows, int depth)
{
    constexpr std::size_t kDrumClasses = 512;
    const std::size_t melody = (static_cast<std::size_t>(depth) - kDrumClasses) / 2;
    const auto part = [&](std::size_t from, std::size_t width) {
        return rowsText(rows, depth, [&](std::span<const float> row) { return classText(row.subspan(from, width)); });
    };
    return part(0, melody) + ";" + part(melody, melody) + ";" + part(2 * melody, kDrumClasses);
}

std::string partText(std::span<const float> rows, int depth, const ConverterSpec& spec, char part)
{
    if (part == 'c')
        return rowsText(rows, depth, std::holds_alternative<GrooveSpec>(spec) ? bitsText : classText);
    if (std::holds_alternative<TrioSpec>(spec))
        return trioText(rows, depth);
    if (std::holds_alternative<GrooveSpec>(spec))
        return rowsText(rows, depth, strokesText);
    const auto* drums = std::get_if<DrumsSpec>(&spec);
    return rowsText(rows, depth, drums && (part == 'i' ? drums->rollInput : drums->rollOutput) ? bitsText : classText);
}

} // namespace

std::vector<std::vector<int>> activeColumns(std::span<const float> rows, int depth)
{
    std::vector<std::vector<int>> active(depth > 0 ? rows.size() / static_cast<std::size_t>(depth) : 0);
    for (std::size_t row = 0; row < active.size(); ++row)
        for (int column = 0; column < depth; ++column)
            if (rows[row * static_cast<std::size_t>(depth) + static_cast<std::size_t>(column)] != 0.0f)
                active[row].push_back(column);
    return active;
}

std::string exampleLine(const LatentExample& example, const ConverterSpec& spec, const ConverterShape& shape, std::string_view parts)
{
    std::string line = fmt::format("{}", fmt::join(example.lengths, ","));
    for (char part : parts) {
        const auto rows = part == 'i' ? std::span<const float>(example.inputs) : part == 'o' ? example.targets() : std::span<const float>(example.controls);
        const int depth = part == 'i' ? shape.inputDepth : part == 'o' ? shape.outputDepth : shape.controlDepth;
        line += fmt::format("|{}={}", part, partText(rows, depth, spec, part));
    }
    return line;
}

ConverterSpec withoutLimit(ConverterSpec spec)
{
    std::visit([](auto& kind) { kind.maxExamples.reset(); }, spec);
    return spec;
}

} // namespace partita::study
