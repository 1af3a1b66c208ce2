#pragma once

#include "engine/generate/latent_attributes.h"

#include <QWidget>

#include <array>
#include <map>
#include <vector>

class QLabel;
class QSlider;
class QToolButton;

namespace partita::ui {

class TabularLabel;

/// How far to go along each attribute that the model has a direction for, beside what the music then measures.
class AttributeSliders : public QWidget {
    Q_OBJECT

public:
    explicit AttributeSliders(QWidget* parent = nullptr);

    /// Those that can be moved; the others stay where they are and say why.
    void setAvailable(const std::vector<generate::Attribute>& attributes);
    void setMeasured(const generate::AttributeValues& values);
    std::map<generate::Attribute, double> amounts() const; ///< without those at 0
    void reset();

Q_SIGNALS:
    void changed();

private:
    struct Row {
        QSlider* slider = nullptr;
        TabularLabel* measured = nullptr;
    };
    std::array<Row, generate::kAttributes.size()> m_rows;
    QLabel* m_hint;
    QToolButton* m_reset;
};

} // namespace partita::ui
