#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace partita {

/// A set of numbers that is walked in the order in which CPython walks its own. The name that note_seq gives a chord
/// hangs on that order, where two spellings are equally good, and so does the order in which Magenta finds the melodies of
/// instruments; so this keeps CPython's table: where a number goes, when the table grows, and that a removed number leaves
/// its place taken.
/// Source: CPython Objects/setobject.c, 3.9 and later.
class PythonSet {
public:
    PythonSet() : m_table(kSmallest, kEmpty) {}
    explicit PythonSet(std::span<const int> numbers) : PythonSet()
    {
        for (int number : numbers)
            add(number);
    }

    void add(int number);
    void remove(int number);
    std::size_t size() const { return m_used; }
    std::vector<int> numbers() const;

private:
    static constexpr std::size_t kSmallest = 8;
    using Place = std::int64_t; ///< a number, or one of these
    static constexpr Place kEmpty = std::numeric_limits<Place>::max();
    static constexpr Place kRemoved = kEmpty - 1;

    std::size_t placeOf(int number) const;
    void grow();

    std::vector<Place> m_table; ///< its size is a power of two
    std::size_t m_filled = 0; ///< places that are not empty
    std::size_t m_used = 0;
};

} // namespace partita
