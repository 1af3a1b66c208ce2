#pragma once

#include "ui/pianoroll/gesture.h"
#include "ui/pianoroll/roll_painter.h"
#include "ui/pianoroll/tools.h"

#include <QImage>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>

class QAction;

namespace partita::ui {

class RollModel;

/// The field of notes: shows the model's picture and turns the pointer's doings into gestures.
class RollCanvas : public QWidget {
    Q_OBJECT

public:
    explicit RollCanvas(RollModel& model, QWidget* parent = nullptr);
    ~RollCanvas() override;

    void setTool(ToolId tool);
    ToolId tool() const { return m_tool; }

    bool hasGesture() const { return m_gesture != nullptr; }
    /// The draft goes, and the document is as before the press.
    void cancelGesture();

    /// Shown in the middle while the track has no notes.
    void setHint(const QString& hint);
    /// Offered below the hint as buttons while no track of the song has notes, unless the person has begun to draw.
    void setInvitation(const std::vector<QAction*>& actions);

Q_SIGNALS:
    /// "5.2.240 · C4 (60)", with velocity and length over a note; empty when the pointer leaves.
    void statusChanged(const QString& status);
    void contextMenuRequested(QPoint globalPosition);
    /// The user scrolled or zoomed by hand.
    void scrolledByHand();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    Pointer pointerAt(QPointF at, Qt::KeyboardModifiers modifiers) const;
    void refresh();
    void drag(QPointF at, Qt::KeyboardModifiers modifiers);
    void hover(QPointF at, Qt::KeyboardModifiers modifiers);
    void scrollTowards(QPointF at);
    void changeVelocity(QPointF at, int by);
    QString hint() const; ///< what an empty view says
    void placeInvitation();
    void paintRegionEdges(QPainter& painter) const;
    QRect playheadRect(Ticks tick) const;

    RollModel& m_model;
    RollPainter m_painter;
    QImage m_frame; ///< what was painted last, in device pixels
    bool m_notesInView = false; ///< of the track, as painted
    bool m_frameIsOld = true;
    ToolId m_tool = ToolId::kSelect;
    std::unique_ptr<Gesture> m_gesture;
    std::optional<QPointF> m_pan; ///< where the middle button took hold
    QTimer m_autoScroll;          ///< while a gesture is held beyond the edge
    QPointF m_lastAt;
    Qt::KeyboardModifiers m_lastModifiers;
    QString m_hint;
    QWidget* m_invitation = nullptr;
};

} // namespace partita::ui
