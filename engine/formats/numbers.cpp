#include "engine/formats/numbers.h"

#include <charconv>

namespace partita::formats {
namespace {

constexpr std::string_view kWhiteSpace = " \t\n\r\f\v\x1c\x1d\x1e\x1f";
constexpr std::int64_t kLargest = 1'000'000'000;

} // namespace

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(kWhiteSpace);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

std::optional<std::int64_t> parseInteger(std::string_view text)
{
    text = trimmed(text);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    std::int64_t value = 0;
    bool digitBefore = false;
    for (const char c : text) {
        if (c == '_' && digitBefore) {
            digitBefore = false;
            continue;
        }
        if (c < '0' || c > '9')
            return std::nullopt;
        digitBefore = true;
        value = value * 10 + (c - '0');
        if (value > kLargest)
            return std::nullopt;
    }
    if (!digitBefore)
        return std::nullopt;
    return negative ? -value : value;
}

std::optional<double> parseReal(std::string_view text)
{
    text = trimmed(text);
    if (text.starts_with('+'))
        text.remove_prefix(1);
    if (text.starts_with('+'))
        return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || error == std::errc::invalid_argument)
        return std::nullopt;
    return value;
}

} // namespace partita::formats
