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

/// `size`: of the expected value, or of the largest of its tensor.
double differenceOf(const Bound& bound, double actual, double expected, double size)
{
    if (actual == expected || (std::isnan(actual) && std::isnan(expected)))
        return 0.0;
    return std::abs(actual - expected) / (bound.relative == Bound::Relative::kNo ? 1.0 : std::max(bound.floor, size));
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
    compare(what, boundOf(quantity), actual, expected, std::abs(expected));
}

void Comparison::compare(std::string_view what, const Bound& bound, double actual, double expected, double size)
{
    count(what);
    double deviation = differenceOf(bound, actual, expected, size);
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
    const Bound& bound = boundOf(quantity);
    double size = 0.0;
    if (bound.relative == Bound::Relative::kToLargest)
        for (const float value : expected)
            size = std::max(size, std::abs(static_cast<double>(value)));
    const auto sizeAt = [&](std::size_t i) { return bound.relative == Bound::Relative::kToLargest ? size : std::abs(static_cast<double>(expected[i])); };
    std::size_t worst = 0;
    double largest = -1.0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double difference = differenceOf(bound, actual[i], expected[i], sizeAt(i));
        if (std::isnan(difference) || difference > largest) {
            worst = i;
            largest = std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference;
        }
    }
    compare(what, bound, actual[worst], expected[worst], sizeAt(worst));
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
