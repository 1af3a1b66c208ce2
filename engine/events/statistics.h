#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace partita {

/// How often values fell between given bounds, −∞ and ∞ being two of them.
/// Source: magenta pipelines/statistics.py.
class Histogram {
public:
    Histogram() = default;
    /// Sorted and made distinct here.
    explicit Histogram(std::vector<double> lowerBounds);

    void add(double value, std::int64_t times = 1);
    /// Adds bucket by bucket; both have the same bounds, or this one has none yet.
    void merge(const Histogram& other);

    /// Lower bounds, −∞ first; bucket i reaches to bound i + 1, the last one to ∞.
    const std::vector<double>& bounds() const { return m_bounds; }
    const std::vector<std::int64_t>& counts() const { return m_counts; }
    std::int64_t total() const;

    friend bool operator==(const Histogram&, const Histogram&) = default;

private:
    std::vector<double> m_bounds;
    std::vector<std::int64_t> m_counts;
};

/// The bounds by which melodies and drum tracks of at least `minBars` bars are counted.
std::vector<double> barLengthBounds(int minBars);

/// What extraction kept and why it left the rest, under Magenta's names, e.g. "melodies_discarded_too_short".
struct Statistics {
    std::map<std::string, std::int64_t> counters;
    std::map<std::string, Histogram> histograms;

    void count(const std::string& name, std::int64_t times = 1) { counters[name] += times; }
    void merge(const Statistics& other);

    friend bool operator==(const Statistics&, const Statistics&) = default;
};

} // namespace partita
