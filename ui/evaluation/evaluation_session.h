#pragma once

#include "engine/study/assessment.h"
#include "ui/bridge/job_runner.h"

#include <QObject>
#include <QString>

#include <map>
#include <optional>

namespace partita::ui {

/// What was found about one model: kept as long as the program runs.
struct Evaluation {
    QString music; ///< the folder
    std::optional<study::Assessment> result;
    QString fault; ///< why there is none, as a sentence
};

/// Measures models on music, one at a time, on a thread of its own, so that takes can be written meanwhile.
/// Threads: GUI thread; never waits.
class EvaluationSession : public QObject {
    Q_OBJECT

public:
    explicit EvaluationSession(QObject* parent = nullptr);

    /// As `--device` takes it; 0 threads: all.
    void setComputing(const QString& device, int threads);
    /// Only while nothing is being measured. `model`: path of a checkpoint, or of a run's folder.
    void measure(const QString& model, const QString& music);
    /// What was found before stays.
    void stop();
    /// The model being measured; empty where none is.
    const QString& running() const { return m_running; }
    const Evaluation* find(const QString& model) const;

Q_SIGNALS:
    void progressed(study::AssessmentStage stage, qint64 done, qint64 of);
    /// Its measurement began, ended or was stopped.
    void changed(const QString& model);

private:
    struct News;

    QString m_device = QStringLiteral("auto");
    int m_threads = 0;
    QString m_running;
    std::map<QString, Evaluation> m_found;
    JobRunner m_jobs;
};

} // namespace partita::ui
