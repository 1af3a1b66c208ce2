#include "ui/tracks/track_list.h"

#include "engine/music/general_midi.h"
#include "ui/itemmodels/track_list_model.h"
#include "ui/tracks/track_delegate.h"
#include "ui/widgets/theme.h"

#include <QActionGroup>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

namespace partita::ui {
namespace {

/// General MIDI's sixteen families, eight programs each.
constexpr const char* kFamilies[] = {
    QT_TRANSLATE_NOOP("partita::ui::TrackList", "Piano"),       QT_TRANSLATE_NOOP("partita::ui::TrackList", "Chromatic percussion"),
    QT_TRANSLATE_NOOP("partita::ui::TrackList", "Organ"),       QT_TRANSLATE_NOOP("partita::ui::TrackList", "Guitar"),
    QT_TRANSLATE_NOOP("partita::ui::TrackList", "Bass"),        QT_TRANSLATE_NOOP("partita::ui::TrackList", "Strings"),
    QT_TRANSLATE_NOOP("partita::ui::TrackList", "Ensemble"),    QT_TRANSLATE_NOOP("partita::ui::TrackList", "Brass"),
    QT_TRANSLATE_NOOP("partita::ui::TrackList", "Reed"),        QT_TRANSLATE_NOOP("partita::ui::TrackList", "Pipe"),
    QT_TRANSLATE_NOOP("partita::ui::TrackList", "Synth lead"),  QT_TRANSLATE_NOOP("partita::ui::TrackList", "Synth pad"),
    QT_TRANSLATE_NOOP("partita::ui::TrackList", "Synth effects"), QT_TRANSLATE_NOOP("partita::ui::TrackList", "World"),
    QT_TRANSLATE_NOOP("partita::ui::TrackList", "Percussive"),  QT_TRANSLATE_NOOP("partita::ui::TrackList", "Sound effects"),
};
constexpr int kPerFamily = 8;

constexpr const char* kColors[] = {
    QT_TRANSLATE_NOOP("partita::ui::TrackList", "Blue"),   QT_TRANSLATE_NOOP("partita::ui::TrackList", "Amber"), QT_TRANSLATE_NOOP("partita::ui::TrackList", "Green"),
    QT_TRANSLATE_NOOP("partita::ui::TrackList", "Red"),    QT_TRANSLATE_NOOP("partita::ui::TrackList", "Violet"), QT_TRANSLATE_NOOP("partita::ui::TrackList", "Olive"),
    QT_TRANSLATE_NOOP("partita::ui::TrackList", "Pink"),   QT_TRANSLATE_NOOP("partita::ui::TrackList", "Grey"),
};

constexpr int kKeyStep = 4; ///< of volume and pan, a press of a key
constexpr int kMostControl = 127;

} // namespace

TrackList::TrackList(TrackListModel& model, QWidget* parent) : QListView(parent), m_model(model)
{
    auto* delegate = new TrackDelegate(this);
    setModel(&model);
    setItemDelegate(delegate);
    setSelectionMode(SingleSelection);
    setEditTriggers(DoubleClicked | EditKeyPressed);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformItemSizes(true);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setAccessibleName(tr("Tracks"));
    connect(delegate, &TrackDelegate::programMenuRequested, this, [this](const QModelIndex& index, QPoint at) { popUp(programMenu(index, this), at); });
    connect(delegate, &TrackDelegate::colorMenuRequested, this, [this](const QModelIndex& index, QPoint at) { popUp(colorMenu(index, this), at); });
    // Where the current track went away, or all did, the first takes its place.
    const auto keep = [this] {
        if (!currentIndex().isValid())
            setCurrentTrack(m_current);
    };
    connect(&model, &QAbstractItemModel::modelReset, this, keep);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, keep);
    setCurrentTrack(0);
}

project::TrackId TrackList::currentTrack() const
{
    return currentIndex().isValid() ? m_model.trackAt(currentIndex().row()) : 0;
}

