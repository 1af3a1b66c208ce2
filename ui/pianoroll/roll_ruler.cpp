#include "ui/pianoroll/roll_ruler.h"

#include "ui/pianoroll/gestures.h"
#include "ui/pianoroll/grid_lines.h"
#include "ui/pianoroll/roll_model.h"
#include "ui/pianoroll/wheel.h"
#include "ui/widgets/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace partita::ui {
namespace {

constexpr double kGrip = 5;         ///< logical pixels from an end that take hold of it
constexpr double kLoopHeight = 7;   ///< of the band at the top
constexpr double kNumberWidth = 34; ///< between two bar numbers at least

} // namespace

RollRuler::RollRuler(RollModel& model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFixedHeight(theme::measure::kRulerHeight);
    setMouseTracking(true);
    setAccessibleName(tr("Ruler"));
    setToolTip(tr("Upper half: drag a loop\nLower half: click to place the playhead, drag to choose bars to regenerate"));
    setAccessibleDescription(toolTip());
    for (const auto signal : {&RollModel::viewChanged, &RollModel::pictureChanged})
        connect(&m_model, signal, this, qOverload<>(&QWidget::update));
    connect(&m_model, &RollModel::playheadMoved, this, qOverload<>(&QWidget::update));
}

// ---- Painting

void RollRuler::paintEvent(QPaintEvent*)
{
    const auto& tokens = theme::tokens();
    QPainter painter(this);
    painter.fillRect(rect(), tokens.panel);
    const double half = height() / 2.0;

    const project::Loop& loop = m_model.document().loop;
    const bool dragsLoop = m_drag && m_drag->lane == Lane::kLoop && m_drag->moved;
    const TickRange loopRange = dragsLoop ? m_drag->now : TickRange{loop.start, loop.end};
    if (!loopRange.isEmpty())
        paintRange(painter, loopRange, QRectF(0, 2, width(), kLoopHeight), loop.enabled || dragsLoop ? tokens.accent : tokens.dimText, loop.enabled || dragsLoop ? 1.0 : 0.45);
    if (const auto& region = m_model.region()) {
        paintRange(painter, *region, QRectF(0, half, width(), half), tokens.accent, 0.22);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.accent);
        for (const Ticks edge : {region->start, region->end}) {
            const double x = std::clamp(m_model.geometry().x(edge), -8.0, width() + 8.0);
            painter.drawRoundedRect(QRectF(x - 2, half + 1, 4, half - 2), 2, 2);
        }
    }
    paintBars(painter);

    painter.setPen(QPen(tokens.gridBar, 0));
    const double bottom = height() - 0.5 / devicePixelRatioF();
    painter.drawLine(QPointF(0, bottom), QPointF(width(), bottom));
    const double x = std::clamp(m_model.geometry().x(m_model.playhead()), -8.0, width() + 8.0);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.accent);
    const QPointF marker[] = {{x - 5, height() - 8.0}, {x + 5, height() - 8.0}, {x, double(height())}};
    painter.drawPolygon(marker, 3);
}

void RollRuler::paintRange(QPainter& painter, const TickRange& range, QRectF band, const QColor& color, double opacity) const
{
    // Kept near the widget: a far zoom makes coordinates that a painter cannot hold.
    band.setLeft(std::max(m_model.geometry().x(range.start), -8.0));
    band.setRight(std::min(m_model.geometry().x(range.end), width() + 8.0));
    painter.save();
    painter.setOpacity(opacity);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawRoundedRect(band, 2, 2);
    painter.restore();
}

void RollRuler::paintBars(QPainter& painter) const
{
    const auto& tokens = theme::tokens();
    const MeterMap& meters = m_model.meters();
    painter.setFont(theme::labelFont());
    // Every bar has its number, or every second, fourth, …
    const TickRange firstBar = m_model.wholeBars({m_model.geometry().tick(0), m_model.geometry().tick(0)});
    int every = 1;
    while (m_model.geometry().width(firstBar.end - firstBar.start) * every < kNumberWidth)
        every *= 2;
    const Meter* last = nullptr;
    for (const GridLine& line : gridLines(m_model.geometry(), meters, m_model.picture().ticksPerQuarter, m_model.snap(), width())) {
        if (line.kind == GridLine::Kind::kStep)
            continue;
        const double x = m_model.geometry().x(line.tick);
        const bool bar = line.kind == GridLine::Kind::kBar;
        painter.setPen(QPen(bar ? tokens.gridBar : tokens.gridBeat, 0));
        const double pixel = devicePixelRatioF();
        const double sharp = (std::floor(x * pixel + 0.5) + 0.5) / pixel;
        if (!bar || (line.bar - 1) % every != 0) {
            painter.drawLine(QPointF(sharp, height() - (bar ? 8 : 4)), QPointF(sharp, height()));
            continue;
        }
        painter.drawLine(QPointF(sharp, height() / 2.0 - 2), QPointF(sharp, height()));
        const Meter& meter = meters.meterAt(line.tick);
        const bool newMeter = last && &meter != last;
        last = &meter;
        painter.setPen(tokens.dimText);
        QString text = QString::number(line.bar);
        if (newMeter || (line.bar == 1 && meters.meters().size() > 1))
            text += QStringLiteral("  %1/%2").arg(meter.numerator).arg(meter.denominator);
        painter.drawText(QPointF(x + 4, height() - 5), text);
    }
}

