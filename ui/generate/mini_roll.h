#pragma once

#include "engine/project/document.h"

#include <QWidget>

#include <optional>
#include <utility>
#include <vector>

namespace partita::ui {

/// A small, still picture of the notes of one region: pitch up, time to the right, bar lines behind.
class MiniRoll : public QWidget {
    Q_OBJECT

public:
    explicit MiniRoll(QWidget* parent = nullptr);

    /// `bars`: the ticks where bars begin inside the region.
    void show(std::vector<project::Note> notes, Ticks start, Ticks end, std::vector<Ticks> bars);
    void clear();
    /// Pitches from the bottom to the top, so that rolls that stand beside each other can be compared; by default what the
    /// notes need.
    void setPitches(int lowest, int highest);
    /// 0–1 across the region, where it is being played; below 0 for nowhere.
    void setPlayhead(double position);

    QSize sizeHint() const override { return {180, 48}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<project::Note> m_notes;
    std::vector<Ticks> m_bars;
    Ticks m_start;
    Ticks m_end;
    std::optional<std::pair<int, int>> m_pitches;
    double m_playhead = -1.0;
};

} // namespace partita::ui