void TrackList::setCurrentTrack(project::TrackId track)
{
    setCurrentIndex(m_model.index(std::max(0, m_model.rowOf(track)), 0));
}

void TrackList::renameCurrent()
{
    setFocus();
    edit(currentIndex());
}

void TrackList::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QListView::currentChanged(current, previous);
    const project::TrackId track = currentTrack();
    if (track == m_current)
        return;
    m_current = track;
    Q_EMIT currentTrackChanged(track);
}

void TrackList::contextMenuEvent(QContextMenuEvent* event)
{
    const QModelIndex index = currentIndex();
    auto* menu = new QMenu(this);
    if (index.isValid()) {
        const std::pair<QString, int> switches[] = {{tr("Mute"), TrackListModel::kMuteRole}, {tr("Solo"), TrackListModel::kSoloRole}};
        for (const auto& [text, role] : switches) {
            QAction* action = menu->addAction(text, this, [this, role = role] { toggle(role); });
            action->setCheckable(true);
            action->setChecked(index.data(role).toBool());
        }
        menu->addMenu(colorMenu(index, menu));
        if (!index.data(TrackListModel::kIsDrumRole).toBool())
            menu->addMenu(programMenu(index, menu));
        menu->addSeparator();
    }
    menu->addActions(m_menuActions);
    popUp(menu, event->globalPos());
}

void TrackList::keyPressEvent(QKeyEvent* event)
{
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    switch (event->key()) {
    case Qt::Key_M:
        toggle(TrackListModel::kMuteRole);
        break;
    case Qt::Key_S:
        toggle(TrackListModel::kSoloRole);
        break;
    case Qt::Key_Left:
        step(shift ? TrackListModel::kPanRole : TrackListModel::kVolumeRole, -kKeyStep);
        break;
    case Qt::Key_Right:
        step(shift ? TrackListModel::kPanRole : TrackListModel::kVolumeRole, kKeyStep);
        break;
    default:
        QListView::keyPressEvent(event);
    }
}

void TrackList::toggle(int role)
{
    m_model.setData(currentIndex(), !currentIndex().data(role).toBool(), role);
}

void TrackList::step(int role, int by)
{
    m_model.setData(currentIndex(), std::clamp(currentIndex().data(role).toInt() + by, 0, kMostControl), role);
}

QMenu* TrackList::programMenu(const QModelIndex& index, QWidget* parent)
{
    const int now = index.data(TrackListModel::kProgramRole).toInt();
    auto* menu = new QMenu(tr("Instrument"), parent);
    auto* group = new QActionGroup(menu);
    QMenu* family = nullptr;
    for (int program = 0; program < kNumPrograms; ++program) {
        if (program % kPerFamily == 0)
            family = menu->addMenu(tr(kFamilies[program / kPerFamily]));
        const std::string_view name = generalMidiName(program);
        QAction* action = family->addAction(QStringLiteral("%1  %2").arg(program + 1).arg(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))), this,
                                            [this, row = QPersistentModelIndex(index), program] { m_model.setData(row, program, TrackListModel::kProgramRole); });
        action->setCheckable(true);
        action->setChecked(program == now);
        group->addAction(action);
    }
    return menu;
}

QMenu* TrackList::colorMenu(const QModelIndex& index, QWidget* parent)
{
    auto* menu = new QMenu(tr("Colour"), parent);
    for (int color = 0; color < static_cast<int>(std::size(kColors)); ++color) {
        QPixmap swatch(theme::measure::kGroupGap, theme::measure::kGroupGap);
        swatch.fill(theme::track(color));
        menu->addAction(swatch, tr(kColors[color]), this, [this, row = QPersistentModelIndex(index), color] { m_model.setData(row, color, TrackListModel::kColorRole); });
    }
    return menu;
}

void TrackList::popUp(QMenu* menu, QPoint globalPosition)
{
    connect(menu, &QMenu::aboutToHide, menu, &QObject::deleteLater);
    menu->popup(globalPosition);
}

} // namespace partita::ui
