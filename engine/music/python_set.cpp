#include "engine/music/python_set.h"

#include <utility>

namespace partita {

/// Where `number` lies, or the empty place where it would be put.
std::size_t PythonSet::placeOf(int number) const
{
    constexpr std::size_t kNeighbours = 9; // looked at before jumping on, where they fit into the table
    const std::size_t mask = m_table.size() - 1;
    auto perturbation = static_cast<std::size_t>(std::int64_t{number == -1 ? -2 : number}); // Python's hash of the number
    std::size_t place = perturbation & mask;
    while (true) {
        const std::size_t last = place + kNeighbours <= mask ? place + kNeighbours : place;
        for (std::size_t i = place; i <= last; ++i)
            if (m_table[i] == kEmpty || m_table[i] == number)
                return i;
        perturbation >>= 5;
        place = (place * 5 + 1 + perturbation) & mask;
    }
}

void PythonSet::add(int number)
{
    Place& place = m_table[placeOf(number)];
    if (place == number)
        return;
    place = number;
    ++m_filled;
    ++m_used;
    if (m_filled * 5 >= (m_table.size() - 1) * 3)
        grow();
}

void PythonSet::remove(int number)
{
    Place& place = m_table[placeOf(number)];
    if (place != number)
        return;
    place = kRemoved;
    --m_used;
}

void PythonSet::grow()
{
    std::size_t size = kSmallest;
    while (size <= m_used * (m_used > 50000 ? 2 : 4))
        size *= 2;
    const auto old = std::exchange(m_table, std::vector<Place>(size, kEmpty));
    for (Place place : old)
        if (place < kRemoved)
            m_table[placeOf(static_cast<int>(place))] = place;
    m_filled = m_used;
}

std::vector<int> PythonSet::numbers() const
{
    std::vector<int> all;
    for (Place place : m_table)
        if (place < kRemoved)
            all.push_back(static_cast<int>(place));
    return all;
}

} // namespace partita
