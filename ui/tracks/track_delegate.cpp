#include "ui/tracks/track_delegate.h"

#include "ui/itemmodels/track_list_model.h"
#include "ui/widgets/theme.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

constexpr int kStripHeight = 68;
constexpr int kColorBar = 4;
constexpr int kSwitch = measure::kHitTarget - 4;
constexpr int kPanWidth = 52;
constexpr int kBarHeight = 4;
constexpr int kMostValue = 127; ///< of a MIDI controller
constexpr int kCentre = 64;

void paintSwitch(QPainter* painter, const QRect& rect, const QString& letter, bool on, const QColor& color)
{
    const theme::Tokens& colors = theme::tokens();
    painter->setPen(on ? color : colors.gridBeat);
    painter->setBrush(on ? color : Qt::transparent);
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 2.5, -0.5, -2.5), measure::kRadius, measure::kRadius);
    painter->setPen(on ? colors.window : colors.dimText);
    painter->setFont(theme::labelFont());
    painter->drawText(rect, Qt::AlignCenter, letter);
}

void paintBar(QPainter* painter, const QRect& rect, int from, int value)
{
    const theme::Tokens& colors = theme::tokens();
    const QRect groove(rect.x(), rect.center().y() - kBarHeight / 2, rect.width(), kBarHeight);
    const auto x = [&](int number) { return groove.x() + groove.width() * number / kMostValue; };
    painter->fillRect(groove, colors.gridBeat);
    painter->fillRect(QRect(QPoint(x(std::min(from, value)), groove.y()), QPoint(x(std::max(from, value)), groove.bottom())), colors.dimText);
    painter->fillRect(QRect(x(value) - 1, groove.y() - 3, 3, kBarHeight + 6), colors.text);
}

} // namespace

QRect TrackDelegate::rectOf(Part part, const QRect& strip)
{
    const QRect inner = strip.adjusted(kColorBar + measure::kGap, measure::kGrid, -measure::kGap, -measure::kGrid);
    const int programTop = inner.y() + kSwitch;
    const int barTop = programTop + 18;
    switch (part) {
    case Part::kColor:
        return {strip.x(), strip.y(), kColorBar + measure::kGrid, strip.height()};
    case Part::kName:
        return {inner.x(), inner.y(), inner.width() - 2 * kSwitch - 2 * measure::kGrid, kSwitch};
    case Part::kMute:
        return {inner.right() - 2 * kSwitch - measure::kGrid + 1, inner.y(), kSwitch, kSwitch};
    case Part::kSolo:
        return {inner.right() - kSwitch + 1, inner.y(), kSwitch, kSwitch};
    case Part::kProgram:
        return {inner.x(), programTop, inner.width(), 18};
    case Part::kVolume:
        return {inner.x(), barTop, inner.width() - kPanWidth - 2 * measure::kGap, inner.bottom() - barTop + 1};
    case Part::kPan:
        return {inner.right() - kPanWidth + 1, barTop, kPanWidth, inner.bottom() - barTop + 1};
    }
    return {};
}

std::optional<TrackDelegate::Part> TrackDelegate::partAt(const QRect& strip, QPoint position)
{
    for (const Part part : {Part::kColor, Part::kName, Part::kMute, Part::kSolo, Part::kProgram, Part::kVolume, Part::kPan})
        if (rectOf(part, strip).contains(position))
            return part;
    return std::nullopt;
}

void TrackDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const theme::Tokens& colors = theme::tokens();
    const bool muted = index.data(TrackListModel::kMuteRole).toBool();
    const QRect strip = option.rect;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(strip, colors.raised);
    if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange)) {
        painter->setPen(colors.accent);
        painter->drawRect(QRectF(strip).adjusted(0.5, 0.5, -0.5, -1.5));
    }
    painter->fillRect(QRect(strip.x(), strip.y() + 2, kColorBar, strip.height() - 4), theme::track(index.data(TrackListModel::kColorRole).toInt()));
    painter->fillRect(QRect(strip.x(), strip.bottom(), strip.width(), 1), colors.window);

    const QRect name = rectOf(Part::kName, strip);
    QFont font = theme::textFont();
    if (option.state & QStyle::State_Selected)
        font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(muted ? colors.dimText : colors.text);
    painter->drawText(name, Qt::AlignVCenter, painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, name.width()));

    paintSwitch(painter, rectOf(Part::kMute, strip), tr("M", "mute, one letter"), muted, colors.warn);
    paintSwitch(painter, rectOf(Part::kSolo, strip), tr("S", "solo, one letter"), index.data(TrackListModel::kSoloRole).toBool(), colors.accent);

    const QRect program = rectOf(Part::kProgram, strip);
    painter->setFont(theme::labelFont());
    painter->setPen(colors.dimText);
    const QString arrow = index.data(TrackListModel::kIsDrumRole).toBool() ? QString() : QStringLiteral(" ▾");
    painter->drawText(program, Qt::AlignVCenter, painter->fontMetrics().elidedText(index.data(TrackListModel::kProgramNameRole).toString(), Qt::ElideRight, program.width() - 12) + arrow);

    paintBar(painter, rectOf(Part::kVolume, strip), 0, index.data(TrackListModel::kVolumeRole).toInt());
    paintBar(painter, rectOf(Part::kPan, strip), kCentre, index.data(TrackListModel::kPanRole).toInt());
    painter->restore();
}

