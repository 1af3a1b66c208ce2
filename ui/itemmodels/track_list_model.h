#pragma once

#include "ui/document/project_document.h"

#include <QAbstractListModel>

#include <vector>

namespace partita::ui {

/// The tracks of the open document, a row each, in its order. Values set here become undo steps.
/// Rows come, go and move with the tracks, so that a view keeps its current track.
/// Threads: GUI thread.
class TrackListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        kTrackIdRole = Qt::UserRole, ///< quint64
        kColorRole,                  ///< index of the track colours; editable
        kChannelRole,                ///< 0–15
        kIsDrumRole,
        kProgramRole,     ///< 0–127; editable
        kProgramNameRole, ///< "Flute"; "Drums" for percussion
        kVolumeRole,      ///< 0–127; editable
        kPanRole,         ///< 0–127, 64 is the middle; editable
        kMuteRole,        ///< editable
        kSoloRole,        ///< editable
        kNoteCountRole,
    };

    explicit TrackListModel(ProjectDocument& document, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    /// Qt::DisplayRole: the track's name, else its instrument's. Qt::EditRole: the name. Accessible text says it all.
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool removeRows(int row, int count, const QModelIndex& parent = {}) override;
    bool moveRows(const QModelIndex& sourceParent, int sourceRow, int count, const QModelIndex& destinationParent, int destinationChild) override;
    QHash<int, QByteArray> roleNames() const override;

    project::TrackId trackAt(int row) const;
    /// −1 where there is no such track.
    int rowOf(project::TrackId track) const;

private:
    void reset();
    void follow();
    void followNotes(project::TrackId track);

    ProjectDocument& m_document;
    std::vector<project::TrackId> m_tracks; ///< what views know of
};

} // namespace partita::ui
