#pragma once

#include <QPushButton>
#include <QToolButton>

// Buttons take the focus by Tab only, so that after a click the keys still go to the music. A button that has it was
// walked to, and there Space presses it (MainWindow::event).

namespace partita::ui {

/// A flat button of 28 px that shows `action`: its icon, or its text with `withText`.
QToolButton* toolButton(QAction* action, bool withText = false);

/// The same with a picture and a name of its own; `name` is what a screen reader says and the tool tip shows.
QToolButton* toolButton(const QString& iconName, const QString& name);

/// A button with the text, icon and state of `action`. `primary` marks the one that is next to do.
QPushButton* pushButton(QAction* action, bool primary = false);

} // namespace partita::ui
