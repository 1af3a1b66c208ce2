#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace partita {

/// Results of `work` on each item that `next` yields, handed to `use` in the order of the items: what comes out does not
/// hang on the number of processors. Few items are under way at a time, so memory stays flat however many there are.
/// `next()` gives an optional item, nothing at the end; `work(item)` a result; `use(result)` false to end early.
/// Threads: `next` and `use` run on the caller's, `work` on one for each processor, of which the caller's is one: it works
/// while it has nothing to use. What `work` throws comes out here.
template <class Next, class Work, class Use>
void workInOrder(Next next, Work work, Use use)
{
    using Item = typename std::invoke_result_t<Next&>::value_type;
    using Outcome = std::invoke_result_t<Work&, Item>;
    struct Job {
        Item item;
        std::promise<Outcome> promise;

        void run(Work& work)
        {
            try {
                promise.set_value(work(std::move(item)));
            } catch (...) {
                promise.set_exception(std::current_exception());
            }
        }
    };
    const std::size_t threads = std::max(1u, std::thread::hardware_concurrency());
    const std::size_t ahead = 4 * threads;

    std::mutex mutex;
    std::condition_variable_any hasJob;
    std::deque<Job> jobs;
    std::deque<std::future<Outcome>> outcomes;
    const auto take = [&] {
        Job job = std::move(jobs.front());
        jobs.pop_front();
        return job;
    };
    std::vector<std::jthread> workers; // last, so that they end before what they use
    for (std::size_t i = 1; i < threads; ++i)
        workers.emplace_back([&](std::stop_token stop) {
            while (!stop.stop_requested()) {
                std::unique_lock lock(mutex);
                if (!hasJob.wait(lock, stop, [&] { return !jobs.empty(); }))
                    return;
                Job job = take();
                lock.unlock();
                job.run(work);
            }
        });

    for (bool more = true;;) {
        while (more && outcomes.size() < ahead) {
            std::optional<Item> item = next();
            more = item.has_value();
            if (!more)
                break;
            std::promise<Outcome> promise;
            outcomes.push_back(promise.get_future());
            {
                const std::lock_guard lock(mutex);
                jobs.push_back({std::move(*item), std::move(promise)});
            }
            hasJob.notify_one();
        }
        if (outcomes.empty())
            return;
        while (outcomes.front().wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
            std::unique_lock lock(mutex);
            if (jobs.empty())
                break;
            Job job = take();
            lock.unlock();
            job.run(work);
        }
        Outcome outcome = outcomes.front().get();
        outcomes.pop_front();
        if (!use(std::move(outcome)))
            return;
    }
}

} // namespace partita
