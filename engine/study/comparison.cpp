#include "engine/study/comparison.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace partita::study {
namespace {

constexpr std::size_t kTextLimit = 400; ///< of a difference, in bytes

void append(std::string& list, std::string_view entry, std::string_view separator)
{
    if (!list.empty())
        list += separator;
    list += entry;
}

} // namespace

void Comparison::count(std::string_view what)
{
    ++m_quantities;
    if (std::ranges::find(m_compared, what) == m_compared.end())
        m_compared.emplace_back(what);
}

void Comparison::discrete(std::string_view what, bool same, std::string_view difference)
{
    count(what);
    if (same)
        return;
    ++m_discreteFaults;
    if (++m_faults <= 3)
        append(m_difference, fmt::format("{}: {}{}", what, difference.substr(0, kTextLimit), difference.size() > kTextLimit ? "…" : ""), "; ");
}

void Comparison::near(std::string_view what, Quantity quantity, double actual, double expected)
{
    const Bound& bound = boundOf(quantity);
    count(what);
    const bool same = actual == expected || (std::isnan(actual) && std::isnan(expected));
    double deviation = same ? 0.0 : std::abs(actual - expected) / (bound.relative ? std::max(1.0, std::abs(expected)) : 1.0);
    if (std::isnan(deviation))
        deviation = std::numeric_limits<double>::infinity();
    const double ratio = deviation / bound.value;
    if (ratio > m_ratio) {
        m_ratio = ratio;
        m_deviation = deviation;
        m_bound = bound.value;
    }
    if (ratio > 1.0 && ++m_faults <= 3)
        append(m_difference, fmt::format("{}: {:.9g} instead of {:.9g}", what, actual, expected), "; ");
}

void Comparison::near(std::string_view what, Quantity quantity, std::span<const float> actual, std::span<const float> expected)
{
    if (actual.size() != expected.size()) {
        discrete(what, false, fmt::format("{} values instead of {}", actual.size(), expected.size()));
        return;
    }
    if (actual.empty())
        return;
    // The whole tensor is one quantity: the value that is farthest off speaks for it.
    std::size_t worst = 0;
    double largest = -1.0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double scale = boundOf(quantity).relative ? std::max(1.0, std::abs(static_cast<double>(expected[i]))) : 1.0;
        const double difference = std::abs(static_cast<double>(actual[i]) - expected[i]) / scale;
        if (std::isnan(difference) || difference > largest) {
            worst = i;
            largest = std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference;
        }
    }
    near(what, quantity, static_cast<double>(actual[worst]), static_cast<double>(expected[worst]));
}

CaseResult Comparison::result() const
{
    CaseResult result;
    result.quantities = m_quantities;
    result.deviation = m_discreteFaults > 0 ? static_cast<double>(m_discreteFaults) : m_deviation;
    result.bound = m_discreteFaults > 0 ? boundOf(Quantity::kDiscrete).value : m_bound;
    // A case that compares nothing proves nothing.
    result.pass = m_faults == 0 && m_quantities > 0;
    result.detail = m_quantities == 0 ? "nothing to compare" : m_faults == 0 ? fmt::format("{}", fmt::join(m_compared, ", ")) : m_difference;
    return result;
}

} // namespace partita::study
