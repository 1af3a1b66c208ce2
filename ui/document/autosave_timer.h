#pragma once

#include "engine/project/autosave.h"
#include "ui/bridge/job_runner.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace partita::ui {

/// Writes unsaved work into the autosave folder when it is due, away from the GUI thread.
/// Threads: GUI thread.
class AutosaveTimer : public QObject {
    Q_OBJECT
public:
    struct Work {
        project::Document document;
        project::AutosaveInfo info;
    };
    /// `work`: what is to be kept safe, asked for when it is due.
    AutosaveTimer(std::filesystem::path folder, std::function<Work()> work, QObject* parent = nullptr);
    /// A clean end: what was autosaved goes.
    ~AutosaveTimer() override;

    void edited();
    /// The work is saved or given up: its autosave goes.
    void settled();
    void saveNow();

Q_SIGNALS:
    void saved();
    void failed(const QString& sentence); ///< once

private:
    void saveIfDue();

    struct Place; ///< the open autosave, used by one job after the other
    const std::shared_ptr<Place> m_place;
    const std::function<Work()> m_work;
    project::AutosaveSchedule m_schedule;
    QTimer m_timer;
    bool m_saidFailed = false;
    JobRunner m_jobs;
};

} // namespace partita::ui