// ---- The pointer

RollRuler::Lane RollRuler::laneAt(QPointF at) const { return at.y() < height() / 2.0 ? Lane::kLoop : Lane::kBars; }

std::optional<TickRange> RollRuler::rangeOf(Lane lane) const
{
    if (lane == Lane::kBars)
        return m_model.region();
    const project::Loop& loop = m_model.document().loop;
    return loop.end > loop.start ? std::optional(TickRange{loop.start, loop.end}) : std::nullopt;
}

RollRuler::Grip RollRuler::gripAt(QPointF at) const
{
    const Lane lane = laneAt(at);
    const auto range = rangeOf(lane);
    if (!range)
        return Grip::kNone;
    const double start = m_model.geometry().x(range->start), end = m_model.geometry().x(range->end);
    if (std::abs(at.x() - end) <= kGrip)
        return Grip::kEnd;
    if (std::abs(at.x() - start) <= kGrip)
        return Grip::kStart;
    return lane == Lane::kLoop && at.x() > start && at.x() < end ? Grip::kAll : Grip::kNone;
}

Ticks RollRuler::snapped(Lane lane, double x, bool ignoreSnap) const
{
    const Ticks tick = m_model.geometry().tick(x);
    if (lane == Lane::kLoop)
        return m_model.grid(ignoreSnap).nearest(tick);
    return m_model.nearestBarLine(tick);
}

void RollRuler::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_drag)
        return;
    const Lane lane = laneAt(event->position());
    const TickRange range = rangeOf(lane).value_or(TickRange{});
    m_drag = Drag{lane, gripAt(event->position()), event->position(), range, range};
    m_regionBefore = m_model.region();
}

void RollRuler::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_drag) {
        const Grip grip = gripAt(event->position());
        setCursor(grip == Grip::kStart || grip == Grip::kEnd ? Qt::SizeHorCursor : grip == Grip::kAll ? Qt::OpenHandCursor : Qt::ArrowCursor);
        return;
    }
    if (!m_drag->moved && std::abs(event->position().x() - m_drag->press.x()) < kDragDistance)
        return;
    m_drag->moved = true;
    const bool ignoreSnap = event->modifiers() & Qt::AltModifier;
    const Ticks at = snapped(m_drag->lane, event->position().x(), ignoreSnap);
    TickRange range = m_drag->before;
    switch (m_drag->grip) {
    case Grip::kStart: range.start = at; break;
    case Grip::kEnd: range.end = at; break;
    case Grip::kAll: {
        const Ticks by = m_model.geometry().ticks(event->position().x() - m_drag->press.x());
        range.start = std::max(Ticks(0), m_model.grid(ignoreSnap).nearest(m_drag->before.start + by));
        range.end = range.start + (m_drag->before.end - m_drag->before.start);
        break;
    }
    case Grip::kNone:
        if (m_drag->lane == Lane::kLoop) {
            range = {snapped(Lane::kLoop, m_drag->press.x(), ignoreSnap), at};
        } else { // the bars that the pointer passed over
            const Ticks press = m_model.geometry().tick(m_drag->press.x()), now = m_model.geometry().tick(event->position().x());
            range = m_model.wholeBars({std::min(press, now), std::max(press, now)});
        }
    }
    if (range.start > range.end)
        std::swap(range.start, range.end);
    m_drag->now = range;
    if (m_drag->lane == Lane::kBars)
        m_model.setRegion(range);
    update();
}

void RollRuler::mouseReleaseEvent(QMouseEvent* event)
{
    const auto drag = std::exchange(m_drag, std::nullopt);
    if (!drag)
        return;
    if (drag->lane == Lane::kLoop) {
        project::Loop loop = m_model.document().loop;
        if (drag->moved)
            loop = {!drag->now.isEmpty(), drag->now.start, drag->now.end};
        else if (drag->grip != Grip::kNone) // a click on the loop turns it on or off
            loop.enabled = !loop.enabled;
        m_model.setLoop(loop);
    } else if (!drag->moved) {
        Q_EMIT seekRequested(m_model.grid(event->modifiers() & Qt::AltModifier).nearest(m_model.geometry().tick(event->position().x())));
    }
    update();
}

void RollRuler::mouseDoubleClickEvent(QMouseEvent* event)
{
    const Ticks tick = m_model.geometry().tick(event->position().x());
    if (laneAt(event->position()) == Lane::kBars)
        m_model.setRegion(m_model.wholeBars({tick, tick}));
}

void RollRuler::cancelGesture()
{
    if (std::exchange(m_drag, std::nullopt))
        m_model.setRegion(m_regionBefore);
    update();
}

void RollRuler::wheelEvent(QWheelEvent* event)
{
    m_model.setGeometry(turnWheel(m_model.geometry(), *event, event->position()));
    event->accept();
}

} // namespace partita::ui
