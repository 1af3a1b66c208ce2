#pragma once

#include "ui/bridge/job_runner.h"
#include "ui/bridge/training_process.h"
#include "ui/generate/model_menu.h"
#include "ui/training/run_log.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <filesystem>
#include <vector>

class QAction;
class QLabel;
class QListWidget;
class QStackedWidget;

namespace partita::ui {

class CurvesPlot;
class ElidedLabel;
class EmptyHint;
class RunForm;
class TabularLabel;

/// Training: at the left the music and the runs of all days, in the middle the curves of the chosen run as they grow, at
/// the right the settings of the next one. The run itself is a process of its own.
class TrainingPage : public QWidget {
    Q_OBJECT

public:
    struct Actions {
        QAction* chooseData;
        QAction* start;
        QAction* continueRun;
        QAction* pause;
        QAction* stop;
        QAction* use;
        QAction* howGood;
    };

    /// Runs are kept in folders below `runsFolder`.
    TrainingPage(const Actions& actions, std::filesystem::path runsFolder, QWidget* parent = nullptr);

    /// What to learn from. Asks with a dialog when nothing is given.
    void chooseData();
    void setData(const QString& folder);
    /// As `--device` takes it; 0 threads: all.
    void setComputing(const QString& device, int threads);

    /// Starts a run with the form's settings; only where `startFault()` is empty.
    void start();
    /// Trains the run chosen in the list further by the form's steps; only where `continueFault()` is empty.
    void continueRun();
    void setPaused(bool paused);
    void stop();

    /// Why no run can start now; empty when one can.
    QString startFault() const;
    /// The same for the chosen run going on.
    QString continueFault() const;
    /// The best model so far of the run that is chosen in the list.
    std::optional<ModelChoice> chosenModel() const;
    const QString& data() const { return m_data; }
    const TrainingProcess& process() const { return m_process; }
    RunForm* form() { return m_form; }
    CurvesPlot* curves() { return m_curves; }
    const RunLog& runningLog() const { return m_running; }

    /// Reads the list of runs anew.
    void refresh();

Q_SIGNALS:
    /// `startFault()` or the process's state changed.
    void stateChanged();
    /// A run has written or ended with a model: there may be new ones to offer.
    void modelsChanged();
    /// One line about the work going on; empty when none.
    void workChanged(const QString& text);

private:
    void begin(RunLog log, QStringList arguments);
    void hear(const QJsonObject& event);
    void ended(const QString& sentence);
    void showRuns(std::vector<RunLog> runs);
    void showChosen();
    void showLegend(const QString& pointed);
    void updateFigures();
    /// The log the list's current row stands for; the running one lives apart from those of other days.
    const RunLog* chosen() const;
    double secondsWorked() const;

    const std::filesystem::path m_runsFolder;
    TrainingProcess m_process;
    JobRunner m_counting;
    JobRunner m_reading;
    QString m_data;
    QString m_device = QStringLiteral("auto");
    int m_threads = 0;

    RunLog m_running;           ///< of the process now, or of the last one
    std::vector<RunLog> m_runs; ///< of the folder, newest first; row by row as listed
    QElapsedTimer m_clock;      ///< runs while the process works
    double m_worked = 0.0;      ///< seconds before the last pause
    qint64 m_firstStep = 0;     ///< the first step told: a resumed run does not begin at 0
    QTimer m_tick;
    QTimer m_redraw; ///< curves follow at most ten times a second

    ElidedLabel* m_dataLabel;
    QLabel* m_dataCount;
    QListWidget* m_list;
    QStackedWidget* m_listPages;
    ElidedLabel* m_title;
    CurvesPlot* m_curves;
    QStackedWidget* m_curvePages;
    QLabel* m_legend; ///< of the lines, or the figures under the pointer
    TabularLabel* m_figures;
    TabularLabel* m_times;
    QLabel* m_message;
    RunForm* m_form;
};

} // namespace partita::ui
