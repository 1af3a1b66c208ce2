#pragma once

#include <QByteArray>

namespace partita::ui {

/// How the window stood when it was closed, as a value.
struct WindowState {
    QByteArray geometry; ///< QWidget::saveGeometry; empty: never closed before
    QByteArray columns;  ///< QSplitter::saveState; empty: the columns follow the window's width
    bool tracks = true;
    bool inspector = true;
    bool tray = true;

    friend bool operator==(const WindowState&, const WindowState&) = default;
};

WindowState loadWindowState();
void saveWindowState(const WindowState& state);

} // namespace partita::ui
