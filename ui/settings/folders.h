#pragma once

#include <QString>

namespace partita::ui {

/// Where a person last looked, over restarts, for each thing that is looked for.
enum class Folder {
    kMusic,   ///< pieces to open, and where they are saved
    kCorpora, ///< folders of music to learn from and to measure on
    kModels,
};

/// Where a file dialog begins: the last folder, else the nearest one above it that is still there, else the system's
/// folder of music, else home.
QString lastFolder(Folder folder);

/// `path`: what was chosen, a file or a folder.
void rememberFolder(Folder folder, const QString& path);

} // namespace partita::ui
