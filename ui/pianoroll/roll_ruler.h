#pragma once

#include "ui/pianoroll/roll_picture.h"

#include <QWidget>

#include <optional>

namespace partita::ui {

class RollModel;

/// Bars above the canvas. Upper half: drag a loop, or its ends, or all of it. Lower half: click to place the playhead,
/// drag to choose bars to regenerate, or drag their handles.
class RollRuler : public QWidget {
    Q_OBJECT

public:
    explicit RollRuler(RollModel& model, QWidget* parent = nullptr);

    bool hasGesture() const { return m_drag.has_value(); }
    void cancelGesture();

Q_SIGNALS:
    void seekRequested(Ticks tick);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    enum class Lane { kLoop, kBars };
    enum class Grip { kNone, kStart, kEnd, kAll }; ///< what of a range the pointer has hold of; kNone makes a new one
    struct Drag {
        Lane lane;
        Grip grip;
        QPointF press;
        TickRange before; ///< the range as it was, or empty
        TickRange now;
        bool moved = false;
    };

    Lane laneAt(QPointF at) const;
    std::optional<TickRange> rangeOf(Lane lane) const;
    Grip gripAt(QPointF at) const;
    Ticks snapped(Lane lane, double x, bool ignoreSnap) const;
    void paintBars(QPainter& painter) const;
    void paintRange(QPainter& painter, const TickRange& range, QRectF band, const QColor& color, double opacity) const;

    RollModel& m_model;
    std::optional<Drag> m_drag;
    std::optional<TickRange> m_regionBefore;
};

} // namespace partita::ui
