#include "engine/events/statistics.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>

namespace partita {

Histogram::Histogram(std::vector<double> lowerBounds) : m_bounds(std::move(lowerBounds))
{
    m_bounds.push_back(-std::numeric_limits<double>::infinity());
    std::ranges::sort(m_bounds);
    m_bounds.erase(std::ranges::unique(m_bounds).begin(), m_bounds.end());
    m_counts.resize(m_bounds.size());
}

void Histogram::add(double value, std::int64_t times)
{
    const auto above = std::ranges::upper_bound(m_bounds, value);
    m_counts[static_cast<std::size_t>(above - m_bounds.begin()) - 1] += times;
}

void Histogram::merge(const Histogram& other)
{
    if (m_bounds.empty()) {
        *this = other;
        return;
    }
    assert(m_bounds == other.m_bounds);
    std::ranges::transform(m_counts, other.m_counts, m_counts.begin(), std::plus{});
}

std::int64_t Histogram::total() const
{
    return std::reduce(m_counts.begin(), m_counts.end());
}

std::vector<double> barLengthBounds(int minBars)
{
    return {0, 1, 10, 20, 30, 40, 50, 100, 200, 500, static_cast<double>(minBars / 2), static_cast<double>(minBars),
            minBars + 1.0, minBars - 1.0};
}

void Statistics::merge(const Statistics& other)
{
    for (const auto& [name, value] : other.counters)
        counters[name] += value;
    for (const auto& [name, histogram] : other.histograms)
        histograms[name].merge(histogram);
}

} // namespace partita
