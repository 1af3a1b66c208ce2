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

/// Bars a–b of a track, from 1, both included.
struct BarRegion {
    project::TrackId track = 0;
    int firstBar = 1;
    int lastBar = 1;

    friend bool operator==(const BarRegion&, const BarRegion&) = default;
};

/// Writes takes of the selected bars on the inference thread, keeps them in the tray, and puts the accepted one into the
/// document. The networks live on that thread and stay loaded between takes.
/// Threads: GUI thread.
class TakeSession : public QObject {
    Q_OBJECT

public:
    /// Opens a checkpoint; called on the inference thread.
    using OpenModel = std::function<Result<generate::Model>(const std::filesystem::path& path)>;

    TakeSession(ProjectDocument& document, GeneratePanel& panel, CandidateTray& tray, OpenModel openModel, QObject* parent = nullptr);
    ~TakeSession() override;

    /// The bars to write; nothing where none are selected.
    void setRegion(std::optional<BarRegion> region);
    const std::optional<BarRegion>& region() const { return m_region; }
    /// Models are opened anew: a file has changed.
    void forgetModels();
    void setOpener(OpenModel openModel);

    /// New takes in place of those in the tray; only where `regenerateFault()` is empty.
    void regenerate();
    /// Further takes behind those in the tray, of the same bars, model and temperature.
    void more();
    void stop();
    /// Puts the take into the document as one undo step, its recipe on its notes. The takes stay in the tray.
    void accept(int index);
    void discard();

    bool isWriting() const { return m_jobs.isRunning(); }
    bool hasTakes() const;
    /// Why no takes can be written now, as a sentence; empty when they can.
    QString regenerateFault() const;
    QString moreFault() const;

    /// The document as it would be with the take, looping its region: what ▶ plays.
    std::optional<project::Document> inContext(int index) const;

Q_SIGNALS:
    /// What can be done now has changed.
    void stateChanged();
    void accepted(const std::vector<project::NoteId>& notes);

private:
    struct Request {
        BarRegion region;
        GeneratePanel::Options options;
    };
    struct Shelf; ///< the models; touched by the inference thread alone

    void showRegion();
    void write(const Request& request, int takesKept);
    void show(Result<std::vector<generate::Candidate>> candidates, int takesKept);
    std::vector<Ticks> barsWithin(const project::Take& take) const;

    ProjectDocument& m_document;
    GeneratePanel& m_panel;
    CandidateTray& m_tray;
    OpenModel m_openModel;
    std::optional<BarRegion> m_region;
    std::optional<Request> m_last; ///< what the tray's takes were asked for
    std::shared_ptr<Shelf> m_shelf;
    JobRunner m_jobs;
};

} // namespace partita::ui