QSize TrackDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {measure::kTracksWidth, kStripHeight};
}

QWidget* TrackDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const
{
    auto* editor = new QLineEdit(parent);
    editor->setAccessibleName(tr("Name of the track"));
    return editor;
}

void TrackDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const
{
    editor->setGeometry(rectOf(Part::kName, option.rect).adjusted(-measure::kGrid, 0, 0, measure::kGrid));
}

bool TrackDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const auto toggle = [&](int role) { model->setData(index, !index.data(role).toBool(), role); };
    switch (event->type()) {
    case QEvent::MouseButtonPress: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const std::optional<Part> part = partAt(option.rect, mouse->position().toPoint());
        if (mouse->button() != Qt::LeftButton || !part)
            break;
        if (*part == Part::kMute)
            toggle(TrackListModel::kMuteRole);
        else if (*part == Part::kSolo)
            toggle(TrackListModel::kSoloRole);
        else if (*part == Part::kProgram && !index.data(TrackListModel::kIsDrumRole).toBool())
            Q_EMIT programMenuRequested(index, mouse->globalPosition().toPoint());
        else if (*part == Part::kColor)
            Q_EMIT colorMenuRequested(index, mouse->globalPosition().toPoint());
        else if (*part == Part::kVolume || *part == Part::kPan) {
            m_dragged = part;
            drag(model, index, option.rect, mouse->position().toPoint());
        }
        // A drum kit has no menu of programs: there a press chooses the track, as on its name.
        return *part != Part::kName && !(*part == Part::kProgram && index.data(TrackListModel::kIsDrumRole).toBool());
    }
    case QEvent::MouseMove:
        if (!m_dragged)
            break;
        drag(model, index, option.rect, static_cast<QMouseEvent*>(event)->position().toPoint());
        return true;
    case QEvent::MouseButtonRelease:
        return std::exchange(m_dragged, std::nullopt).has_value();
    case QEvent::MouseButtonDblClick:
        // A double click renames, but only on the name; twice on M is twice M.
        if (partAt(option.rect, static_cast<QMouseEvent*>(event)->position().toPoint()) == Part::kName)
            break;
        return true;
    default:
        break;
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

void TrackDelegate::drag(QAbstractItemModel* model, const QModelIndex& index, const QRect& strip, QPoint position)
{
    const QRect rect = rectOf(*m_dragged, strip);
    int value = std::clamp((position.x() - rect.x()) * kMostValue / std::max(rect.width() - 1, 1), 0, kMostValue);
    if (*m_dragged == Part::kPan && std::abs(value - kCentre) < 5)
        value = kCentre; // the middle is easy to hit
    model->setData(index, value, *m_dragged == Part::kPan ? TrackListModel::kPanRole : TrackListModel::kVolumeRole);
}

bool TrackDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const std::optional<Part> part = index.isValid() ? partAt(option.rect, event->pos()) : std::nullopt;
    if (event->type() != QEvent::ToolTip || !part)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QToolTip::showText(event->globalPos(), toolTip(*part, index), view, option.rect);
    return true;
}

QString TrackDelegate::toolTip(Part part, const QModelIndex& index)
{
    switch (part) {
    case Part::kName:
        return tr("%1, channel %2. Double-click to rename.").arg(index.data().toString()).arg(index.data(TrackListModel::kChannelRole).toInt() + 1);
    case Part::kMute:
        return tr("Mute (M)");
    case Part::kSolo:
        return tr("Solo (S)");
    case Part::kProgram:
        return index.data(TrackListModel::kProgramNameRole).toString();
    case Part::kVolume:
        return tr("Volume %1").arg(index.data(TrackListModel::kVolumeRole).toInt());
    case Part::kPan: {
        const int pan = index.data(TrackListModel::kPanRole).toInt() - kCentre;
        return pan == 0 ? tr("Pan: middle") : pan < 0 ? tr("Pan: %1 left").arg(-pan) : tr("Pan: %1 right").arg(pan);
    }
    case Part::kColor:
        return tr("Colour");
    }
    return {};
}

} // namespace partita::ui
