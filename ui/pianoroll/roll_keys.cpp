#include "ui/pianoroll/roll_keys.h"

#include "ui/pianoroll/pitch_names.h"
#include "ui/pianoroll/roll_model.h"
#include "ui/pianoroll/wheel.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <utility>

namespace partita::ui {
namespace {

constexpr double kBlackKeyLength = 0.6; ///< of a white key's
constexpr double kLabelRowHeight = 11;

} // namespace

RollKeys::RollKeys(RollModel& model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFixedWidth(theme::measure::kKeysWidth);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Keyboard"));
    setAccessibleDescription(tr("Click to hear a pitch; the right button selects all its notes"));
    for (const auto signal : {&RollModel::viewChanged, &RollModel::pictureChanged, &RollModel::soundChanged})
        connect(&m_model, signal, this, qOverload<>(&QWidget::update));
}

void RollKeys::setPlayedKeys(const std::bitset<128>& keys)
{
    m_played = keys;
    update();
}

QRectF RollKeys::row(int pitch) const
{
    return QRectF(0, m_model.geometry().y(pitch), width(), m_model.geometry().rowHeight());
}

void RollKeys::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setFont(theme::labelFont());
    const std::bitset<128> lit = m_model.litKeys() | m_played;
    if (m_model.isDrum())
        paintDrums(painter, lit);
    else
        paintKeys(painter, lit);
    painter.setPen(QPen(theme::tokens().gridBar, 0));
    const double right = width() - 0.5 / devicePixelRatioF();
    painter.drawLine(QPointF(right, 0), QPointF(right, height()));
}

void RollKeys::paintKeys(QPainter& painter, const std::bitset<128>& lit) const
{
    const auto& tokens = theme::tokens();
    const RollGeometry& geometry = m_model.geometry();
    const QColor line = theme::mix(tokens.keyName, tokens.whiteKey, 0.4);
    painter.fillRect(rect(), tokens.window);
    for (int index = geometry.row(0.0); index <= geometry.row(double(height())); ++index) {
        const int pitch = geometry.pitchOfRow(index);
        const QRectF key = row(pitch);
        const bool isLit = lit.test(static_cast<std::size_t>(pitch));
        if (!isBlackKey(pitch)) {
            painter.fillRect(key, isLit ? tokens.accent : tokens.whiteKey);
            continue;
        }
        // White keys reach half-way behind a black one.
        painter.fillRect(key, tokens.whiteKey);
        for (const int neighbour : {1, -1})
            if (const int white = pitch + neighbour; white >= 0 && white < 128 && lit.test(static_cast<std::size_t>(white)) && geometry.isShown(white))
                painter.fillRect(QRectF(key.left(), neighbour > 0 ? key.top() : key.center().y(), key.width(), key.height() / 2), tokens.accent);
    }
    painter.setPen(QPen(line, 0));
    for (int index = geometry.row(0.0); index <= geometry.row(double(height())); ++index) {
        const int pitch = geometry.pitchOfRow(index);
        const QRectF key = row(pitch);
        if (isBlackKey(pitch)) {
            painter.drawLine(QPointF(0, key.center().y()), QPointF(width(), key.center().y()));
            painter.fillRect(QRectF(0, key.top(), width() * kBlackKeyLength, key.height()), lit.test(static_cast<std::size_t>(pitch)) ? tokens.accent : tokens.blackKey);
        } else if (pitch % 12 == 0 || pitch % 12 == 5) { // no black key between this one and the next below
            painter.drawLine(key.bottomLeft(), key.bottomRight());
        }
    }
    // A C's name stands at its key; where rows are too low, every octave's C still has room above it.
    for (int pitch = 0; pitch < 128; pitch += 12) {
        if (!geometry.isShown(pitch) || geometry.rowHeight() * 12 < kLabelRowHeight)
            continue;
        QRectF key = row(pitch);
        key.setTop(key.bottom() - std::max(key.height(), kLabelRowHeight));
        painter.setPen(lit.test(static_cast<std::size_t>(pitch)) ? tokens.onAccent : tokens.keyName);
        painter.drawText(key.adjusted(0, 0, -5, 0), Qt::AlignRight | Qt::AlignVCenter, pitchName(pitch));
    }
}

void RollKeys::paintDrums(QPainter& painter, const std::bitset<128>& lit) const
{
    const auto& tokens = theme::tokens();
    const RollGeometry& geometry = m_model.geometry();
    painter.fillRect(rect(), tokens.window);
    const bool everyRow = geometry.rowHeight() >= kLabelRowHeight;
    for (int index = geometry.row(0.0); index <= geometry.row(double(height())); ++index) {
        const int pitch = geometry.pitchOfRow(index);
        const bool isLit = lit.test(static_cast<std::size_t>(pitch));
        painter.fillRect(row(pitch), isLit ? tokens.accent : index % 2 ? tokens.panel : tokens.raised);
        if (!everyRow)
            continue;
        painter.setPen(isLit ? tokens.onAccent : tokens.dimText);
        const QString name = painter.fontMetrics().elidedText(shortDrumName(pitch), Qt::ElideRight, width() - 7);
        painter.drawText(row(pitch).adjusted(4, 0, -2, 0), Qt::AlignLeft | Qt::AlignVCenter, name);
    }
}

void RollKeys::press(const QMouseEvent& event)
{
    const int pitch = m_model.geometry().pitch(event.position().y());
    if (pitch == m_pressed)
        return;
    m_pressed = pitch;
    // As on a real key, further out is louder.
    m_model.sound(pitch, std::clamp(static_cast<int>(40 + 80 * event.position().x() / width()), 1, 127));
}

void RollKeys::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        press(*event);
    else if (event->button() == Qt::RightButton)
        Q_EMIT pitchChosen(m_model.geometry().pitch(event->position().y()));
}

void RollKeys::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        press(*event);
}

void RollKeys::mouseReleaseEvent(QMouseEvent*)
{
    m_pressed = -1;
    m_model.silence();
}

void RollKeys::wheelEvent(QWheelEvent* event)
{
    m_model.setGeometry(turnWheel(m_model.geometry(), *event, QPointF(0, event->position().y())));
    event->accept();
}

bool RollKeys::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* const help = static_cast<QHelpEvent*>(event);
        const int pitch = m_model.geometry().pitch(help->pos().y());
        QToolTip::showText(help->globalPos(), QStringLiteral("%1 (%2)").arg(m_model.nameOf(pitch)).arg(pitch), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace partita::ui
