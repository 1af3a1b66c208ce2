#include "ui/mainwindow/window_state.h"

#include <QSettings>

namespace partita::ui {

WindowState loadWindowState()
{
    const QSettings stored;
    const auto shown = [&stored](const char* key) { return stored.value(key, true).toBool(); };
    return {.geometry = stored.value("window/geometry").toByteArray(),
            .columns = stored.value("window/columns").toByteArray(),
            .tracks = shown("window/tracks"),
            .inspector = shown("window/inspector"),
            .tray = shown("window/tray")};
}

void saveWindowState(const WindowState& state)
{
    QSettings stored;
    stored.setValue("window/geometry", state.geometry);
    stored.setValue("window/columns", state.columns);
    stored.setValue("window/tracks", state.tracks);
    stored.setValue("window/inspector", state.inspector);
    stored.setValue("window/tray", state.tray);
}

} // namespace partita::ui
