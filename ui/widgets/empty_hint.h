#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace partita::ui {

/// What stands where nothing is yet: one line that says what belongs there, and a button for the one action that fills it.
class EmptyHint : public QWidget {
    Q_OBJECT

public:
    explicit EmptyHint(const QString& text, QWidget* parent = nullptr);

    void setText(const QString& text);
    /// The button does what `action` does and is enabled as it is.
    void setAction(QAction* action);

private:
    QLabel* m_label;
    QPushButton* m_button = nullptr;
    QVBoxLayout* m_column;
};

} // namespace partita::ui
