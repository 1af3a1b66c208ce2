#pragma once

#include <QIcon>
#include <QString>

namespace partita::ui {

/// Partita's own icon `name` of resources/icons, drawn in the text colour of the palette at the moment of painting:
/// a change of theme needs no new icons. The "on" state of a checkable action is drawn in the highlight colour.
/// Threads: GUI.
QIcon icon(const QString& name);

} // namespace partita::ui
