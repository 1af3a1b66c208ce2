/// What comes into the window from outside: opened, dropped, or left behind by a crash.
#include "ui/mainwindow/main_window.h"

#include "engine/core/paths.h"
#include "engine/project/autosave.h"
#include "ui/bridge/conversions.h"
#include "ui/mainwindow/file_session.h"
#include "ui/widgets/message_strip.h"

#include <QDragEnterEvent>
#include <QInputDialog>
#include <QLocale>
#include <QMimeData>

#include <chrono>

namespace partita::ui {

void MainWindow::openPath(const QString& path)
{
    if (FileSession::isMusic(path))
        m_files->openPath(path);
    else
        addModel(path);
}

void MainWindow::chooseTune(const std::filesystem::path& path, const QStringList& titles)
{
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QInputDialog::UseListViewForComboBoxItems);
    dialog->setWindowTitle(tr("Choose a Tune"));
    dialog->setLabelText(tr("“%1” holds %n tunes. Which one is to be opened?", nullptr, static_cast<int>(titles.size())).arg(fromPath(path.filename())));
    dialog->setComboBoxItems(titles);
    dialog->setComboBoxEditable(false);
    connect(dialog, &QInputDialog::textValueSelected, this, [this, path, titles](const QString& title) { m_document.open(path, static_cast<std::size_t>(titles.indexOf(title))); });
    dialog->open();
}

void MainWindow::openDemo()
{
    m_files->openPath(fromPath(paths::resources() / "demo" / "demo.mid"));
}

void MainWindow::offerRecovery()
{
    const std::vector<project::Recoverable> left = project::recoverable(paths::userState() / "autosave");
    if (left.empty())
        return;
    const project::Recoverable newest = left.front();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(newest.time.time_since_epoch()).count();
    const QString when = QLocale().toString(QDateTime::fromSecsSinceEpoch(seconds), QLocale::ShortFormat);
    m_messages->show(MessageStrip::Kind::kInfo, tr("Partita ended unexpectedly; unsaved work on “%1” of %2 was kept.").arg(toQString(newest.info.name), when),
                     {{tr("Recover"), [this, newest] { m_document.recover(newest); }}, {tr("Let It Go"), [newest] { project::discard(newest); }}});
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    openPath(event->mimeData()->urls().constFirst().toLocalFile());
}

} // namespace partita::ui
