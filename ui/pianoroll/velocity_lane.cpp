#include "ui/pianoroll/velocity_lane.h"

#include "ui/pianoroll/gestures.h"
#include "ui/pianoroll/grid_lines.h"
#include "ui/pianoroll/roll_model.h"
#include "ui/pianoroll/wheel.h"
#include "ui/widgets/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace partita::ui {
namespace {

constexpr double kTop = 8;    ///< above velocity 127, so that its head is whole
constexpr double kBottom = 6; ///< below velocity 1
constexpr double kStem = 2;
constexpr double kHead = 6;

} // namespace

VelocityLane::VelocityLane(RollModel& model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFixedHeight(theme::measure::kVelocityLaneHeight);
    setMouseTracking(true);
    setCursor(Qt::CrossCursor);
    setAccessibleName(tr("Velocities"));
    setAccessibleDescription(tr("Drag over the bars to set velocities; hold Shift for a straight line"));
    for (const auto signal : {&RollModel::viewChanged, &RollModel::pictureChanged})
        connect(&m_model, signal, this, qOverload<>(&QWidget::update));
}

VelocityLane::~VelocityLane() = default;

double VelocityLane::range() const { return height() - kTop - kBottom; }

void VelocityLane::cancelGesture()
{
    m_gesture.reset();
    update();
}

void VelocityLane::paintEvent(QPaintEvent*)
{
    const auto& tokens = theme::tokens();
    const RollPicture& picture = m_model.picture();
    const double scale = devicePixelRatioF();
    QPainter painter(this);
    painter.fillRect(rect(), tokens.roll);
    for (const double level : {1.0, 0.5}) {
        painter.setPen(QPen(tokens.gridStep, 0));
        const double y = (std::floor((kTop + range() * (1 - level)) * scale) + 0.5) / scale;
        painter.drawLine(QPointF(0, y), QPointF(width(), y));
    }
    for (const GridLine& line : gridLines(picture.geometry, picture.meters, picture.ticksPerQuarter, picture.snap, width())) {
        if (line.kind == GridLine::Kind::kStep)
            continue;
        painter.setPen(QPen(line.kind == GridLine::Kind::kBar ? tokens.gridBar : tokens.gridBeat, 0));
        const double x = (std::floor(picture.geometry.x(line.tick) * scale + 0.5) + 0.5) / scale;
        painter.drawLine(QPointF(x, 0), QPointF(x, height()));
    }

    // The loudest note of each column of pixels stands for those behind it, a selected one before others.
    struct Column {
        std::uint8_t velocity = 0;
        bool selected = false;
    };
    std::vector<Column> columns(static_cast<std::size_t>(width()) + 1);
    const auto put = [&](const project::Note& note, bool selected) {
        const double x = picture.geometry.x(note.start);
        if (x < -0.5 || x > width())
            return;
        Column& column = columns[static_cast<std::size_t>(std::max(0.0, std::round(x)))];
        if (std::pair(selected, note.velocity) > std::pair(column.selected, column.velocity))
            column = {note.velocity, selected};
    };
    picture.track.index.forEach(picture.track.notes, picture.geometry.tick(-kHead), picture.geometry.tick(width()) + Ticks(1), [&](std::size_t i) {
        const project::Note& note = picture.track.notes[i];
        const bool replaced = picture.candidate && note.start >= picture.candidate->region.start && note.start < picture.candidate->region.end;
        if (!replaced && !(picture.mark(i) & RollPicture::kHidden))
            put(note, picture.mark(i) & RollPicture::kSelected);
    });
    for (const project::Note& note : picture.draft)
        put(note, true);
    if (picture.candidate) // of a groove, velocities are half of what there is to see
        for (const project::Note& note : picture.candidate->notes)
            put(note, true);

    painter.setPen(Qt::NoPen);
    painter.setRenderHint(QPainter::Antialiasing);
    // Where notes stand close, heads and broad stems would run together.
    const auto isCrowded = [&columns](std::size_t x) {
        const std::size_t first = x < kHead ? 0 : x - static_cast<std::size_t>(kHead) + 1, last = std::min(columns.size(), x + static_cast<std::size_t>(kHead));
        return std::count_if(columns.begin() + first, columns.begin() + last, [](const Column& column) { return column.velocity > 0; }) > 1;
    };
    for (std::size_t x = 0; x < columns.size(); ++x) {
        const Column& column = columns[x];
        if (column.velocity == 0)
            continue;
        const QColor color = column.selected ? tokens.accent : theme::note(picture.track.color, column.velocity);
        const double left = static_cast<double>(x), y = kTop + range() * (127 - column.velocity) / 126.0;
        const bool crowded = isCrowded(x);
        painter.fillRect(QRectF(left, y, crowded ? kStem / 2 : kStem, height() - y), color);
        if (crowded)
            continue;
        painter.setBrush(color);
        painter.drawEllipse(QRectF(left + kStem / 2 - kHead / 2, y - kHead / 2, kHead, kHead));
    }
    if (m_gesture) {
        painter.translate(0, kTop);
        m_gesture->paint(painter);
        painter.translate(0, -kTop);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(tokens.gridBar, 0));
    painter.drawLine(QPointF(0, 0.5 / scale), QPointF(width(), 0.5 / scale));
}

Pointer VelocityLane::pointerAt(const QMouseEvent& event) const
{
    const QPointF at = event.position() - QPointF(0, kTop);
    return {.at = at, .tick = m_model.geometry().tick(at.x()), .modifiers = event.modifiers()};
}

void VelocityLane::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && !m_gesture)
        m_gesture = std::make_unique<VelocityLaneGesture>(m_model, pointerAt(*event), range());
    update();
}

void VelocityLane::mouseMoveEvent(QMouseEvent* event)
{
    if (m_gesture)
        m_gesture->drag(pointerAt(*event));
    const int velocity = std::clamp(static_cast<int>(std::lround(127 - 126 * (event->position().y() - kTop) / range())), 1, 127);
    Q_EMIT statusChanged(tr("%1 · velocity %2").arg(QString::fromStdString(m_model.meters().format(m_model.geometry().tick(event->position().x())))).arg(velocity));
    update();
}

void VelocityLane::mouseReleaseEvent(QMouseEvent*)
{
    if (const auto gesture = std::exchange(m_gesture, nullptr))
        gesture->finish();
    update();
}

void VelocityLane::wheelEvent(QWheelEvent* event)
{
    m_model.setGeometry(turnWheel(m_model.geometry(), *event, QPointF(event->position().x(), 0)));
    event->accept();
}

void VelocityLane::leaveEvent(QEvent*)
{
    Q_EMIT statusChanged({});
}

} // namespace partita::ui
