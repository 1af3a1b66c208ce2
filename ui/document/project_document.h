#pragma once

#include "engine/core/error.h"
#include "engine/midi/file.h"
#include "engine/project/edit.h"
#include "ui/bridge/job_runner.h"
#include "ui/document/edit_kind.h"

#include <QObject>
#include <QUndoStack>

#include <filesystem>
#include <optional>
#include <vector>

namespace partita::ui {

class AutosaveTimer; // ui/document/autosave_timer.h

/// The document that is open, and its history.
///
/// Every edit goes through `perform`, which makes it one undo step and says what changed. Files are read and written away
/// from the GUI thread; until a file has been read in full, the open document stays as it is.
/// Threads: GUI thread.
class ProjectDocument : public QObject {
    Q_OBJECT
public:
    /// Starts with `project::newDocument()`. Autosaves go to `autosaveFolder`; by default below paths::userState().
    explicit ProjectDocument(QObject* parent = nullptr);
    ProjectDocument(std::filesystem::path autosaveFolder, QObject* parent);
    ~ProjectDocument() override;

    const project::Document& document() const { return m_document; }
    const TempoMap& tempoMap() const { return m_tempoMap; }
    const MeterMap& meterMap() const { return m_meterMap; }

    // ---- Editing

    /// Carries out a change made by the functions of engine/project/edit.h as one undo step; an empty one is none.
    /// Returns the notes that are new, e.g. to select them.
    ///     document->perform(EditKind::kMove, project::moveNotes(document->document(), selection, by, semitones));
    std::vector<project::NoteId> perform(EditKind kind, project::Change change);

    QUndoStack* undoStack() { return &m_undo; }

    // ---- Files

    /// Reads a MIDI file or a project away from this thread; then `opened` or `openFailed`.
    void open(const std::filesystem::path& path);
    /// An autosave left behind by a crash: opens as unsaved work under its old name.
    void recover(const std::filesystem::path& autosave);
    void openNew();
    /// Takes a document made elsewhere. `name` is shown until it is saved.
    void adopt(project::Document document, const QString& name);

    /// Writes the project to where it came from; then `saved` or `saveFailed`. Only where `hasProjectFile()`.
    void save();
    void saveAs(const std::filesystem::path& path);
    /// Then `exported` or `exportFailed`. Muted notes are left out.
    void exportMidi(const std::filesystem::path& path);
    /// Only these notes, at their place; tempos, meters, programs and controllers go with them.
    void exportMidi(const std::filesystem::path& path, const std::vector<project::NoteId>& notes);

    /// Whether `save` knows where to: a project that was opened or saved. MIDI files are never written over.
    bool hasProjectFile() const { return !m_projectFile.empty(); }
    const std::filesystem::path& projectFile() const { return m_projectFile; }
    /// What the document came from, a MIDI file or a project; empty for a new one.
    const std::filesystem::path& sourceFile() const { return m_sourceFile; }
    /// For the window's title: file name without folder and suffix, or "Untitled".
    QString displayName() const;
    bool isDirty() const { return !m_undo.isClean() || m_unsavedFromStart; }
    bool isBusy() const { return m_opening.isRunning() || m_saving.isRunning() || m_exporting.isRunning(); }

    /// How sound the MIDI file was that this came from: verdict and reasons, kept while it is open.
    struct ImportReport {
        midi::Verdict verdict = midi::Verdict::kComplete;
        std::vector<std::string> reasons;
    };
    const std::optional<ImportReport>& importReport() const { return m_importReport; }

Q_SIGNALS:
    /// Another document is in place of the old one: forget all ids.
    void documentReplaced();
    /// After any edit, undo or redo; the finer signals come first.
    void changed();
    void notesChanged(project::TrackId track, Ticks start, Ticks end);
    void tracksChanged(); ///< which there are, their looks, programs, volumes, pans
    void timeChanged();   ///< tempos, time signatures; tempoMap() and meterMap() are new
    void loopChanged();
    void takesChanged();
    void dirtyChanged(bool dirty);
    void fileChanged(); ///< displayName() or the files
    void busyChanged(bool busy);

    void opened();
    void openFailed(const QString& sentence);
    void saved();
    void saveFailed(const QString& sentence);
    void exported(const std::filesystem::path& path);
    void exportFailed(const QString& sentence);

private:
    friend class ChangeCommand;
    /// The undo command's way in.
    void carryOut(const project::Change& change);
    void replace(project::Document document);
    void writeMidi(const std::filesystem::path& path, project::Document document);
    void setSource(const std::filesystem::path& source, const std::filesystem::path& projectFile);
    void updateDirty();

    project::Document m_document;
    TempoMap m_tempoMap;
    MeterMap m_meterMap;
    QUndoStack m_undo;
    std::filesystem::path m_projectFile;
    std::filesystem::path m_sourceFile;
    QString m_name; ///< of a document that has no file
    std::optional<ImportReport> m_importReport;
    bool m_unsavedFromStart = false; ///< recovered or made elsewhere: dirty without an edit
    bool m_wasDirty = false;
    JobRunner m_opening;
    JobRunner m_saving;
    JobRunner m_exporting;
    std::unique_ptr<AutosaveTimer> m_autosave;
};

} // namespace partita::ui
