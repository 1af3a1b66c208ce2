#pragma once

#include "ui/pianoroll/gesture.h"
#include "ui/pianoroll/roll_model.h"

#include <map>
#include <set>

namespace partita::ui {

/// Keeps a press from becoming a drag before the pointer has moved this far, in logical pixels.
inline constexpr double kDragDistance = 3;

/// Moves the selection; with Ctrl a copy of it. Shift keeps to one axis.
/// A press without a drag selects the note alone, or with Ctrl takes it into or out of the selection.
class MoveGesture : public Gesture {
public:
    MoveGesture(RollModel& model, const Pointer& press, const project::Note& note);
    ~MoveGesture() override;
    void drag(const Pointer& pointer) override;
    void finish() override;

private:
    RollModel& m_model;
    Pointer m_press;
    project::Note m_note; ///< the one that was pressed: it lands on the grid
    bool m_copy = false;
    bool m_moved = false;
    int m_heard;
    bool m_collapse; ///< a plain click on one of several selected notes selects it alone
};

/// Moves one end of all selected notes.
class ResizeGesture : public Gesture {
public:
    ResizeGesture(RollModel& model, const Pointer& press, const project::Note& note, project::Edge edge);
    ~ResizeGesture() override;
    void drag(const Pointer& pointer) override;
    void finish() override;

private:
    RollModel& m_model;
    Pointer m_press;
    project::Note m_note;
    project::Edge m_edge;
    Ticks m_by;
};

/// Selects what a rectangle touches. Shift adds to the selection, Ctrl turns it round.
class RubberBandGesture : public Gesture {
public:
    RubberBandGesture(RollModel& model, const Pointer& press);
    ~RubberBandGesture() override;
    void drag(const Pointer& pointer) override;
    void finish() override { m_finished = true; }
    void paint(QPainter& painter) const override;

private:
    QRectF rect() const;

    RollModel& m_model;
    Ticks m_startTick; ///< kept in the music, not on the screen: the canvas may scroll meanwhile
    double m_startRow;
    QPointF m_now;
    std::vector<project::NoteId> m_before;
    bool m_finished = false;
};

/// A new note of the length used last; dragging to the right sets its length.
class DrawGesture : public Gesture {
public:
    DrawGesture(RollModel& model, const Pointer& press);
    ~DrawGesture() override;
    void drag(const Pointer& pointer) override;
    void finish() override;

private:
    void show();

    RollModel& m_model;
    Pointer m_press;
    project::Note m_note;
};

/// Removes every note that the pointer passes over.
class EraseGesture : public Gesture {
public:
    EraseGesture(RollModel& model, const Pointer& press);
    ~EraseGesture() override;
    void drag(const Pointer& pointer) override;
    void finish() override;

private:
    RollModel& m_model;
    QPointF m_last;
    std::set<project::NoteId> m_erased;
};

/// Up is louder, for the pressed note and the selection it belongs to.
class VelocityGesture : public Gesture {
public:
    VelocityGesture(RollModel& model, const Pointer& press, const project::Note& note);
    ~VelocityGesture() override;
    void drag(const Pointer& pointer) override;
    void finish() override;

private:
    RollModel& m_model;
    Pointer m_press;
};

/// Moves one end of the bars to regenerate, from bar line to bar line.
class RegionGesture : public Gesture {
public:
    RegionGesture(RollModel& model, project::Edge edge);
    ~RegionGesture() override;
    void drag(const Pointer& pointer) override;
    void finish() override { m_finished = true; }

private:
    RollModel& m_model;
    TickRange m_before;
    project::Edge m_edge;
    bool m_finished = false;
};

/// Velocities by the pointer's place in the velocity lane: free hand, or with Shift along a line from the press.
class VelocityLaneGesture : public Gesture {
public:
    /// `heightOf` 127 stands `height` logical pixels above 1.
    VelocityLaneGesture(RollModel& model, const Pointer& press, double height);
    ~VelocityLaneGesture() override;
    void drag(const Pointer& pointer) override;
    void finish() override;
    void paint(QPainter& painter) const override;

private:
    void set(QPointF from, QPointF to);
    int velocityAt(double y) const;

    RollModel& m_model;
    QPointF m_press, m_last;
    double m_height;
    bool m_line = false;
    std::map<project::NoteId, project::Note> m_changed;
};

} // namespace partita::ui
