#pragma once

#include "ui/bridge/job_thread.h"

#include <QObject>

#include <concepts>
#include <functional>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

namespace partita::ui {

/// Runs engine calls away from the GUI thread, one channel of them: a newer job stops the one before and its result is
/// the only one to arrive. Own one per thing that can be asked for (open a file, make takes), as a member.
///
/// Jobs take and return values; they share nothing with the GUI. Results arrive on the GUI thread through the event
/// loop. Where the runner, and so its owner, is gone by then, they are dropped.
/// Threads: lives on the GUI thread.
class JobRunner : public QObject {
    Q_OBJECT
public:
    /// `thread`: to share one; else the runner gets its own when it is first used.
    explicit JobRunner(QObject* parent = nullptr, std::shared_ptr<JobThread> thread = nullptr);
    ~JobRunner() override;

    /// `work(std::stop_token)` there, then `done(its result)` here.
    template <std::invocable<std::stop_token> Work, class Done>
    void run(Work work, Done done)
    {
        using Answer = std::invoke_result_t<Work, std::stop_token>;
        const Ticket ticket = start();
        // std::function copies; jobs and answers may be such that only move.
        auto shared = std::make_shared<std::pair<Work, Done>>(std::move(work), std::move(done));
        post(ticket, [ticket, shared](std::stop_token stop) {
            if constexpr (std::is_void_v<Answer>) {
                shared->first(stop);
                deliver(ticket, [shared] { shared->second(); });
            } else {
                auto answer = std::make_shared<Answer>(shared->first(stop));
                deliver(ticket, [shared, answer] { shared->second(std::move(*answer)); });
            }
        });
    }

    /// As `run`, for news on the way: `report` may be called by the job at any time and arrives here like the result.
    /// `work(std::stop_token, const std::function<void(News)>& report)`.
    template <class News, class Work, class Hear, class Done>
    void runReporting(Work work, Hear hear, Done done)
    {
        const Ticket ticket = start();
        auto shared = std::make_shared<std::tuple<Work, Hear, Done>>(std::move(work), std::move(hear), std::move(done));
        post(ticket, [ticket, shared](std::stop_token stop) {
            const std::function<void(News)> report = [ticket, shared](News news) {
                auto kept = std::make_shared<News>(std::move(news));
                deliver(ticket, [shared, kept] { std::get<1>(*shared)(std::move(*kept)); }, false);
            };
            using Answer = std::invoke_result_t<Work, std::stop_token, const std::function<void(News)>&>;
            auto answer = std::make_shared<Answer>(std::get<0>(*shared)(stop, report));
            deliver(ticket, [shared, answer] { std::get<2>(*shared)(std::move(*answer)); });
        });
    }

    /// Asks the job to stop and drops its result: `done` is not called.
    void stop();
    /// Asks the job to stop; `done` still gets what it answers.
    void requestStop();

    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void runningChanged(bool running);

private:
    struct Receiver; ///< shared with the jobs: who hears them, if anybody still does
    struct Ticket {
        quint64 number;
        std::stop_source stop;
        std::shared_ptr<Receiver> receiver;
    };
    Ticket start();
    void post(const Ticket& ticket, std::function<void(std::stop_token)> job);
    void setRunning(bool running);
    /// From the job's thread. `this` is only touched where the ticket's receiver says it lives.
    static void deliver(const Ticket& ticket, std::function<void()> call, bool last = true);
    void arrive(quint64 number, const std::function<void()>& call, bool last);

    std::shared_ptr<Receiver> m_receiver;
    std::shared_ptr<JobThread> m_thread;
    std::stop_source m_stop;
    quint64 m_started = 0; ///< jobs so far
    bool m_running = false;
};

} // namespace partita::ui
