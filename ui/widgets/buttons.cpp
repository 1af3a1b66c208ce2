#include "ui/widgets/buttons.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QAction>

namespace partita::ui {
namespace {

QToolButton* flatButton()
{
    auto* button = new QToolButton;
    button->setAutoRaise(true);
    button->setIconSize({theme::measure::kIcon, theme::measure::kIcon});
    button->setMinimumSize(theme::measure::kHitTarget, theme::measure::kHitTarget);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

QToolButton* toolButton(QAction* action, bool withText)
{
    QToolButton* button = flatButton();
    button->setDefaultAction(action);
    button->setToolButtonStyle(withText ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    button->setAccessibleName(action->iconText());
    return button;
}

QToolButton* toolButton(const QString& iconName, const QString& name)
{
    QToolButton* button = flatButton();
    button->setIcon(icon(iconName));
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

QPushButton* pushButton(QAction* action, bool primary)
{
    auto* button = new QPushButton;
    button->setProperty("primary", primary);
    button->setMinimumHeight(theme::measure::kHitTarget);
    button->setFocusPolicy(Qt::TabFocus);
    const auto mirror = [button, action, primary] {
        button->setText(action->iconText());
        if (!primary) // icons are drawn in the text colour, which is not that of text on the accent
            button->setIcon(action->icon());
        button->setEnabled(action->isEnabled());
        button->setCheckable(action->isCheckable());
        button->setChecked(action->isChecked());
        button->setToolTip(action->toolTip());
    };
    QObject::connect(action, &QAction::changed, button, mirror);
    QObject::connect(action, &QAction::toggled, button, mirror);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    mirror();
    return button;
}

} // namespace partita::ui
