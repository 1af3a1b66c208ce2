#include "engine/project/json_limits.h"

#include <nlohmann/json.hpp>

namespace partita::project {
namespace {

using nlohmann::json;

/// Counts; answers false, which ends the walk, at the first value too many.
class Counter final : public json::json_sax_t {
public:
    Counter(std::size_t maxValues, int maxDepth) : m_valuesLeft(maxValues), m_depthLeft(maxDepth) {}

    bool tooLarge() const { return m_tooLarge; }

    bool null() override { return count(); }
    bool boolean(bool) override { return count(); }
    bool number_integer(number_integer_t) override { return count(); }
    bool number_unsigned(number_unsigned_t) override { return count(); }
    bool number_float(number_float_t, const string_t&) override { return count(); }
    bool string(string_t&) override { return count(); }
    bool binary(binary_t&) override { return count(); }
    bool key(string_t&) override { return count(); }
    bool start_object(std::size_t) override { return descend(); }
    bool start_array(std::size_t) override { return descend(); }
    bool end_object() override { return ++m_depthLeft > 0; }
    bool end_array() override { return ++m_depthLeft > 0; }
    bool parse_error(std::size_t, const std::string&, const json::exception&) override { return false; }

private:
    bool count()
    {
        m_tooLarge = m_valuesLeft-- == 0;
        return !m_tooLarge;
    }
    bool descend()
    {
        m_tooLarge = m_depthLeft-- == 0;
        return !m_tooLarge && count();
    }

    std::size_t m_valuesLeft;
    int m_depthLeft;
    bool m_tooLarge = false;
};

} // namespace

JsonSize measureJson(std::string_view text, std::size_t maxValues, int maxDepth)
{
    Counter counter(maxValues, maxDepth);
    if (json::sax_parse(text, &counter))
        return JsonSize::kFits;
    return counter.tooLarge() ? JsonSize::kTooLarge : JsonSize::kMalformed;
}

} // namespace partita::project
