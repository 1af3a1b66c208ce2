#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace partita::ui {

/// One std::jthread that works off jobs in the order they come. What must stay on one thread, such as the networks of
/// the inference thread, is given a JobThread of its own that several JobRunners share.
/// Destruction asks the running job to stop, drops the waiting ones, and waits for the running one.
/// Threads: `post` from any.
class JobThread {
public:
    JobThread();
    ~JobThread();

    /// The job gets a token of `stop`, which is asked to stop when this thread ends, too.
    void post(std::stop_source stop, std::function<void(std::stop_token)> job);

private:
    void work(std::stop_token ending);

    struct Job {
        std::stop_source stop;
        std::function<void(std::stop_token)> work;
    };
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Job> m_jobs;
    std::jthread m_thread; // last: it uses the others
};

} // namespace partita::ui
