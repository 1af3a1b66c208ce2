#include "ui/widgets/dropped_file.h"

#include <QMimeData>
#include <QUrl>

namespace partita::ui {

QString droppedFile(const QMimeData* data)
{
    const QList<QUrl> urls = data->urls();
    return urls.size() == 1 ? urls.front().toLocalFile() : QString();
}

} // namespace partita::ui
