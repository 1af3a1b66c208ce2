#include "ui/pianoroll/wheel.h"

#include <QWheelEvent>

#include <cmath>

namespace partita::ui {

RollGeometry turnWheel(RollGeometry geometry, const QWheelEvent& event, QPointF at)
{
    constexpr double kPixelsPerNotch = 60;
    constexpr double kZoomPerNotch = 1.2;
    const QPointF notches = QPointF(event.angleDelta()) / 120.0;
    const bool shift = event.modifiers() & Qt::ShiftModifier;
    if (event.modifiers() & Qt::ControlModifier) {
        const double factor = std::pow(kZoomPerNotch, notches.y() != 0 ? notches.y() : notches.x());
        if (shift)
            geometry.zoomPitch(factor, at.y());
        else
            geometry.zoomTime(factor, at.x());
        return geometry;
    }
    QPointF by = event.pixelDelta().isNull() ? notches * kPixelsPerNotch : QPointF(event.pixelDelta());
    if (shift && by.x() == 0)
        by = {by.y(), 0};
    geometry.setScrollX(geometry.scrollX() - by.x());
    geometry.setScrollY(geometry.scrollY() - by.y());
    return geometry;
}

} // namespace partita::ui
