#include "engine/models/hparams.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <variant>

namespace partita::models {
namespace {

struct Field {
    std::string_view name;
    std::variant<int HParams::*, double HParams::*, bool HParams::*, std::vector<int> HParams::*> member;
    double least = 0;
    double most = 1;
};

// Bounds keep a mistyped or hostile value from asking for terabytes.
const Field kFields[] = {
    {"batch_size", &HParams::batch_size, 1, 65536},
    {"rnn_layer_sizes", &HParams::rnn_layer_sizes, 1, 65536},
    {"dropout_keep_prob", &HParams::dropout_keep_prob, 1e-6, 1},
    {"attn_length", &HParams::attn_length, 0, 65536},
    {"clip_norm", &HParams::clip_norm, 1e-12, 1e12},
    {"learning_rate", &HParams::learning_rate, 0, 1e6},
    {"residual_connections", &HParams::residual_connections},
    {"use_cudnn", &HParams::use_cudnn},
    {"nade_hidden_units", &HParams::nade_hidden_units, 0, 65536},
};
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
bool readNumber(std::string_view word, const Field& field, Number& value)
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

bool readList(Scanner& scanner, const Field& field, std::vector<int>& values)
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

bool readValue(Scanner& scanner, const Field& field, HParams& hparams)
{
    return std::visit(
        [&](auto member) {
            auto& value = hparams.*member;
            if constexpr (std::is_same_v<decltype(member), std::vector<int> HParams::*>)
                return readList(scanner, field, value);
            else if constexpr (std::is_same_v<decltype(member), bool HParams::*>)
                return readBool(scanner.word(), value);
            else
                return readNumber(scanner.word(), field, value);
        },
        field.member);
}

std::string wanted(const Field& field)
{
    struct Visitor {
        const Field& field;
        std::string operator()(int HParams::*) const { return fmt::format("a whole number from {} to {}", field.least, field.most); }
        std::string operator()(double HParams::*) const { return fmt::format("a number from {} to {}", field.least, field.most); }
        std::string operator()(bool HParams::*) const { return "true or false"; }
        std::string operator()(std::vector<int> HParams::*) const { return fmt::format("a list such as [128, 128], at most {} layers of {} to {} units", kMostLayers, field.least, field.most); }
    };
    return std::visit(Visitor{field}, field.member);
}

} // namespace

Result<HParams> parseHParams(std::string_view text, HParams base)
{
    const auto wrong = [](std::string message) { return fail(ErrorCode::kInvalidArgument, "The hyperparameters cannot be read: " + std::move(message)); };
    Scanner scanner(text);
    const bool braced = scanner.take('{');
    std::set<std::string_view> seen;
    while (!scanner.atEnd()) {
        if (braced && scanner.take('}')) {
            if (!scanner.atEnd())
                return wrong(fmt::format("\"{}\" stands after the closing brace.", scanner.rest().substr(0, 40)));
            return base;
        }
        const auto name = scanner.word();
        const auto field = std::ranges::find(kFields, name, &Field::name);
        if (field == std::end(kFields)) {
            std::vector<std::string_view> known;
            for (const auto& each : kFields)
                known.push_back(each.name);
            return wrong(fmt::format("\"{}\" is none of {}.", name.empty() ? scanner.rest().substr(0, 40) : name.substr(0, 40), fmt::join(known, ", ")));
        }
        if (!seen.insert(field->name).second)
            return wrong(fmt::format("{} is given twice.", name));
        if (!scanner.take('=') && !scanner.take(':'))
            return wrong(fmt::format("write a value after {}, as in {}=….", name, name));
        if (!readValue(scanner, *field, base))
            return wrong(fmt::format("{} wants {}.", name, wanted(*field)));
        if (!scanner.take(',') && !scanner.atEnd() && !(braced && scanner.rest().starts_with('}')))
            return wrong(fmt::format("a comma is missing before \"{}\".", scanner.rest().substr(0, 40)));
    }
    if (braced)
        return wrong("the closing brace is missing.");
    return base;
}

std::string hparamsText(const HParams& hparams)
{
    nlohmann::ordered_json json;
    for (const auto& field : kFields)
        if (field.name != "nade_hidden_units" || hparams.nade_hidden_units > 0)
            std::visit([&](auto member) { json[std::string(field.name)] = hparams.*member; }, field.member);
    return json.dump();
}

} // namespace partita::models
