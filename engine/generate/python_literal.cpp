#include "engine/generate/python_literal.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace partita::generate {
namespace {

constexpr int kDeepest = 8;
constexpr int kMostValues = 100'000;

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    Read<PythonLiteral> whole()
    {
        auto literal = value(0);
        skipBlanks();
        return !literal || m_at == m_text.size() ? literal : std::unexpected(m_at);
    }

private:
    Read<PythonLiteral> value(int depth)
    {
        skipBlanks();
        const std::size_t at = m_at;
        if (depth > kDeepest || ++m_values > kMostValues)
            return std::unexpected(at);
        if (take('['))
            return list(at, ']', depth);
        if (take('('))
            return list(at, ')', depth);
        for (const auto& [word, truth] : {std::pair<std::string_view, bool>("True", true), {"False", false}})
            if (m_text.substr(m_at).starts_with(word)) {
                m_at += word.size();
                return PythonLiteral{at, truth};
            }
        double number = 0.0;
        const auto [end, error] = std::from_chars(m_text.data() + m_at, m_text.data() + m_text.size(), number);
        if (error != std::errc() || !std::isfinite(number))
            return std::unexpected(at);
        m_at = static_cast<std::size_t>(end - m_text.data());
        return PythonLiteral{at, number};
    }

    Read<PythonLiteral> list(std::size_t at, char close, int depth)
    {
        std::vector<PythonLiteral> elements;
        bool comma = true; // may another element follow?
        while (!take(close)) {
            if (!comma)
                return std::unexpected(m_at);
            auto element = value(depth + 1);
            if (!element)
                return element;
            elements.push_back(std::move(*element));
            comma = take(',');
        }
        if (close == ')' && elements.size() == 1 && !comma) // brackets around one value are just that
            return std::move(elements.front());
        return PythonLiteral{at, std::move(elements)};
    }

    void skipBlanks() { m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size()); }
    bool take(char wanted)
    {
        skipBlanks();
        return m_at < m_text.size() && m_text[m_at] == wanted && ++m_at;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_values = 0;
};

} // namespace

Read<PythonLiteral> parsePythonLiteral(std::string_view text)
{
    return Parser(text).whole();
}

Read<double> asNumber(const PythonLiteral& literal)
{
    const auto* number = std::get_if<double>(&literal.value);
    return number ? Read<double>(*number) : std::unexpected(literal.at);
}

Read<int> asInt(const PythonLiteral& literal)
{
    const auto number = asNumber(literal);
    if (!number || *number != std::trunc(*number) || std::abs(*number) > std::numeric_limits<int>::max())
        return std::unexpected(literal.at);
    return static_cast<int>(*number);
}

Read<bool> asBool(const PythonLiteral& literal)
{
    const auto* truth = std::get_if<bool>(&literal.value);
    return truth ? Read<bool>(*truth) : std::unexpected(literal.at);
}

} // namespace partita::generate
