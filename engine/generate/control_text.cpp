#include "engine/generate/control_text.h"

#include "engine/generate/python_literal.h"

#include <fmt/format.h>

#include <algorithm>

namespace partita::generate {
namespace {

Read<encoding::PitchHistogram> asHistogram(const PythonLiteral& literal)
{
    const auto weights = asList(literal, asNumber);
    if (!weights)
        return std::unexpected(weights.error());
    encoding::PitchHistogram histogram;
    if (weights->size() != histogram.size())
        return std::unexpected(literal.at);
    std::ranges::copy(*weights, histogram.begin());
    return histogram;
}

/// One value, or a list of them.
template <class T>
Read<std::vector<T>> parseOneOrMore(std::string_view text, Read<T> (*read)(const PythonLiteral&))
{
    const auto literal = parsePythonLiteral(text);
    if (!literal)
        return std::unexpected(literal.error());
    if (auto one = read(*literal))
        return std::vector<T>{std::move(*one)};
    auto list = asList(*literal, read);
    return list && list->empty() ? std::unexpected(literal->at) : list;
}

template <class T>
Result<std::vector<T>> oneOrMore(std::string_view flag, std::string_view text, Read<T> (*read)(const PythonLiteral&), std::string_view advice)
{
    auto values = parseOneOrMore(text, read);
    if (!values)
        return fail(ErrorCode::kInvalidArgument, fmt::format("{} cannot be read at \"{}\". {}", flag, text.substr(values.error(), 20), advice));
    return std::move(*values);
}

} // namespace

Result<std::vector<double>> notesPerSecondFrom(std::string_view text)
{
    return oneOrMore("--notes_per_second", text, asNumber, "Write a number such as 8, or a list such as [2, 16].");
}

Result<std::vector<encoding::PitchHistogram>> pitchClassHistogramFrom(std::string_view text)
{
    return oneOrMore("--pitch_class_histogram", text, asHistogram, "Write twelve weights, from C to B: [1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1], or a list of such lists.");
}

Result<std::vector<bool>> disableConditioningFrom(std::string_view text)
{
    return oneOrMore("--disable_conditioning", text, asBool, "Write True or False, or a list such as [True, False].");
}

} // namespace partita::generate
