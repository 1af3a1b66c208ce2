#pragma once

#include "ui/pianoroll/gesture.h"

#include <QWidget>

#include <memory>

namespace partita::ui {

class RollModel;

/// A bar for each note's velocity, under the note's start. Drag over bars to set them; with Shift along a line.
/// Where notes are selected, only theirs move.
class VelocityLane : public QWidget {
    Q_OBJECT

public:
    explicit VelocityLane(RollModel& model, QWidget* parent = nullptr);
    ~VelocityLane() override;

    bool hasGesture() const { return m_gesture != nullptr; }
    void cancelGesture();

Q_SIGNALS:
    void statusChanged(const QString& status);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    Pointer pointerAt(const QMouseEvent& event) const;
    double range() const; ///< from velocity 1 to 127, in logical pixels

    RollModel& m_model;
    std::unique_ptr<Gesture> m_gesture;
};

} // namespace partita::ui
