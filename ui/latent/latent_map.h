#pragma once

#include "engine/project/document.h"

#include <QPointF>
#include <QStringList>
#include <QWidget>

#include <optional>
#include <utility>
#include <vector>

namespace partita::ui {

class MiniRoll;

/// Notes for a small roll, from tick 0 to `length`.
struct SmallPicture {
    std::vector<project::Note> notes;
    Ticks length;
    std::vector<Ticks> bars; ///< where bars begin
};

/// A field to move in between clips: in-betweens stand in it as small rolls, and a handle may rest anywhere between them.
///
/// Positions are 0–1 from left to right and from top to bottom; a strip has only the first. A pad has no rolls: its middle
/// is the clip itself, its rim as far from it as one may go.
/// Keys: arrows move the handle by one roll, with Shift by a tenth of that; Home and End to the ends; Enter and a double
/// click ask to hear the place.
class LatentMap : public QWidget {
    Q_OBJECT

public:
    enum class Shape { kStrip, kSquare, kPad };

    explicit LatentMap(QWidget* parent = nullptr);

    /// `side`: rolls from end to end. Empties the rolls and keeps the handle where it is.
    void setShape(Shape shape, int side);
    Shape shape() const { return m_shape; }
    int cellCount() const { return static_cast<int>(m_rolls.size()); }
    QPointF positionOf(int cell) const;
    /// The roll whose very place this is.
    std::optional<int> cellAt(QPointF position) const;
    /// The clips at the ends: two of a strip, four of a square (first row, second row), one of a pad.
    void setCorners(const QStringList& letters);

    void showCell(int cell, SmallPicture picture);
    bool isShown(int cell) const { return m_shown.at(static_cast<std::size_t>(cell)); }
    void clearCells();
    /// 0–1 of the next roll to come; below 0: nothing is being made.
    void setProgress(double progress);

    QPointF position() const { return m_position; }
    void setPosition(QPointF position);
    /// Where it sounds: a roll and 0–1 across it; no roll for nowhere.
    void setPlayhead(int cell, double position);

Q_SIGNALS:
    /// By hand.
    void moved(QPointF position);
    /// The pointer holds the handle, or has let it go.
    void heldChanged(bool held);
    void hearRequested();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    class Handle; ///< what lies above the rolls

    int rows() const { return m_shape == Shape::kSquare ? m_side : 1; }
    QRectF cellRect(int cell) const;
    QRectF field() const; ///< what positions span, in pixels
    QPointF pixel(QPointF position) const;
    QPointF place(QPointF pixel) const;
    void arrange();
    void moveByHand(QPointF position);
    void sharePitches();
    void describe();
    void paintHandle(QPainter& painter) const;
    void paintLetter(QPainter& painter, QPointF at, const QString& letter) const;

    Shape m_shape = Shape::kStrip;
    int m_side = 2;
    QStringList m_letters;
    std::vector<MiniRoll*> m_rolls;
    std::vector<bool> m_shown;
    std::pair<int, int> m_pitches{127, 0};
    double m_progress = -1.0;
    QPointF m_position{0.5, 0.5};
    bool m_held = false;
    int m_playing = -1;
    Handle* m_handle;
};

} // namespace partita::ui
