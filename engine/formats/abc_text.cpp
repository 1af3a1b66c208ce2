#include "engine/formats/abc_text.h"

#include "engine/formats/numbers.h"

#include <fmt/format.h>

namespace partita::formats::abc {

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(), lower);
    return result;
}

std::int64_t numberOf(std::string_view digits, std::size_t most)
{
    if (digits.size() > most)
        refuse(AbcFault::kParse, fmt::format("the number {} is too large", digits));
    return *parseInteger(digits);
}

std::vector<std::string_view> splitLines(std::string_view text)
{
    // LF, CR, VT, FF, FS, GS, RS are one byte each; NEL, LS and PS are c2 85, e2 80 a8, e2 80 a9.
    std::vector<std::string_view> lines;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        std::size_t length = (c >= '\n' && c <= '\r') || (c >= '\x1c' && c <= '\x1e') ? 1 : 0;
        if (text.substr(i, 2) == "\r\n" || text.substr(i, 2) == "\xc2\x85")
            length = 2;
        else if (text.substr(i, 3) == "\xe2\x80\xa8" || text.substr(i, 3) == "\xe2\x80\xa9")
            length = 3;
        if (length == 0)
            continue;
        lines.push_back(trimmed(text.substr(start, i - start)));
        i += length - 1;
        start = i + 1;
    }
    if (start < text.size())
        lines.push_back(trimmed(text.substr(start)));
    return lines;
}

} // namespace partita::formats::abc
