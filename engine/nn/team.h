#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace partita::nn {

/// A few threads that go through many short steps together, meeting after each. Starting a parallel loop anew at every
/// step of a small network would cost more than the step; hence they also stay awake for a moment between two runs, and
/// sleep when nothing comes.
class Team {
public:
    explicit Team(int size = 1) : m_size(size < 1 ? 1 : size) {}
    ~Team() { dismiss(); }
    Team(const Team&) = delete;
    Team& operator=(const Team&) = delete;

    int size() const { return m_size; }
    /// Between runs.
    void resize(int size);

    /// Calls `work` once for each member, 0 … size − 1, each on a thread of its own; member 0 is the caller's. `work` must
    /// not throw, and every member must call `meet` equally often.
    void run(const std::function<void(int member)>& work);

    /// Returns when all members have come here. What one wrote before, all can read after.
    void meet();

private:
    void serve(int member);
    void dismiss();

    int m_size;
    alignas(64) std::atomic<int> m_arrived = 0; // a cache line each: who waits reads m_round all the time
    alignas(64) std::atomic<unsigned> m_round = 0;
    const std::function<void(int)>* m_work = nullptr; ///< of the run at hand; null: the threads end
    std::vector<std::thread> m_others; ///< since the first run
};

/// The part of [0, count) that is `member`'s, in whole groups of `grain`.
struct Share {
    std::int64_t begin = 0, end = 0;

    bool empty() const { return begin >= end; }
};
Share shareOf(std::int64_t count, std::int64_t grain, int member, int members);

} // namespace partita::nn
