#include "ui/widgets/panel.h"

#include "ui/widgets/theme.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace partita::ui {
namespace measure = theme::measure;

QWidget* onPanel(QWidget* widget)
{
    widget->setAutoFillBackground(true);
    widget->setBackgroundRole(QPalette::Base);
    return widget;
}

QVBoxLayout* panelColumn(QWidget* widget)
{
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(measure::kGap * 3 / 2, measure::kGap, measure::kGap * 3 / 2, measure::kGap);
    column->setSpacing(measure::kGap);
    return column;
}

QScrollArea* scrolled(QWidget* contents)
{
    auto* scroll = new QScrollArea;
    scroll->setWidget(onPanel(contents));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus); // it follows the focus of what is in it
    contents->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    onPanel(scroll);
    return scroll;
}

} // namespace partita::ui
