#include "ui/bridge/job_thread.h"

namespace partita::ui {

JobThread::JobThread() : m_thread([this](std::stop_token ending) { work(ending); }) {}

JobThread::~JobThread()
{
    std::lock_guard lock(m_mutex);
    m_jobs.clear();
}

void JobThread::post(std::stop_source stop, std::function<void(std::stop_token)> job)
{
    {
        std::lock_guard lock(m_mutex);
        m_jobs.push_back({std::move(stop), std::move(job)});
    }
    m_wake.notify_one();
}

void JobThread::work(std::stop_token ending)
{
    for (;;) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, ending, [this] { return !m_jobs.empty(); }))
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        const std::stop_callback whenEnding(ending, [&job] { job.stop.request_stop(); });
        job.work(job.stop.get_token());
    }
}

} // namespace partita::ui
