#pragma once

#include "ui/pianoroll/roll_geometry.h"

#include <QPointF>

class QWheelEvent;

namespace partita::ui {

/// What a turn of the wheel makes of the view: up and down by itself, along time with Shift, zoom about `at` in time with
/// Ctrl, in pitch with Ctrl+Shift. Touchpads scroll both ways at once.
RollGeometry turnWheel(RollGeometry geometry, const QWheelEvent& event, QPointF at);

} // namespace partita::ui
