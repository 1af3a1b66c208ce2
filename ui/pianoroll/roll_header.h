#pragma once

#include "ui/pianoroll/tools.h"

#include <QWidget>

class QButtonGroup;
class QMenu;
class QToolButton;

namespace partita::ui {

class PianoRollView;
class RollModel;

/// The thin row above the ruler: tools, snap menu, and what is shown and heard.
class RollHeader : public QWidget {
    Q_OBJECT

public:
    explicit RollHeader(PianoRollView& view);

    void showTool(ToolId tool);

private:
    QToolButton* addButton(const QString& icon, const QString& text, const QString& tip);
    void addTools();
    void addSnap();
    void addSwitches();
    void fillSnapMenu();
    void refresh();

    PianoRollView& m_view;
    RollModel& m_model;
    QButtonGroup* m_tools;
    QToolButton* m_snap;
    QMenu* m_snapMenu;
    QToolButton* m_fold;
    QToolButton* m_ghosts;
    QToolButton* m_chords;
    QToolButton* m_preview;
};

} // namespace partita::ui
