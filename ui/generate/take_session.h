#pragma once

#include "engine/generate/write_bars.h"
#include "ui/bridge/job_runner.h"
#include "ui/document/project_document.h"
#include "ui/generate/generate_panel.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace partita::ui {

class CandidateTray;

/// Writes takes of a track's bars on the inference thread, keeps them in the tray, and puts the accepted one into the
/// document. The networks live on that thread and stay loaded between takes.
/// Threads: GUI thread.
class TakeSession : public QObject {
    Q_OBJECT

public:
    /// Opens a checkpoint; called on the inference thread.
    using OpenModel = std::function<Result<generate::Model>(const std::filesystem::path& path)>;

    TakeSession(ProjectDocument& document, GeneratePanel& panel, CandidateTray& tray, OpenModel openModel, QObject* parent = nullptr);
    ~TakeSession() override;

    /// The track to write for, and the bars selected on it, if any.
    void setTarget(project::TrackId track, std::optional<generate::BarRange> selected);
    /// The bars that an operation would write; nothing where that is to be said first.
    std::optional<generate::BarRange> bars(generate::Operation operation) const;
    /// Models are opened anew: a file has changed.
    void forgetModels();
    void setOpener(OpenModel openModel);

    /// New takes in place of those in the tray; only where `fault(operation)` is empty.
    void write(generate::Operation operation);
    /// Further takes behind those in the tray, of the same bars, model and options.
    void more();
    void stop();
    /// Takes that were written elsewhere, in place of those in the tray.
    void offer(const std::vector<project::Take>& takes);
    /// Puts the take into the document as one undo step, its recipe on its notes. The takes stay in the tray.
    void accept(int index);
    void discard();

    bool isWriting() const { return m_jobs.isRunning(); }
    bool hasTakes() const;
    /// Why no takes can be written now, as a sentence; empty when they can.
    QString fault(generate::Operation operation) const;
    QString moreFault() const;

    /// The document as it would be with the take, looping its region: what ▶ plays.
    std::optional<project::Document> inContext(int index) const;
    /// The song itself, looping over the same bars: what the takes would replace.
    std::optional<project::Document> asItIs() const;

Q_SIGNALS:
    /// What can be done now has changed.
    void stateChanged();
    void accepted(const std::vector<project::NoteId>& notes);

private:
    struct Request {
        project::TrackId track;
        generate::BarRange bars;
        GeneratePanel::Options options;
    };
    struct Shelf; ///< the models; touched by the inference thread alone

    void showTask();
    void write(const Request& request, int takesKept);
    void show(Result<std::vector<generate::Candidate>> candidates, int takesKept);
    QString chordsText(const generate::BarRange& range) const;
    std::vector<Ticks> barsWithin(const project::Take& take) const;

    ProjectDocument& m_document;
    GeneratePanel& m_panel;
    CandidateTray& m_tray;
    OpenModel m_openModel;
    project::TrackId m_track = 0;
    std::optional<generate::BarRange> m_selected;
    std::optional<project::Track> m_shown; ///< the track as the panel knows it, without its notes
    std::optional<Request> m_last; ///< what the tray's takes were asked for
    std::shared_ptr<Shelf> m_shelf;
    JobRunner m_jobs;
};

} // namespace partita::ui
