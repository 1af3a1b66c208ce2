#pragma once

#include <QString>

class QMimeData;

namespace partita::ui {

/// The path of the one local file that is dragged; empty where it is none, or several.
QString droppedFile(const QMimeData* data);

} // namespace partita::ui
