#include "ui/widgets/form.h"

#include "ui/widgets/theme.h"

namespace partita::ui {

Form::Form(QWidget* parent) : QFormLayout(parent)
{
    setContentsMargins(0, 0, 0, 0);
    setHorizontalSpacing(theme::measure::kGap);
    setVerticalSpacing(theme::measure::kGap);
    setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void Form::add(const QString& label, QWidget* field, const QString& toolTip)
{
    field->setAccessibleName(label);
    field->setToolTip(toolTip);
    field->setMinimumHeight(theme::measure::kHitTarget);
    auto* text = new QLabel(label);
    text->setBuddy(field);
    text->setToolTip(toolTip);
    addRow(text, field);
}

void Form::addHeading(const QString& text)
{
    QLabel* label = heading(text);
    if (rowCount() > 0)
        label->setContentsMargins(0, theme::measure::kGap, 0, 0);
    addRow(label);
}

QLabel* heading(const QString& text)
{
    auto* label = new QLabel(text);
    QFont font = theme::textFont();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

QLabel* dimText(const QString& text)
{
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace partita::ui
