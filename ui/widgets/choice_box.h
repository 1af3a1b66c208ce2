#pragma once

#include <QComboBox>

namespace partita::ui {

/// A combo box as all panels have it: as wide as its place, whatever the choices, and 28 px high. What does not fit ends
/// in "…" instead of being cut; the whole text is in the list.
class ChoiceBox : public QComboBox {
    Q_OBJECT

public:
    explicit ChoiceBox(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace partita::ui
