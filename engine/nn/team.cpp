#include "engine/nn/team.h"

#include <algorithm>

namespace partita::nn {
namespace {

/// Longer than the members of an undisturbed team wait for each other.
constexpr int kSpins = 300;
/// Who waits longer gives way to others, perhaps to the very member that it waits for: on a busy machine both may have to
/// share a core. That goes on for longer than choosing a note takes; then the member sleeps.
constexpr int kYields = 100;

void pause()
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

} // namespace

void Team::dismiss()
{
    if (m_others.empty())
        return;
    m_work = nullptr;
    meet();
    for (auto& other : m_others)
        other.join();
    m_others.clear();
}

void Team::resize(int size)
{
    size = std::max(size, 1);
    if (size == m_size)
        return;
    dismiss();
    m_size = size;
}

void Team::run(const std::function<void(int)>& work)
{
    if (m_size == 1)
        return work(0);
    if (m_others.empty())
        for (int member = 1; member < m_size; ++member)
            m_others.emplace_back([this, member] { serve(member); });
    m_work = &work;
    meet();
    work(0);
    meet();
}

void Team::serve(int member)
{
    for (meet(); m_work; meet()) {
        (*m_work)(member);
        meet();
    }
}

void Team::meet()
{
    if (m_size == 1)
        return;
    const unsigned round = m_round.load(std::memory_order_relaxed);
    if (m_arrived.fetch_add(1, std::memory_order_acq_rel) + 1 == m_size) {
        m_arrived.store(0, std::memory_order_relaxed);
        m_round.store(round + 1, std::memory_order_release);
        m_round.notify_all();
        return;
    }
    for (int waited = 0; waited < kSpins + kYields; ++waited) {
        if (m_round.load(std::memory_order_acquire) != round)
            return;
        if (waited < kSpins)
            pause();
        else
            std::this_thread::yield();
    }
    while (m_round.load(std::memory_order_acquire) == round)
        m_round.wait(round, std::memory_order_acquire);
}

Share shareOf(std::int64_t count, std::int64_t grain, int member, int members)
{
    const std::int64_t groups = (count + grain - 1) / grain;
    const auto edge = [&](std::int64_t i) { return std::min(count, groups * i / members * grain); };
    return {edge(member), edge(member + 1)};
}

} // namespace partita::nn
