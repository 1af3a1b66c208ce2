#include "engine/models/hparams_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace partita::models {
namespace {

constexpr std::size_t kMostLayers = 64;

/// Cuts `text` into words: `name`, `=` or `:`, then a value. Quotes around names and values do not matter.
class Scanner {
public:
    explicit Scanner(std::string_view text) : m_rest(text) {}

    bool take(char wanted)
    {
        skipBlanks();
        if (m_rest.empty() || m_rest.front() != wanted)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    bool atEnd()
    {
        skipBlanks();
        return m_rest.empty();
    }
    std::string_view word()
    {
        skipBlanks();
        if (!m_rest.empty() && (m_rest.front() == '\'' || m_rest.front() == '"')) {
            const auto close = m_rest.find(m_rest.front(), 1);
            if (close == std::string_view::npos)
                return {};
            return cut(1, close - 1, close + 1);
        }
        const auto end = std::min(m_rest.find_first_of(" \t\r\n=:,[](){}'\""), m_rest.size());
        return cut(0, end, end);
    }
    std::string_view rest() const { return m_rest; }

private:
    void skipBlanks() { m_rest.remove_prefix(std::min(m_rest.find_first_not_of(" \t\r\n"), m_rest.size())); }
    std::string_view cut(std::size_t begin, std::size_t length, std::size_t used)
    {
        const auto word = m_rest.substr(begin, length);
        m_rest.remove_prefix(used);
        return word;
    }
    std::string_view m_rest;
};

template <class Number>
bool readNumber(std::string_view word, const HParamField& field, Number& value)
{
    if (word.starts_with('+'))
        word.remove_prefix(1);
    Number number{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size() || !(number >= field.least && number <= field.most))
        return false;
    value = number;
    return true;
}

bool readList(Scanner& scanner, const HParamField& field, std::vector<int>& values)
{
    const char close = scanner.take('[') ? ']' : scanner.take('(') ? ')' : '\0';
    if (!close)
        return false;
    values.clear();
    while (!scanner.take(close)) {
        int value = 0;
        if (values.size() == kMostLayers || !readNumber(scanner.word(), field, value))
            return false;
        values.push_back(value);
        if (!scanner.take(',') && !scanner.rest().starts_with(close))
            return false;
    }
    return !values.empty();
}

bool readBool(std::string_view word, bool& value)
{
    value = word == "true" || word == "True" || word == "1";
    return value || word == "false" || word == "False" || word == "0";
}

/// One number of a list, the `index`-th.
bool readElement(Scanner& scanner, const HParamField& field, std::string_view index)
{
    auto* const* list = std::get_if<std::vector<int>*>(&field.value);
    std::size_t at = 0;
    const auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), at);
    return list && error == std::errc() && end == index.data() + index.size() && at < (*list)->size() && readNumber(scanner.word(), field, (**list)[at]);
}

bool readValue(Scanner& scanner, const HParamField& field)
{
    struct Visitor {
        Scanner& scanner;
        const HParamField& field;
        bool operator()(int* value) { return readNumber(scanner.word(), field, *value); }
        bool operator()(double* value) { return readNumber(scanner.word(), field, *value); }
        bool operator()(bool* value) { return readBool(scanner.word(), *value); }
        bool operator()(std::vector<int>* value) { return readList(scanner, field, *value); }
        bool operator()(std::string* value)
        {
            const auto word = std::ranges::find(field.words, scanner.word());
            if (word == field.words.end())
                return false;
            *value = *word;
            return true;
        }
    };
    return std::visit(Visitor{scanner, field}, field.value);
}

std::string wanted(const HParamField& field)
{
    struct Visitor {
        const HParamField& field;
        std::string operator()(int*) const { return fmt::format("a whole number from {} to {}", field.least, field.most); }
        std::string operator()(double*) const { return fmt::format("a number from {} to {}", field.least, field.most); }
        std::string operator()(bool*) const { return "true or false"; }
        std::string operator()(std::vector<int>*) const { return fmt::format("a list such as [128, 128], at most {} layers of {} to {} units", kMostLayers, field.least, field.most); }
        std::string operator()(std::string*) const { return fmt::format("one of {}", fmt::join(field.words, ", ")); }
    };
    return std::visit(Visitor{field}, field.value);
}

} // namespace

Result<void> readHParams(std::string_view text, std::span<const HParamField> fields)
{
    const auto wrong = [](std::string message) { return fail(ErrorCode::kInvalidArgument, "The hyperparameters cannot be read: " + std::move(message)); };
    Scanner scanner(text);
    const bool braced = scanner.take('{');
    std::set<std::string> seen;
    while (!scanner.atEnd()) {
        if (braced && scanner.take('}')) {
            if (!scanner.atEnd())
                return wrong(fmt::format("\"{}\" stands after the closing brace.", scanner.rest().substr(0, 40)));
            return {};
        }
        const auto name = scanner.word();
        const auto field = std::ranges::find(fields, name, &HParamField::name);
        if (field == fields.end()) {
            std::vector<std::string_view> known;
            for (const auto& each : fields)
                known.push_back(each.name);
            return wrong(fmt::format("\"{}\" is none of {}.", name.empty() ? scanner.rest().substr(0, 40) : name.substr(0, 40), fmt::join(known, ", ")));
        }
        std::string_view index;
        if (scanner.take('[')) {
            index = scanner.word();
            if (index.empty() || !scanner.take(']'))
                return wrong(fmt::format("write {}[0]=… for the first of its numbers.", name));
        }
        if (!seen.insert(fmt::format("{}[{}]", name, index)).second)
            return wrong(fmt::format("{} is given twice.", name));
        if (!scanner.take('=') && !scanner.take(':'))
            return wrong(fmt::format("write a value after {}, as in {}=….", name, name));
        if (index.empty() ? !readValue(scanner, *field) : !readElement(scanner, *field, index))
            return wrong(fmt::format("{} wants {}.", name, wanted(*field)));
        if (!scanner.take(',') && !scanner.atEnd() && !(braced && scanner.rest().starts_with('}')))
            return wrong(fmt::format("a comma is missing before \"{}\".", scanner.rest().substr(0, 40)));
    }
    if (braced)
        return wrong("the closing brace is missing.");
    return {};
}

std::string writeHParams(std::span<const HParamField> fields)
{
    nlohmann::ordered_json json;
    for (const auto& field : fields)
        std::visit([&](const auto* value) { json[std::string(field.name)] = *value; }, field.value);
    return json.dump();
}

} // namespace partita::models
