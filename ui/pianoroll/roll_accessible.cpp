#include "ui/pianoroll/roll_accessible.h"

#include "ui/pianoroll/roll_canvas.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace partita::ui {
namespace {

class AccessibleCanvas : public QAccessibleWidget {
public:
    explicit AccessibleCanvas(QWidget* canvas)
        : QAccessibleWidget(canvas, QAccessible::Canvas)
    {
    }

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? widget()->accessibleDescription() : QAccessibleWidget::text(kind);
    }
};

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    auto* const canvas = qobject_cast<RollCanvas*>(object);
    return canvas ? new AccessibleCanvas(canvas) : nullptr;
}

} // namespace

void installRollAccessibility()
{
    QAccessible::installFactory(makeInterface); // the same one twice is kept once
}

} // namespace partita::ui
