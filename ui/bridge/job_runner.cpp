#include "ui/bridge/job_runner.h"

#include <QMetaObject>

#include <atomic>

namespace partita::ui {

struct JobRunner::Receiver {
    std::mutex mutex;
    JobRunner* runner; ///< guarded by the mutex; null once it is gone
    std::atomic<quint64> newest{0}; ///< the job whose result is wanted
};

JobRunner::JobRunner(QObject* parent, std::shared_ptr<JobThread> thread)
    : QObject(parent), m_receiver(std::make_shared<Receiver>()), m_thread(std::move(thread))
{
    m_receiver->runner = this;
}

JobRunner::~JobRunner()
{
    m_stop.request_stop();
    m_receiver->newest = 0;
    std::lock_guard lock(m_receiver->mutex);
    m_receiver->runner = nullptr;
}

JobRunner::Ticket JobRunner::start()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    setRunning(true);
    return {m_receiver->newest = ++m_started, m_stop, m_receiver};
}

void JobRunner::post(const Ticket& ticket, std::function<void(std::stop_token)> job)
{
    if (!m_thread)
        m_thread = std::make_shared<JobThread>();
    m_thread->post(ticket.stop, [ticket, job = std::move(job)](std::stop_token stop) {
        if (ticket.receiver->newest == ticket.number) // else it was overtaken while it waited
            job(stop);
    });
}

void JobRunner::stop()
{
    m_stop.request_stop();
    m_receiver->newest = 0;
    setRunning(false);
}

void JobRunner::requestStop() { m_stop.request_stop(); }

void JobRunner::setRunning(bool running)
{
    if (std::exchange(m_running, running) != running)
        Q_EMIT runningChanged(running);
}

void JobRunner::deliver(const Ticket& ticket, std::function<void()> call, bool last)
{
    std::lock_guard lock(ticket.receiver->mutex);
    if (JobRunner* runner = ticket.receiver->runner)
        QMetaObject::invokeMethod(
            runner, [runner, number = ticket.number, call = std::move(call), last] { runner->arrive(number, call, last); }, Qt::QueuedConnection);
}

void JobRunner::arrive(quint64 number, const std::function<void()>& call, bool last)
{
    if (number != m_receiver->newest)
        return;
    if (last)
        setRunning(false);
    call(); // last: it may start the next job or delete this
}

} // namespace partita::ui
