#pragma once

#include "engine/core/spsc_queue.h"

#include <atomic>
#include <memory>

namespace partita::playback {

/// Brings large things to the audio thread, the newest in place of those not yet taken, and takes what is done with
/// back to be freed. One sender, one receiver; the receiver's side never allocates, frees or waits.
template <class T>
class Mailbox {
public:
    Mailbox() = default;
    ~Mailbox() { delete m_next.load(); }
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    // The sender's side.
    void deliver(std::unique_ptr<T> item)
    {
        collect();
        delete m_next.exchange(item.release(), std::memory_order_acq_rel);
    }
    /// Frees what came back.
    void collect()
    {
        while (m_returned.pop()) { }
    }

    // The receiver's side.
    std::unique_ptr<T> take() noexcept { return std::unique_ptr<T>(m_next.exchange(nullptr, std::memory_order_acq_rel)); }
    /// Between two deliveries at most two things come back, and each delivery collects: there is always room.
    void giveBack(std::unique_ptr<T> item) noexcept { m_returned.push(std::move(item)); }

private:
    std::atomic<T*> m_next{nullptr};
    SpscQueue<std::unique_ptr<T>> m_returned{4};
};

} // namespace partita::playback
