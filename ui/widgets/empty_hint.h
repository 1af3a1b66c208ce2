#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QPushButton;
class QBoxLayout;

namespace partita::ui {

/// What stands where nothing is yet: one line that says what belongs there, and a button for the one action that fills it.
class EmptyHint : public QWidget {
    Q_OBJECT

public:
    /// Line and button below each other, or side by side where height is dear.
    explicit EmptyHint(const QString& text, Qt::Orientation orientation = Qt::Vertical, QWidget* parent = nullptr);

    void setText(const QString& text);
    /// The button does what `action` does and is enabled as it is.
    void setAction(QAction* action);

private:
    QLabel* m_label;
    QPushButton* m_button = nullptr;
    QBoxLayout* m_layout;
};

} // namespace partita::ui
