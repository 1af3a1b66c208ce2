#include "engine/nn/team.h"

#include <algorithm>
#include <thread>
#include <vector>

namespace partita::nn {
namespace {

/// Longer than the members of an undisturbed team wait for each other. Who waits longer sleeps: perhaps the other needs the
/// core.
constexpr int kSpins = 1'000;

void pause()
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

} // namespace

void Team::run(const std::function<void(int)>& work)
{
    std::vector<std::jthread> others;
    others.reserve(static_cast<std::size_t>(m_size) - 1);
    for (int member = 1; member < m_size; ++member)
        others.emplace_back([&work, member] { work(member); });
    work(0);
}

void Team::meet()
{
    if (m_size == 1)
        return;
    const int round = m_round.load(std::memory_order_relaxed);
    if (m_arrived.fetch_add(1, std::memory_order_acq_rel) + 1 == m_size) {
        m_arrived.store(0, std::memory_order_relaxed);
        m_round.store(round + 1, std::memory_order_release);
        m_round.notify_all();
        return;
    }
    for (int spin = 0; spin < kSpins; ++spin) {
        if (m_round.load(std::memory_order_acquire) != round)
            return;
        pause();
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
