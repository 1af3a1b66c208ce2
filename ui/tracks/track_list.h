#pragma once

#include "engine/project/document.h"

#include <QListView>

class QAction;
class QMenu;

namespace partita::ui {

class TrackListModel;

/// The tracks, one strip each. The current strip is the track that the roll edits.
/// Keys: M mutes, S makes solo, Left and Right change the volume, with Shift the pan; F2 renames.
class TrackList : public QListView {
    Q_OBJECT

public:
    explicit TrackList(TrackListModel& model, QWidget* parent = nullptr);

    /// The current track's id; 0 where there is none.
    project::TrackId currentTrack() const;
    void setCurrentTrack(project::TrackId track);
    void renameCurrent();

    /// Offered in the menu of a strip, after what the strip itself offers.
    void setMenuActions(const QList<QAction*>& actions) { m_menuActions = actions; }

Q_SIGNALS:
    void currentTrackChanged(project::TrackId track);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QMenu* programMenu(const QModelIndex& index, QWidget* parent);
    QMenu* colorMenu(const QModelIndex& index, QWidget* parent);
    void popUp(QMenu* menu, QPoint globalPosition);
    void toggle(int role);
    void step(int role, int by);

    TrackListModel& m_model;
    QList<QAction*> m_menuActions;
    project::TrackId m_current = 0; ///< as last told
};

} // namespace partita::ui
