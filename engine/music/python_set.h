#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace partita {

/// A set of numbers ≥ 0 that is walked in the order in which CPython walks its own. The name that note_seq gives a chord
/// hangs on that order, where two spellings are equally good; so this keeps CPython's table: where a number goes, when the
/// table grows, and that a removed number leaves its place taken.
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
    static constexpr int kEmpty = -1;
    static constexpr int kRemoved = -2;

    std::size_t placeOf(int number) const;
    void grow();

    std::vector<int> m_table; ///< its size is a power of two
    std::size_t m_filled = 0; ///< places that are not empty
    std::size_t m_used = 0;
};

} // namespace partita
