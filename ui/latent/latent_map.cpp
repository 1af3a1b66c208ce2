#include "ui/latent/latent_map.h"

#include "ui/generate/mini_roll.h"
#include "ui/widgets/theme.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

constexpr double kPath = 36.0;   ///< height of a strip's path below its rolls
constexpr double kInset = 12.0;  ///< around the field: room for the handle at an end
constexpr double kSnap = 6.0;    ///< pixels from a roll's place within which a hand means that place
constexpr double kSame = 1e-9;
constexpr double kPadStep = 0.05; ///< of an arrow key where there are no rolls

QPointF bounded(QPointF position)
{
    return {std::clamp(position.x(), 0.0, 1.0), std::clamp(position.y(), 0.0, 1.0)};
}

/// Within the circle that fills the pad.
QPointF withinPad(QPointF position)
{
    const QPointF off = position - QPointF(0.5, 0.5);
    const double radius = std::hypot(off.x(), off.y());
    return radius > 0.5 ? QPointF(0.5, 0.5) + off * (0.5 / radius) : position;
}

} // namespace

class LatentMap::Handle : public QWidget {
public:
    explicit Handle(LatentMap* map) : QWidget(map), m_map(map) { setAttribute(Qt::WA_TransparentForMouseEvents); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        m_map->paintHandle(painter);
    }

private:
    LatentMap* m_map;
};

LatentMap::LatentMap(QWidget* parent) : QWidget(parent), m_handle(new Handle(this))
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setShape(Shape::kStrip, 2);
}

void LatentMap::setShape(Shape shape, int side)
{
    m_shape = shape;
    m_side = std::max(side, 2);
    const auto count = static_cast<std::size_t>(shape == Shape::kPad ? 0 : m_side * rows());
    while (m_rolls.size() > count) {
        delete m_rolls.back();
        m_rolls.pop_back();
    }
    while (m_rolls.size() < count) {
        m_rolls.push_back(new MiniRoll(this));
        m_rolls.back()->lower();
    }
    m_shown.assign(count, false);
    clearCells();
    setPosition(m_position);
    arrange();
    setAccessibleName(shape == Shape::kStrip ? tr("Path between the clips") : shape == Shape::kSquare ? tr("Square between four clips") : tr("Pad around the clip"));
}

void LatentMap::setCorners(const QStringList& letters)
{
    m_letters = letters;
    describe();
    update();
    m_handle->update();
}

QPointF LatentMap::positionOf(int cell) const
{
    const double last = m_side - 1;
    return m_shape == Shape::kSquare ? QPointF(cell % m_side / last, cell / m_side / last) : QPointF(cell / last, 0.5);
}

std::optional<int> LatentMap::cellAt(QPointF position) const
{
    for (int cell = 0; cell < cellCount(); ++cell) {
        const QPointF off = positionOf(cell) - position;
        if (std::abs(off.x()) < kSame && (m_shape == Shape::kStrip || std::abs(off.y()) < kSame))
            return cell;
    }
    return std::nullopt;
}

void LatentMap::showCell(int cell, SmallPicture picture)
{
    const auto index = static_cast<std::size_t>(cell);
    for (const project::Note& note : picture.notes)
        m_pitches = {std::min<int>(m_pitches.first, note.pitch), std::max<int>(m_pitches.second, note.pitch)};
    m_rolls.at(index)->show(std::move(picture.notes), Ticks(0), picture.length, std::move(picture.bars));
    m_rolls.at(index)->setVisible(true);
    m_shown.at(index) = true;
    sharePitches();
    update();
}

void LatentMap::clearCells()
{
    m_pitches = {127, 0};
    m_playing = -1;
    for (std::size_t i = 0; i < m_rolls.size(); ++i) {
        m_rolls[i]->hide();
        m_rolls[i]->setPlayhead(-1.0);
        m_shown[i] = false;
    }
    update();
}

void LatentMap::sharePitches()
{
    if (m_pitches.first > m_pitches.second)
        return;
    for (MiniRoll* roll : m_rolls)
        roll->setPitches(m_pitches.first, m_pitches.second);
}

void LatentMap::setProgress(double progress)
{
    m_progress = progress;
    update();
}

void LatentMap::setPosition(QPointF position)
{
    m_position = m_shape == Shape::kPad ? withinPad(position) : bounded(position);
    if (m_shape == Shape::kStrip)
        m_position.setY(0.5);
    describe();
    update();
    m_handle->update();
}

void LatentMap::setPlayhead(int cell, double position)
{
    if (m_playing >= 0 && m_playing != cell && m_playing < cellCount())
        m_rolls[static_cast<std::size_t>(m_playing)]->setPlayhead(-1.0);
    m_playing = cell;
    if (cell >= 0 && cell < cellCount())
        m_rolls[static_cast<std::size_t>(cell)]->setPlayhead(position);
}

// ---- Where things stand

QRectF LatentMap::cellRect(int cell) const
{
    const QRectF all = QRectF(rect()).adjusted(kInset, kInset, -kInset, m_shape == Shape::kStrip ? -kPath : -kInset);
    const double gap = measure::kGap;
    const double wide = (all.width() - gap * (m_side - 1)) / m_side;
    const double high = (all.height() - gap * (rows() - 1)) / rows();
    return {all.left() + cell % m_side * (wide + gap), all.top() + cell / m_side * (high + gap), wide, high};
}

QRectF LatentMap::field() const
{
    if (m_shape == Shape::kPad) {
        const double side = std::max(1.0, std::min(width(), height()) - 2.0 * kInset);
        return {(width() - side) / 2.0, (height() - side) / 2.0, side, side};
    }
    const QPointF first = cellRect(0).center();
    const QPointF last = cellRect(cellCount() - 1).center();
    return m_shape == Shape::kSquare ? QRectF(first, last) : QRectF(QPointF(first.x(), height() - kPath / 2.0), QSizeF(last.x() - first.x(), 0.0));
}

