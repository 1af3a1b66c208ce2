#pragma once

#include <QFormLayout>
#include <QLabel>

namespace partita::ui {

/// A form of two columns as all panels have it: labels in the first, 8 px apart, each label the name of its field for
/// screen readers.
class Form : public QFormLayout {
public:
    explicit Form(QWidget* parent = nullptr);

    /// The title of what follows, a little apart from what came before.
    void addHeading(const QString& text);
    void add(const QString& label, QWidget* field, const QString& toolTip = {});
};

/// The title of a group of controls inside a panel.
QLabel* heading(const QString& text);

/// A sentence in the dim text colour that wraps.
QLabel* dimText(const QString& text = {});

} // namespace partita::ui
