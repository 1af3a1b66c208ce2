#pragma once

#include "ui/document/project_document.h"
#include "ui/settings/preferences.h"

#include <QObject>

#include <functional>

class QMenu;
class QWidget;

namespace partita::ui {

/// Opening, saving and exporting as a person meets them: the dialogs, the list of recent files, and the question about
/// unsaved work. The document does the reading and writing.
class FileSession : public QObject {
    Q_OBJECT

public:
    FileSession(ProjectDocument& document, Preferences& preferences, QWidget* window);

    void startNew();
    /// What the person wants opened: music, or anything else that was picked by name; empty when nothing.
    QString askFile();
    void openPath(const QString& path);
    void save();
    void saveAs();
    void exportSong();
    void exportNotes(const std::vector<project::NoteId>& notes);

    /// Runs `next` once nothing would be lost by it: at once, or after the person chose to save or to let go.
    void whenSafe(std::function<void()> next);

    /// Fills `menu` with the recent files each time it opens.
    void attachRecent(QMenu* menu);

    /// Asks for a file to write; empty when the person gave up. The suffix is added where it is missing.
    QString askTarget(const QString& title, const QString& filter, const QString& suffix);

    /// Whether the name is that of a file of music.
    static bool isMusic(const QString& path);

Q_SIGNALS:
    /// For the status line: "Saved.", "Exported …".
    void told(const QString& text);
    /// What went wrong, as a sentence.
    void failed(const QString& sentence);
    void recentChanged();

private:
    void noteOpened();
    /// Where a dialog begins: beside the document, else where music was last.
    QString folder() const;

    ProjectDocument& m_document;
    Preferences& m_preferences;
    QWidget* m_window;
    std::function<void()> m_afterSave; ///< what waits for the work to be saved
};

} // namespace partita::ui
