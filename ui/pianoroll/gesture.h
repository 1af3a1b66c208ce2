#pragma once

#include "engine/core/quantity.h"

#include <QPointF>
#include <Qt>

class QPainter;

namespace partita::ui {

/// Where the pointer is, on the canvas and in the music.
struct Pointer {
    QPointF at;  ///< logical pixels on the canvas
    Ticks tick;
    int pitch = 60;
    Qt::KeyboardModifiers modifiers;

    bool isSnapIgnored() const { return modifiers & Qt::AltModifier; }
};

/// From the press of a button to its release. Made by a Tool at the press; shows its outcome as the model's draft.
/// Destroyed without `finish` it was cancelled, and the draft goes with it.
class Gesture {
public:
    virtual ~Gesture() = default;
    virtual void drag(const Pointer& pointer) = 0;
    virtual void finish() = 0;
    /// On top of the canvas, in logical pixels.
    virtual void paint(QPainter&) const {}
};

} // namespace partita::ui
