#include "ui/pianoroll/roll_canvas.h"

#include "ui/pianoroll/gestures.h"
#include "ui/pianoroll/roll_model.h"
#include "ui/pianoroll/wheel.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace partita::ui {
namespace {

constexpr double kRegionHandle = 32; ///< height of the grip at either edge of the region

} // namespace

RollCanvas::RollCanvas(RollModel& model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(120, 80);
    connect(&m_model, &RollModel::pictureChanged, this, &RollCanvas::refresh);
    connect(&m_model, &RollModel::viewChanged, this, &RollCanvas::refresh);
    connect(&m_model, &RollModel::playheadMoved, this, [this](Ticks from, Ticks to) {
        update(playheadRect(from));
        update(playheadRect(to));
    });
    m_autoScroll.setInterval(30);
    connect(&m_autoScroll, &QTimer::timeout, this, [this] {
        scrollTowards(m_lastAt);
        drag(m_lastAt, m_lastModifiers);
    });
}

RollCanvas::~RollCanvas() = default;

void RollCanvas::setTool(ToolId tool)
{
    cancelGesture();
    m_tool = tool;
    placeInvitation();
    hover(m_lastAt, {});
}

void RollCanvas::cancelGesture()
{
    m_gesture.reset();
    m_pan.reset();
    m_autoScroll.stop();
    update();
}

void RollCanvas::setHint(const QString& hint)
{
    m_hint = hint;
    update();
}

void RollCanvas::setInvitation(const std::vector<QAction*>& actions)
{
    delete std::exchange(m_invitation, new QWidget(this));
    auto* row = new QHBoxLayout(m_invitation);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::measure::kGap);
    for (QAction* action : actions) {
        row->addWidget(pushButton(action));
        connect(action, &QAction::changed, m_invitation, [this] { placeInvitation(); }); // its words may be longer now
    }
    m_invitation->setCursor(Qt::ArrowCursor);
    placeInvitation();
}

void RollCanvas::placeInvitation()
{
    if (!m_invitation)
        return;
    const bool songIsEmpty = std::ranges::all_of(m_model.document().tracks, [](const project::Track& track) { return track.notes.empty(); });
    m_invitation->setVisible(songIsEmpty && m_tool != ToolId::kDraw && !hint().isEmpty());
    const QSize size = m_invitation->sizeHint();
    m_invitation->setGeometry((width() - size.width()) / 2, height() / 2 + 2 * theme::measure::kGroupGap, size.width(), size.height());
}

void RollCanvas::refresh()
{
    m_frameIsOld = true;
    placeInvitation();
    update();
}

// ---- Painting

QRect RollCanvas::playheadRect(Ticks tick) const
{
    return QRectF(std::clamp(m_model.geometry().x(tick), -8.0, width() + 8.0) - 3, 0, 6, height()).toAlignedRect();
}

void RollCanvas::paintEvent(QPaintEvent* event)
{
    const double scale = devicePixelRatioF();
    const QSize pixels(static_cast<int>(std::ceil(width() * scale)), static_cast<int>(std::ceil(height() * scale)));
    if (m_frame.size() != pixels || m_frame.devicePixelRatio() != scale) {
        m_frame = QImage(pixels, QImage::Format_RGB32);
        m_frame.setDevicePixelRatio(scale);
        m_frameIsOld = true;
    }
    if (std::exchange(m_frameIsOld, false)) {
        m_painter.paint(m_frame, scale, m_model.picture());
        m_notesInView = !m_model.notesIn(QRectF(rect())).empty();
    }

    QPainter painter(this);
    painter.setClipRegion(event->region());
    painter.drawImage(0, 0, m_frame);

    const auto& tokens = theme::tokens();
    if (const QString hint = this->hint(); !hint.isEmpty()) {
        painter.setPen(tokens.dimText);
        painter.drawText(rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, hint);
    }
    paintRegionEdges(painter);
    if (m_gesture) {
        painter.save();
        m_gesture->paint(painter);
        painter.restore();
    }
    const double x = std::clamp(m_model.geometry().x(m_model.playhead()), -8.0, width() + 8.0);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.accent, 1.5));
    painter.drawLine(QPointF(x, 0), QPointF(x, height()));
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (hasFocus()) {
        painter.setPen(QPen(tokens.accent, 0));
        painter.setBrush(Qt::NoBrush);
        const double inset = 0.5 / scale;
        painter.drawRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset));
    }
}

QString RollCanvas::hint() const
{
    if (m_model.hasDraft() || m_model.picture().candidate || m_model.isPlaying())
        return {};
    if (m_model.notes().empty())
        return m_hint;
    return m_notesInView ? QString() : tr("This track has its notes elsewhere: Alt+Right goes to the next one, Ctrl+0 shows the whole song.");
}

void RollCanvas::paintRegionEdges(QPainter& painter) const
{
    const auto& region = m_model.region();
    if (!region)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QColor line = theme::tokens().accent;
    line.setAlphaF(0.5F);
    for (const Ticks edge : {region->start, region->end}) {
        const double x = m_model.geometry().x(edge);
        if (x < -8.0 || x > width() + 8.0)
            continue;
        painter.setPen(QPen(line, 1));
        painter.drawLine(QPointF(x, 0), QPointF(x, height()));
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::tokens().accent);
        painter.drawRoundedRect(QRectF(x - 2, height() / 2.0 - kRegionHandle / 2, 4, kRegionHandle), 2, 2);
    }
    painter.restore();
}

