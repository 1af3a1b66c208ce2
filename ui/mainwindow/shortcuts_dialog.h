#pragma once

#include "ui/mainwindow/commands.h"

#include <QDialog>

class QTreeWidget;

namespace partita::ui {

/// Every key and every gesture of the mouse on one sheet, with a field that searches it.
class ShortcutsDialog : public QDialog {
    Q_OBJECT

public:
    explicit ShortcutsDialog(const Commands& commands, QWidget* parent = nullptr);

private:
    void filter(const QString& text);

    QTreeWidget* m_tree;
};

} // namespace partita::ui
