#pragma once

#include "ui/bridge/job_runner.h"
#include "ui/document/project_document.h"
#include "ui/generate/take_session.h"
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

    /// Only where `fault(region)` is empty.
    void write(const BarRegion& region);
    void stop();
    bool isWriting() const { return m_jobs.isRunning(); }
    /// Why not; empty where it can be done.
    QString fault(const std::optional<BarRegion>& region) const;
    QString describe(const std::optional<BarRegion>& region) const;

Q_SIGNALS:
    void stateChanged();
    void written(const std::vector<project::Take>& takes);

private:
    struct Shelf; ///< the model; touched by the inference thread alone

    ProjectDocument& m_document;
    GroovePanel& m_panel;
    MorphSession::OpenModel m_openModel;
    std::shared_ptr<Shelf> m_shelf;
    JobRunner m_jobs;
};

} // namespace partita::ui
