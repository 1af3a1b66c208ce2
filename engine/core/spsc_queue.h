#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace partita {

/// A bounded queue between exactly one producer thread and one consumer thread.
/// `push` and `pop` never allocate, lock or wait, so the audio thread may stand at either end.
template <class T>
class SpscQueue {
public:
    /// Holds at least `capacity` items (rounded up to a power of two).
    explicit SpscQueue(std::size_t capacity)
        : m_mask(std::bit_ceil(capacity + 1) - 1), m_items(std::make_unique<T[]>(m_mask + 1))
    {
    }

    /// False, and `item` untouched, when full.
    bool push(T&& item) noexcept
    {
        const std::size_t tail = m_tail.load(std::memory_order_relaxed);
        const std::size_t next = (tail + 1) & m_mask;
        if (next == m_head.load(std::memory_order_acquire))
            return false;
        m_items[tail] = std::move(item);
        m_tail.store(next, std::memory_order_release);
        return true;
    }
    bool push(const T& item) noexcept { T copy = item; return push(std::move(copy)); }

    /// The slot keeps a moved-from value: give T a move that leaves nothing behind to free.
    std::optional<T> pop() noexcept
    {
        const std::size_t head = m_head.load(std::memory_order_relaxed);
        if (head == m_tail.load(std::memory_order_acquire))
            return std::nullopt;
        std::optional<T> item(std::move(m_items[head]));
        m_head.store((head + 1) & m_mask, std::memory_order_release);
        return item;
    }

private:
    const std::size_t m_mask;
    const std::unique_ptr<T[]> m_items;
    alignas(64) std::atomic<std::size_t> m_head{0};
    alignas(64) std::atomic<std::size_t> m_tail{0};
};

} // namespace partita
