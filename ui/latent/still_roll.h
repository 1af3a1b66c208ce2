#pragma once

#include "ui/pianoroll/roll_painter.h"

#include <QWidget>

#include <vector>

namespace partita::ui {

/// One voice of a phrase, large and still: fitted to the width, its pitches to the height, over the notes it lies between.
/// What a model wrote looks like a take in the note editor, what a hand wrote like any other note.
class StillRoll : public QWidget {
    Q_OBJECT

public:
    struct Picture {
        std::vector<project::Note> notes;
        bool byModel = true;
        bool isDrum = false;
        std::vector<std::vector<project::Note>> ghosts; ///< in the colours of the first tracks
        Ticks length;                                    ///< from tick 0
        Ticks ticksPerQuarter{480};
    };

    explicit StillRoll(QWidget* parent = nullptr);

    void setPicture(Picture picture);
    /// From tick 0; below 0 for nowhere.
    void setPlayhead(double tick);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();
    QRect playheadRect() const;

    Picture m_content;
    RollPicture m_picture; ///< looks at `m_content`
    RollPainter m_painter;
    QImage m_frame;
    bool m_frameIsOld = true;
    double m_playhead = -1.0;
};

} // namespace partita::ui
