#pragma once

class QApplication;

namespace partita::ui {

/// The whole of the window program: reads the command line (files, --demo), shows the main window, runs the event loop.
/// Returns the program's exit status.
int runStudio(QApplication& application);

} // namespace partita::ui
