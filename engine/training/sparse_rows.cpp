#include "engine/training/sparse_rows.h"

#include <algorithm>

namespace partita::training {

SparseRows::SparseRows(std::span<const float> values, int depth)
{
    for (std::size_t row = 0; row + static_cast<std::size_t>(depth) <= values.size(); row += static_cast<std::size_t>(depth)) {
        const auto before = m_columns.size();
        for (int column = 0; column < depth; ++column)
            if (const float value = values[row + static_cast<std::size_t>(column)]; value != 0.0f) {
                m_columns.push_back(static_cast<std::uint16_t>(column));
                m_values.push_back(value);
            }
        m_counts.push_back(static_cast<std::uint16_t>(m_columns.size() - before));
    }
    if (std::ranges::all_of(m_values, [](float value) { return value == 1.0f; }))
        m_values.clear();
    m_columns.shrink_to_fit();
    m_values.shrink_to_fit();
}

void SparseRows::writeTo(std::span<float> out, int depth) const
{
    std::size_t entry = 0;
    for (std::size_t row = 0; row < m_counts.size(); ++row)
        for (int i = 0; i < m_counts[row]; ++i, ++entry)
            out[row * static_cast<std::size_t>(depth) + m_columns[entry]] = m_values.empty() ? 1.0f : m_values[entry];
}

void SparseRows::addTo(Sha256& digest) const
{
    const std::uint64_t sizes[] = {m_counts.size(), m_columns.size(), m_values.size()};
    const auto add = [&](const auto& values) { digest.add({reinterpret_cast<const std::uint8_t*>(std::data(values)), std::size(values) * sizeof values[0]}); };
    add(sizes);
    add(m_counts);
    add(m_columns);
    add(m_values);
}

} // namespace partita::training
