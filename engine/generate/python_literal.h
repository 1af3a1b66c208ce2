#pragma once

#include <cstddef>
#include <expected>
#include <string_view>
#include <variant>
#include <vector>

/// The values that Magenta's command lines take as Python text: `[60, -2]`, `[(36,), ()]`, `2.5`, `True`.
namespace partita::generate {

/// What was read, or the place in the text where it cannot be what it should be.
template <class T>
using Read = std::expected<T, std::size_t>;

/// As in Python, `(36)` is the number and `(36,)` the tuple. Lists and tuples are the same here.
struct PythonLiteral {
    std::size_t at = 0; ///< where it begins in the text
    std::variant<double, bool, std::vector<PythonLiteral>> value;
};

/// The whole of `text`. Lists lie in at most 8 others, and all together hold at most 100,000 values.
Read<PythonLiteral> parsePythonLiteral(std::string_view text);

Read<double> asNumber(const PythonLiteral& literal);
Read<int> asInt(const PythonLiteral& literal);
Read<bool> asBool(const PythonLiteral& literal);

/// The elements of a list, each read by `read`.
template <class T>
Read<std::vector<T>> asList(const PythonLiteral& literal, Read<T> (*read)(const PythonLiteral&))
{
    const auto* elements = std::get_if<std::vector<PythonLiteral>>(&literal.value);
    if (!elements)
        return std::unexpected(literal.at);
    std::vector<T> list;
    list.reserve(elements->size());
    for (const auto& element : *elements) {
        auto value = read(element);
        if (!value)
            return std::unexpected(value.error());
        list.push_back(std::move(*value));
    }
    return list;
}

/// The whole of `text` as such a list.
template <class T>
Read<std::vector<T>> parseList(std::string_view text, Read<T> (*read)(const PythonLiteral&))
{
    const auto literal = parsePythonLiteral(text);
    return literal ? asList(*literal, read) : std::unexpected(literal.error());
}

} // namespace partita::generate
