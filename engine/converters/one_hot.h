#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

/// Rows of numbers and the classes they stand for.
namespace partita::converters {

/// A row for each class, [classes, depth], with a one in its column.
template <class Class>
std::vector<float> oneHot(const std::vector<Class>& classes, int depth)
{
    std::vector<float> rows(classes.size() * static_cast<std::size_t>(depth));
    for (std::size_t i = 0; i < classes.size(); ++i)
        rows[i * static_cast<std::size_t>(depth) + static_cast<std::size_t>(classes[i])] = 1.0f;
    return rows;
}

/// The column of the greatest number, the first of equal ones.
inline int argmax(std::span<const float> row)
{
    return static_cast<int>(std::ranges::max_element(row) - row.begin());
}

/// Row by row in the `width` columns from `first` on of [rows, depth].
inline std::vector<int> argmaxRows(std::span<const float> samples, int depth, int first, int width)
{
    std::vector<int> classes;
    const auto stride = static_cast<std::size_t>(depth);
    for (std::size_t row = 0; row + stride <= samples.size(); row += stride)
        classes.push_back(argmax(samples.subspan(row + static_cast<std::size_t>(first), static_cast<std::size_t>(width))));
    return classes;
}

inline std::vector<int> argmaxRows(std::span<const float> samples, int depth)
{
    return argmaxRows(samples, depth, 0, depth);
}

} // namespace partita::converters
