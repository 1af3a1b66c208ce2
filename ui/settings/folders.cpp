#include "ui/settings/folders.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace partita::ui {
namespace {

QString keyOf(Folder folder)
{
    constexpr const char* kKeys[] = {"folders/music", "folders/corpora", "folders/models"}; // in the order of Folder
    return QString::fromLatin1(kKeys[static_cast<int>(folder)]);
}

} // namespace

QString lastFolder(Folder folder)
{
    for (QString path = QSettings().value(keyOf(folder)).toString(); !path.isEmpty(); path = QFileInfo(path).path()) {
        if (QFileInfo(path).isDir())
            return path;
        if (QDir(path).isRoot() || path == QFileInfo(path).path())
            break;
    }
    const QString music = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
    return QFileInfo(music).isDir() ? music : QDir::homePath();
}

void rememberFolder(Folder folder, const QString& path)
{
    const QFileInfo chosen(path);
    QSettings().setValue(keyOf(folder), chosen.isDir() ? chosen.absoluteFilePath() : chosen.absolutePath());
}

} // namespace partita::ui
