/// The field as it is painted: the rolls' frames, the pad, and above them the handle.
#include "ui/latent/latent_map.h"

#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

constexpr double kKnob = 7.0; ///< radius of the handle

} // namespace

void LatentMap::paintEvent(QPaintEvent*)
{
    const theme::Tokens& colors = theme::tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const std::optional<int> here = cellAt(m_position);
    bool next = true; // the first one not there yet is the one being made
    for (int cell = 0; cell < cellCount(); ++cell) {
        const QRectF frame = cellRect(cell);
        const bool shown = isShown(cell);
        painter.setPen(Qt::NoPen);
        painter.setBrush(shown ? colors.roll : colors.panel);
        painter.drawRoundedRect(frame, measure::kRadius, measure::kRadius);
        if (!shown && m_progress >= 0.0 && std::exchange(next, false)) {
            painter.save();
            painter.setClipRect(QRectF(frame.topLeft(), QSizeF(frame.width() * m_progress, frame.height())));
            painter.setBrush(theme::mix(colors.accent, colors.panel, 0.16));
            painter.drawRoundedRect(frame, measure::kRadius, measure::kRadius);
            painter.restore();
        }
        const bool marked = here == cell || m_playing == cell;
        QPen outline(marked ? colors.accent : colors.gridBeat, marked ? 2.0 : 1.0);
        if (!shown)
            outline.setStyle(Qt::DashLine);
        painter.setPen(outline);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), measure::kRadius, measure::kRadius);
    }
    if (m_shape == Shape::kPad) {
        painter.setBrush(colors.roll);
        painter.setPen(QPen(colors.gridBar, 1.0));
        painter.drawEllipse(field());
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colors.gridBeat, 1.0, Qt::DotLine));
        for (const double part : {1.0 / 3.0, 2.0 / 3.0}) {
            const double radius = part * field().width() / 2.0;
            painter.drawEllipse(field().center(), radius, radius);
        }
    }
}

void LatentMap::paintLetter(QPainter& painter, QPointF at, const QString& letter) const
{
    const theme::Tokens& colors = theme::tokens();
    const QRectF badge(at - QPointF(9.0, 9.0), QSizeF(18.0, 18.0));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.text);
    painter.drawEllipse(badge);
    painter.setPen(colors.panel);
    painter.setFont(theme::labelFont());
    painter.drawText(badge, Qt::AlignCenter, letter);
}

void LatentMap::paintHandle(QPainter& painter) const
{
    const theme::Tokens& colors = theme::tokens();
    const QPointF knob = pixel(m_position);
    const QRectF span = field();
    if (m_shape == Shape::kStrip) {
        painter.setPen(QPen(colors.gridBar, 2.0));
        painter.drawLine(span.topLeft(), span.topRight());
        for (int cell = 0; cell < cellCount(); ++cell) {
            const QPointF at = pixel(positionOf(cell));
            painter.drawLine(at - QPointF(0.0, 4.0), at + QPointF(0.0, 4.0));
        }
        painter.setPen(QPen(colors.accent, 2.0));
        painter.drawLine(span.topLeft(), knob);
    } else if (m_shape == Shape::kSquare) {
        painter.setPen(QPen(colors.accent, 1.0, Qt::DotLine));
        painter.drawLine(QPointF(span.left(), knob.y()), QPointF(span.right(), knob.y()));
        painter.drawLine(QPointF(knob.x(), span.top()), QPointF(knob.x(), span.bottom()));
    } else {
        painter.setPen(QPen(colors.accent, 1.0, Qt::DotLine));
        painter.drawLine(span.center(), knob);
    }

    const int ends = static_cast<int>(std::min<qsizetype>(m_letters.size(), m_shape == Shape::kPad ? 1 : 2 * rows()));
    for (int i = 0; i < ends; ++i) {
        if (m_shape == Shape::kPad)
            paintLetter(painter, span.center(), m_letters[i]);
        else if (m_shape == Shape::kStrip)
            paintLetter(painter, i == 0 ? span.topLeft() - QPointF(24.0, 0.0) : span.topRight() + QPointF(24.0, 0.0), m_letters[i]);
        else if (i < 4)
            paintLetter(painter, {i % 2 == 0 ? cellRect(0).left() + 10.0 : cellRect(cellCount() - 1).right() - 10.0, i < 2 ? cellRect(0).top() + 10.0 : cellRect(cellCount() - 1).bottom() - 10.0}, m_letters[i]);
    }

    painter.setPen(QPen(hasFocus() ? colors.text : colors.panel, 2.0));
    painter.setBrush(colors.accent);
    painter.drawEllipse(knob, kKnob, kKnob);
}

} // namespace partita::ui
