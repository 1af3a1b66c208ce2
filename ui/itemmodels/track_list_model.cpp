#include "ui/itemmodels/track_list_model.h"

#include "ui/bridge/conversions.h"
#include "ui/document/track_title.h"

#include <algorithm>

namespace partita::ui {
namespace {

using project::Setting;

std::vector<project::TrackId> idsOf(const project::Document& document)
{
    std::vector<project::TrackId> ids;
    for (const project::Track& track : document.tracks)
        ids.push_back(track.id);
    return ids;
}

int valueOf(const project::Document& document, const project::Track& track, Setting setting)
{
    return project::settingOf(document, track, setting).value_or(project::standardOf(setting));
}

} // namespace

TrackListModel::TrackListModel(ProjectDocument& document, QObject* parent)
    : QAbstractListModel(parent), m_document(document), m_tracks(idsOf(document.document()))
{
    connect(&document, &ProjectDocument::documentReplaced, this, &TrackListModel::reset);
    connect(&document, &ProjectDocument::tracksChanged, this, &TrackListModel::follow);
    connect(&document, &ProjectDocument::notesChanged, this, &TrackListModel::followNotes);
}

void TrackListModel::reset()
{
    beginResetModel();
    m_tracks = idsOf(m_document.document());
    endResetModel();
}

void TrackListModel::follow()
{
    const std::vector<project::TrackId> now = idsOf(m_document.document());
    for (int row = static_cast<int>(m_tracks.size()) - 1; row >= 0; --row) {
        if (std::find(now.begin(), now.end(), m_tracks[static_cast<std::size_t>(row)]) == now.end()) {
            beginRemoveRows({}, row, row);
            m_tracks.erase(m_tracks.begin() + row);
            endRemoveRows();
        }
    }
    for (std::size_t row = 0; row < now.size(); ++row) {
        if (row < m_tracks.size() && m_tracks[row] == now[row])
            continue;
        const int to = static_cast<int>(row), from = rowOf(now[row]);
        if (from < 0) {
            beginInsertRows({}, to, to);
            m_tracks.insert(m_tracks.begin() + to, now[row]);
            endInsertRows();
        } else {
            beginMoveRows({}, from, from, {}, to); // always upwards: the rows above are settled
            std::rotate(m_tracks.begin() + to, m_tracks.begin() + from, m_tracks.begin() + from + 1);
            endMoveRows();
        }
    }
    if (!m_tracks.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void TrackListModel::followNotes(project::TrackId track)
{
    if (const int row = rowOf(track); row >= 0)
        Q_EMIT dataChanged(index(row), index(row), {kNoteCountRole, Qt::AccessibleTextRole});
}

project::TrackId TrackListModel::trackAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_tracks[static_cast<std::size_t>(row)] : 0;
}

int TrackListModel::rowOf(project::TrackId track) const
{
    const auto found = std::find(m_tracks.begin(), m_tracks.end(), track);
    return found == m_tracks.end() ? -1 : static_cast<int>(found - m_tracks.begin());
}

int TrackListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_tracks.size()); }

QVariant TrackListModel::data(const QModelIndex& index, int role) const
{
    const project::Document& document = m_document.document();
    const project::Track* track = project::findTrack(document, trackAt(index.row()));
    if (!track)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return trackTitle(document, *track);
    case Qt::EditRole:
        return toQString(track->name);
    case Qt::AccessibleTextRole: {
        QStringList words{data(index, Qt::DisplayRole).toString(), instrumentName(document, *track), track->notes.size() == 1 ? tr("1 note") : tr("%n notes", nullptr, static_cast<int>(track->notes.size()))};
        if (track->mute)
            words << tr("muted");
        if (track->solo)
            words << tr("solo");
        return words.join(QStringLiteral(", "));
    }
    case kTrackIdRole:
        return QVariant::fromValue<quint64>(track->id);
    case kColorRole:
        return track->color;
    case kChannelRole:
        return track->channel;
    case kIsDrumRole:
        return track->isDrum();
    case kProgramRole:
        return valueOf(document, *track, Setting::kProgram);
    case kProgramNameRole:
        return instrumentName(document, *track);
    case kVolumeRole:
        return valueOf(document, *track, Setting::kVolume);
    case kPanRole:
        return valueOf(document, *track, Setting::kPan);
    case kMuteRole:
        return track->mute;
    case kSoloRole:
        return track->solo;
    case kNoteCountRole:
        return static_cast<int>(track->notes.size());
    default:
        return {};
    }
}

bool TrackListModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const project::Document& document = m_document.document();
    const project::Track* track = project::findTrack(document, trackAt(index.row()));
    if (!track)
        return false;
    const project::TrackId id = track->id;
    project::TrackLook look = project::lookOf(*track);
    const auto setLook = [&](EditKind kind) { m_document.perform(kind, project::setLook(document, id, look)); };
    const auto set = [&](EditKind kind, Setting setting) { m_document.perform(kind, project::setSetting(document, id, setting, value.toInt())); };
    switch (role) {
    case Qt::EditRole:
        look.name = value.toString().trimmed().toStdString();
        setLook(EditKind::kRenameTrack);
        return true;
    case kColorRole:
        look.color = value.toInt();
        setLook(EditKind::kTrackColor);
        return true;
    case kMuteRole:
        look.mute = value.toBool();
        setLook(EditKind::kMuteTrack);
        return true;
    case kSoloRole:
        look.solo = value.toBool();
        setLook(EditKind::kSoloTrack);
        return true;
    case kProgramRole:
        set(EditKind::kProgram, Setting::kProgram);
        return true;
    case kVolumeRole:
        set(EditKind::kVolume, Setting::kVolume);
        return true;
    case kPanRole:
        set(EditKind::kPan, Setting::kPan);
        return true;
    default:
        return false;
    }
}

Qt::ItemFlags TrackListModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemIsEditable | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren
                           : Qt::ItemIsDropEnabled;
}

bool TrackListModel::removeRows(int row, int count, const QModelIndex& parent)
{
    if (parent.isValid() || row < 0 || count != 1 || row >= rowCount()) // an undo step each
        return false;
    m_document.perform(EditKind::kRemoveTrack, project::removeTrack(m_document.document(), trackAt(row)));
    return true;
}

bool TrackListModel::moveRows(const QModelIndex& sourceParent, int sourceRow, int count, const QModelIndex& destinationParent, int destinationChild)
{
    if (sourceParent.isValid() || destinationParent.isValid() || count != 1 || sourceRow < 0 || sourceRow >= rowCount() || destinationChild < 0)
        return false;
    const int row = destinationChild > sourceRow ? destinationChild - 1 : destinationChild;
    m_document.perform(EditKind::kMoveTrack, project::moveTrack(m_document.document(), trackAt(sourceRow), static_cast<std::size_t>(row)));
    return true;
}

QHash<int, QByteArray> TrackListModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert({{kTrackIdRole, "trackId"}, {kColorRole, "color"}, {kChannelRole, "channel"}, {kIsDrumRole, "isDrum"}, {kProgramRole, "program"},
        {kProgramNameRole, "programName"}, {kVolumeRole, "volume"}, {kPanRole, "pan"}, {kMuteRole, "mute"}, {kSoloRole, "solo"}, {kNoteCountRole, "noteCount"}});
    return names;
}

} // namespace partita::ui