QPointF LatentMap::pixel(QPointF position) const
{
    const QRectF span = field();
    return {span.left() + position.x() * span.width(), span.top() + position.y() * span.height()};
}

QPointF LatentMap::place(QPointF at) const
{
    const QRectF span = field();
    const QPointF position(span.width() > 0.0 ? (at.x() - span.left()) / span.width() : 0.5, span.height() > 0.0 ? (at.y() - span.top()) / span.height() : 0.5);
    if (m_shape == Shape::kPad) {
        const QPointF middle = pixel({0.5, 0.5}) - at;
        return std::hypot(middle.x(), middle.y()) < kSnap ? QPointF(0.5, 0.5) : withinPad(position);
    }
    for (int cell = 0; cell < cellCount(); ++cell) {
        const QPointF off = pixel(positionOf(cell)) - at;
        if (std::abs(off.x()) < kSnap && (m_shape == Shape::kStrip || std::abs(off.y()) < kSnap))
            return positionOf(cell);
    }
    return bounded(position);
}

void LatentMap::arrange()
{
    for (int cell = 0; cell < cellCount(); ++cell)
        m_rolls[static_cast<std::size_t>(cell)]->setGeometry(cellRect(cell).adjusted(2.0, 2.0, -2.0, -2.0).toRect());
    m_handle->setGeometry(rect());
    m_handle->raise();
    update();
}

void LatentMap::resizeEvent(QResizeEvent*)
{
    arrange();
}

// ---- The hand

void LatentMap::moveByHand(QPointF position)
{
    const QPointF before = m_position;
    setPosition(position);
    if (m_position != before)
        Q_EMIT moved(m_position);
}

void LatentMap::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    // A press on a roll means that roll; one beside them, or on the path, the very place.
    QPointF position = place(event->position());
    for (int cell = 0; cell < cellCount() && m_shape == Shape::kStrip; ++cell)
        if (cellRect(cell).contains(event->position()))
            position = positionOf(cell);
    m_held = true;
    moveByHand(position);
    Q_EMIT heldChanged(true);
}

void LatentMap::mouseMoveEvent(QMouseEvent* event)
{
    if (m_held)
        moveByHand(place(event->position()));
}

void LatentMap::mouseReleaseEvent(QMouseEvent*)
{
    if (std::exchange(m_held, false))
        Q_EMIT heldChanged(false);
}

void LatentMap::mouseDoubleClickEvent(QMouseEvent*)
{
    Q_EMIT hearRequested();
}

void LatentMap::keyPressEvent(QKeyEvent* event)
{
    const double roll = m_shape == Shape::kPad ? kPadStep : 1.0 / (m_side - 1);
    const double by = event->modifiers() & Qt::ShiftModifier ? roll / 10.0 : roll;
    // From between two rolls, an arrow goes to the next of them.
    const auto next = [&](double from, int direction) {
        const double to = from + direction * by;
        if (m_shape == Shape::kPad || event->modifiers() & Qt::ShiftModifier)
            return to;
        const double place = from / roll;
        return (direction > 0 ? std::floor(place + 1.0 + kSame) : std::ceil(place - 1.0 - kSame)) * roll;
    };
    QPointF position = m_position;
    switch (event->key()) {
    case Qt::Key_Left:
        position.setX(next(position.x(), -1));
        break;
    case Qt::Key_Right:
        position.setX(next(position.x(), 1));
        break;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (m_shape == Shape::kStrip)
            return QWidget::keyPressEvent(event);
        position.setY(next(position.y(), event->key() == Qt::Key_Up ? -1 : 1));
        break;
    case Qt::Key_Home:
        position = m_shape == Shape::kPad ? QPointF(0.5, 0.5) : QPointF(0.0, 0.0);
        break;
    case Qt::Key_End:
        position = QPointF(1.0, 1.0);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT hearRequested();
        return;
    default:
        return QWidget::keyPressEvent(event);
    }
    moveByHand(position);
}

bool LatentMap::event(QEvent* event)
{
    // The arrows and the ends belong to the handle before they are shortcuts of the window; with Ctrl or Alt they are the window's.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* press = static_cast<QKeyEvent*>(event);
        const int key = press->key();
        if (press->modifiers() & (Qt::ControlModifier | Qt::AltModifier))
            return QWidget::event(event);
        if (key == Qt::Key_Home || key == Qt::Key_End || key == Qt::Key_Return || (key >= Qt::Key_Left && key <= Qt::Key_Down)) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        m_handle->update();
    return QWidget::event(event);
}

void LatentMap::describe()
{
    const auto percent = [](double part) { return static_cast<int>(std::lround(100.0 * part)); };
    QString text;
    if (m_shape == Shape::kStrip && m_letters.size() >= 2)
        text = tr("%1 % of the way from %2 to %3").arg(percent(m_position.x())).arg(m_letters[0], m_letters[1]);
    else if (m_shape == Shape::kSquare && m_letters.size() >= 4)
        text = tr("%1 % to the right, %2 % down").arg(percent(m_position.x())).arg(percent(m_position.y()));
    else if (m_shape == Shape::kPad && !m_letters.isEmpty())
        text = tr("%1 % of the way from %2 to the rim").arg(percent(2.0 * std::hypot(m_position.x() - 0.5, m_position.y() - 0.5))).arg(m_letters[0]);
    if (text == accessibleDescription())
        return;
    setAccessibleDescription(text);
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

} // namespace partita::ui
