#pragma once

#include "ui/pianoroll/piano_roll_view.h"

#include <QAction>
#include <QObject>

#include <map>
#include <span>

class QMenu;

namespace partita::ui {

/// The roll's commands as actions for the window's menus. Keys with Ctrl work in the whole window; plain keys only where
/// the roll has the focus, for elsewhere they write text or walk through lists.
class RollMenu : public QObject {
    Q_OBJECT

public:
    explicit RollMenu(PianoRollView& roll, QObject* parent = nullptr);

    QAction* operator[](RollCommand command) const { return m_actions.at(command); }

    /// Groups of the Edit and the View menu, separated by lines.
    void fillEdit(QMenu* menu) const;
    void fillView(QMenu* menu) const;

private:
    void refresh();

    PianoRollView& m_roll;
    std::map<RollCommand, QAction*> m_actions;
    bool m_hasNotes = false; ///< in the track, when last refreshed
};

} // namespace partita::ui
