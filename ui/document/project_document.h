#pragma once

#include "engine/project/autosave.h"
#include "engine/project/edit.h"
#include "engine/project/files.h"
#include "ui/bridge/job_runner.h"
#include "ui/document/edit_kind.h"

#include <QObject>
#include <QStringList>
#include <QUndoStack>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace partita::ui {

class AutosaveTimer;

/// Nudges and slider moves that follow each other within a second on the same things make one undo step, where their
/// kind says so (edit_kind.h); a gesture of the mouse is a step of its own.
enum class Merging { kByKind, kNever };

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
    std::vector<project::NoteId> perform(EditKind kind, project::Change change, Merging merging = Merging::kByKind);

    QUndoStack* undoStack() { return &m_undo; }

    // ---- Files

    /// Reads a file of music or a project away from this thread; then `opened` or `openFailed`. Of a book of several tunes
    /// `tunesFound` first asks which; then call again with the tune's number, from 0.
    void open(const std::filesystem::path& path, std::optional<std::size_t> tune = {});
    /// What a crash left behind (project::recoverable) opens as unsaved work under its old name, and is discarded once it
    /// is safe elsewhere: saved, or autosaved by this program.
    void recover(const project::Recoverable& autosave);
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
    bool hasProjectFile() const { return !m_origin.projectFile.empty(); }
    const std::filesystem::path& projectFile() const { return m_origin.projectFile; }
    /// What the document came from, a MIDI file or a project; empty for a new one.
    const std::filesystem::path& sourceFile() const { return m_origin.sourceFile; }
    /// For the window's title: file name without folder and suffix, or "Untitled".
    QString displayName() const;
    bool isDirty() const { return !m_undo.isClean() || m_origin.unsaved; }
    bool isBusy() const { return m_opening.isRunning() || m_saving.isRunning() || m_exporting.isRunning(); }

    /// How sound the MIDI file was that this came from, kept while it is open.
    using ImportReport = project::ImportReport;
    const std::optional<ImportReport>& importReport() const { return m_origin.importReport; }

Q_SIGNALS:
    /// Another document is in place of the old one: forget all ids.
    void documentReplaced();
    /// After any edit, undo or redo; the finer signals come first.
    void changed();
    void notesChanged(project::TrackId track, Ticks start, Ticks end);
    void tracksChanged(); ///< which there are, their looks, programs, volumes, pans
    void timeChanged();   ///< tempos, time signatures; tempoMap() and meterMap() are new
    void chordsChanged(); ///< chord symbols
    void loopChanged();
    void takesChanged();
    void dirtyChanged(bool dirty);
    void fileChanged(); ///< displayName() or the files
    void busyChanged(bool busy);

    void opened();
    void openFailed(const QString& sentence);
    void tunesFound(const std::filesystem::path& path, const QStringList& titles);
    void saved();
    void saveFailed(const QString& sentence);
    void exported(const std::filesystem::path& path);
    void exportFailed(const QString& sentence);
    /// Unsaved work is not kept safe any more, and why. Said once.
    void autosaveFailed(const QString& sentence);

private:
    friend class ChangeCommand; ///< its way in:
    void carryOut(const project::Change& change, const project::Extent& extent);

    /// Where a document came from and how it is shown.
    struct Origin {
        std::filesystem::path sourceFile;
        std::filesystem::path projectFile;
        QString name; ///< where there is no file
        std::optional<ImportReport> importReport;
        bool unsaved = false; ///< dirty without an edit: recovered, or made elsewhere
    };
    void replace(project::Document document, Origin origin);
    void writeMidi(const std::filesystem::path& path, project::Document document);
    void markSaved(const std::filesystem::path& path, quint64 revision);
    void updateDirty();
    void forgetRecovered();

    project::Document m_document;
    TempoMap m_tempoMap;
    MeterMap m_meterMap;
    QUndoStack m_undo;
    Origin m_origin;
    quint64 m_revision = 0; ///< counts edits: whether what was saved is what is here
    quint64 m_replacements = 0; ///< counts documents: whether what was saved is still the one that is open
    bool m_wasDirty = false;
    std::optional<project::Recoverable> m_recovered; ///< until it is safe elsewhere
    JobRunner m_opening;
    JobRunner m_saving;
    JobRunner m_exporting;
    std::unique_ptr<AutosaveTimer> m_autosave;
};

} // namespace partita::ui