void RollCanvas::resizeEvent(QResizeEvent*)
{
    m_model.setViewSize(QSizeF(size()));
    placeInvitation();
}

void RollCanvas::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        refresh();
    QWidget::changeEvent(event);
}

void RollCanvas::focusInEvent(QFocusEvent*) { update(); }
void RollCanvas::focusOutEvent(QFocusEvent*) { update(); }

// ---- The pointer

Pointer RollCanvas::pointerAt(QPointF at, Qt::KeyboardModifiers modifiers) const
{
    return {at, m_model.geometry().tick(at.x()), m_model.geometry().pitch(at.y()), modifiers};
}

void RollCanvas::mousePressEvent(QMouseEvent* event)
{
    if (m_gesture || m_pan)
        return;
    const Pointer pointer = pointerAt(event->position(), event->modifiers());
    m_lastAt = event->position();
    m_lastModifiers = event->modifiers();
    if (event->button() == Qt::MiddleButton) {
        m_pan = event->position();
        setCursor(Qt::ClosedHandCursor);
    } else if (event->button() == Qt::LeftButton) {
        m_gesture = ui::tool(m_tool).begin(m_model, pointer);
    } else if (event->button() == Qt::RightButton) {
        if (m_tool == ToolId::kDraw) {
            m_gesture = ui::tool(ToolId::kErase).begin(m_model, pointer);
        } else {
            if (const auto hit = m_model.hit(event->position()); hit && !m_model.isSelected(m_model.notes()[hit->index].id))
                m_model.select({m_model.notes()[hit->index].id});
            Q_EMIT contextMenuRequested(event->globalPosition().toPoint());
        }
    }
    update();
}

void RollCanvas::drag(QPointF at, Qt::KeyboardModifiers modifiers)
{
    if (!m_gesture)
        return;
    m_gesture->drag(pointerAt(at, modifiers));
    update();
}

void RollCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF before = std::exchange(m_lastAt, event->position());
    m_lastModifiers = event->modifiers();
    if (m_pan) {
        RollGeometry geometry = m_model.geometry();
        geometry.setScrollX(geometry.scrollX() - (m_lastAt - before).x());
        geometry.setScrollY(geometry.scrollY() - (m_lastAt - before).y());
        m_model.setGeometry(geometry);
        Q_EMIT scrolledByHand();
    } else if (m_gesture) {
        if (rect().contains(m_lastAt.toPoint()))
            m_autoScroll.stop();
        else if (!m_autoScroll.isActive())
            m_autoScroll.start();
        drag(m_lastAt, m_lastModifiers);
    }
    hover(m_lastAt, m_lastModifiers);
}

void RollCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    m_autoScroll.stop();
    m_pan.reset();
    if (const auto gesture = std::exchange(m_gesture, nullptr))
        gesture->finish();
    update();
    hover(event->position(), event->modifiers());
}

void RollCanvas::hover(QPointF at, Qt::KeyboardModifiers modifiers)
{
    const Pointer pointer = pointerAt(at, modifiers);
    if (!m_gesture && !m_pan)
        setCursor(ui::tool(m_tool).cursor(m_model, pointer));
    if (!rect().contains(at.toPoint()))
        return;
    const auto hit = m_model.hasDraft() ? std::nullopt : m_model.hit(at);
    Q_EMIT statusChanged(hit ? m_model.describe(m_model.notes()[hit->index])
                             : QStringLiteral("%1 · %2 (%3)").arg(QString::fromStdString(m_model.meters().format(pointer.tick)), m_model.nameOf(pointer.pitch)).arg(pointer.pitch));
}

void RollCanvas::leaveEvent(QEvent*)
{
    Q_EMIT statusChanged({});
}

void RollCanvas::scrollTowards(QPointF at)
{
    const auto beyond = [](double value, double size) { return value < 0 ? value : std::max(0.0, value - size); };
    RollGeometry geometry = m_model.geometry();
    geometry.setScrollX(geometry.scrollX() + beyond(at.x(), width()) / 2);
    geometry.setScrollY(geometry.scrollY() + beyond(at.y(), height()) / 2);
    m_model.setGeometry(geometry);
    Q_EMIT scrolledByHand();
}

void RollCanvas::wheelEvent(QWheelEvent* event)
{
    if (event->modifiers() == Qt::AltModifier) { // Qt turns the wheel sideways while Alt is held
        const int notches = (event->angleDelta().x() + event->angleDelta().y()) / 120;
        changeVelocity(event->position(), 4 * notches);
    } else {
        m_model.setGeometry(turnWheel(m_model.geometry(), *event, event->position()));
        Q_EMIT scrolledByHand();
    }
    event->accept();
}

void RollCanvas::changeVelocity(QPointF at, int by)
{
    std::vector<project::NoteId> ids = m_model.selection();
    if (const auto hit = m_model.hit(at); hit && !m_model.isSelected(m_model.notes()[hit->index].id))
        ids = {m_model.notes()[hit->index].id};
    m_model.perform(EditKind::kVelocity, project::changeVelocity(m_model.document(), ids, by));
}

bool RollCanvas::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        // What a note of a model came from.
        const auto* const help = static_cast<QHelpEvent*>(event);
        const auto hit = m_model.hit(help->pos());
        const QString recipe = hit ? m_model.recipeText(m_model.notes()[hit->index]) : QString();
        if (recipe.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), recipe, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace partita::ui
