#include "ui/mainwindow/file_session.h"

#include "engine/core/paths.h"
#include "ui/bridge/conversions.h"
#include "ui/settings/folders.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>

#include <algorithm>
#include <utility>

namespace partita::ui {
namespace {

/// Not a file of the user's: none, or one that came with the program.
bool isOwn(const std::filesystem::path& file)
{
    return file.empty() || fromPath(file).startsWith(fromPath(paths::resources()));
}

} // namespace

FileSession::FileSession(ProjectDocument& document, Preferences& preferences, QWidget* window)
    : QObject(window), m_document(document), m_preferences(preferences), m_window(window)
{
    connect(&m_document, &ProjectDocument::opened, this, &FileSession::noteOpened);
    connect(&m_document, &ProjectDocument::saved, this, [this] {
        noteOpened();
        Q_EMIT told(tr("Saved."));
        if (const auto next = std::exchange(m_afterSave, nullptr))
            next();
    });
    connect(&m_document, &ProjectDocument::saveFailed, this, [this](const QString& sentence) {
        m_afterSave = nullptr;
        Q_EMIT failed(sentence);
    });
    connect(&m_document, &ProjectDocument::exported, this, [this](const std::filesystem::path& path) { Q_EMIT told(tr("Exported “%1”.").arg(fromPath(path.filename()))); });
    connect(&m_document, &ProjectDocument::exportFailed, this, &FileSession::failed);
}

bool FileSession::isMusic(const QString& path)
{
    const std::string ending = QFileInfo(path).suffix().toLower().toStdString();
    return std::ranges::find(project::fileEndings(), std::string_view(ending)) != project::fileEndings().end();
}

void FileSession::startNew()
{
    whenSafe([this] { m_document.openNew(); });
}

QString FileSession::askFile()
{
    QStringList patterns;
    for (const std::string_view ending : project::fileEndings())
        for (const QString& spelled : {QString::fromUtf8(ending.data(), static_cast<qsizetype>(ending.size())), QString::fromUtf8(ending.data(), static_cast<qsizetype>(ending.size())).toUpper()})
            patterns << QStringLiteral("*.") + spelled;
    return QFileDialog::getOpenFileName(m_window, tr("Open"), folder(), tr("Music (%1);;All files (*)").arg(patterns.join(QLatin1Char(' '))), nullptr, QFileDialog::HideNameFilterDetails);
}

void FileSession::openPath(const QString& path)
{
    whenSafe([this, path] { m_document.open(toPath(path)); });
}

void FileSession::save()
{
    if (m_document.hasProjectFile())
        m_document.save();
    else
        saveAs();
}

void FileSession::saveAs()
{
    const QString path = askTarget(tr("Save As"), tr("Partita documents (*.partita)"), QStringLiteral("partita"));
    if (path.isEmpty())
        m_afterSave = nullptr;
    else
        m_document.saveAs(toPath(path));
}

void FileSession::exportSong()
{
    const QString path = askTarget(tr("Export MIDI"), tr("Standard MIDI Files (*.mid)"), QStringLiteral("mid"));
    if (!path.isEmpty())
        m_document.exportMidi(toPath(path));
}

void FileSession::exportNotes(const std::vector<project::NoteId>& notes)
{
    const QString path = askTarget(tr("Export Selection as MIDI"), tr("Standard MIDI Files (*.mid)"), QStringLiteral("mid"));
    if (!path.isEmpty())
        m_document.exportMidi(toPath(path), notes);
}

QString FileSession::askTarget(const QString& title, const QString& filter, const QString& suffix)
{
    QFileDialog dialog(m_window, title, folder(), filter);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(suffix);
    dialog.selectFile(m_document.displayName() + QLatin1Char('.') + suffix);
    if (dialog.exec() != QDialog::Accepted)
        return {};
    const QString chosen = dialog.selectedFiles().value(0);
    rememberFolder(Folder::kMusic, chosen);
    return chosen;
}

QString FileSession::folder() const
{
    const QString beside = QFileInfo(fromPath(m_document.sourceFile())).path();
    return isOwn(m_document.sourceFile()) ? lastFolder(Folder::kMusic) : beside;
}

void FileSession::whenSafe(std::function<void()> next)
{
    if (!m_document.isDirty()) {
        next();
        return;
    }
    auto* question = new QMessageBox(QMessageBox::NoIcon, tr("Unsaved Changes"), tr("Save the changes to “%1” first?").arg(m_document.displayName()),
                                     QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, m_window);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(tr("Without saving they are lost."));
    question->setDefaultButton(QMessageBox::Save);
    connect(question, &QMessageBox::buttonClicked, this, [this, question, next = std::move(next)](QAbstractButton* button) {
        switch (question->standardButton(button)) {
        case QMessageBox::Save:
            m_afterSave = next;
            save();
            break;
        case QMessageBox::Discard:
            next();
            break;
        default:
            break;
        }
    });
    question->open();
}

void FileSession::attachRecent(QMenu* menu)
{
    const auto fill = [this, menu] {
        menu->clear();
        for (const QString& path : std::as_const(m_preferences.recentFiles)) {
            QAction* action = menu->addAction(QFileInfo(path).fileName(), this, [this, path] { openPath(path); });
            action->setToolTip(path);
            action->setStatusTip(path);
            action->setEnabled(QFileInfo::exists(path));
        }
        menu->setEnabled(!menu->isEmpty());
    };
    menu->setToolTipsVisible(true);
    connect(menu, &QMenu::aboutToShow, this, fill);
    connect(this, &FileSession::recentChanged, menu, fill);
    fill();
}

void FileSession::noteOpened()
{
    if (m_document.sourceFile().empty())
        return;
    remember(m_preferences, fromPath(m_document.hasProjectFile() ? m_document.projectFile() : m_document.sourceFile()));
    savePreferences(m_preferences);
    if (!isOwn(m_document.sourceFile()))
        rememberFolder(Folder::kMusic, fromPath(m_document.sourceFile()));
    Q_EMIT recentChanged();
}

} // namespace partita::ui
