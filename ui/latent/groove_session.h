#pragma once

#include "ui/bridge/job_runner.h"
#include "ui/document/project_document.h"
#include "ui/latent/groove_panel.h"
#include "ui/latent/morph_session.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace partita::ui {

/// Plays drum bars with a GrooVAE on the inference thread, as takes.
/// Threads: GUI thread; never waits.
class GrooveSession : public QObject {
    Q_OBJECT

public:
    GrooveSession(ProjectDocument& document, GroovePanel& panel, MorphSession::OpenModel openModel, std::shared_ptr<JobThread> inference, QObject* parent = nullptr);
    ~GrooveSession() override;

    void setOpener(MorphSession::OpenModel openModel);
    /// Models are opened anew: a file has changed.
    void forgetModels();

    /// The track to play, and the bars selected on it, if any.
    void setTarget(project::TrackId track, std::optional<generate::BarRange> bars);
    /// Only where `fault()` is empty.
    void write();
    void stop();
    bool isWriting() const { return m_jobs.isRunning(); }
    /// Why not; empty where it can be done.
    QString fault() const;

Q_SIGNALS:
    void stateChanged();
    void written(const std::vector<project::Take>& takes);

private:
    struct Shelf; ///< the model; touched by the inference thread alone

    void showTarget();

    ProjectDocument& m_document;
    GroovePanel& m_panel;
    MorphSession::OpenModel m_openModel;
    project::TrackId m_track = 0;
    std::optional<generate::BarRange> m_bars;
    std::shared_ptr<Shelf> m_shelf;
    JobRunner m_jobs;
};

} // namespace partita::ui
