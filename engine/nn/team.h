#pragma once

#include <atomic>
#include <functional>

namespace partita::nn {

/// A few threads that go through many short steps together, meeting after each. Starting a parallel loop anew at every
/// step of a small network would cost more than the step.
class Team {
public:
    explicit Team(int size) : m_size(size < 1 ? 1 : size) {}

    int size() const { return m_size; }

    /// Calls `work` once for each member, 0 … size − 1, each on a thread of its own; member 0 is the caller's. `work` must
    /// not throw, and every member must call `meet` equally often.
    void run(const std::function<void(int member)>& work);

    /// Returns when all members have come here. What one wrote before, all can read after.
    void meet();

private:
    int m_size;
    std::atomic<int> m_arrived = 0;
    std::atomic<int> m_round = 0;
};

/// The part of [0, count) that is `member`'s, in whole groups of `grain`.
struct Share {
    std::int64_t begin = 0, end = 0;
};
Share shareOf(std::int64_t count, std::int64_t grain, int member, int members);

} // namespace partita::nn
