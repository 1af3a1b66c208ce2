#include "ui/generate/mini_roll.h"

#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>

namespace partita::ui {
namespace {

constexpr int kLeastRows = 14; ///< a phrase of few pitches keeps its shape instead of filling the height
constexpr double kMargin = 3.0;

} // namespace

MiniRoll::MiniRoll(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void MiniRoll::show(std::vector<project::Note> notes, Ticks start, Ticks end, std::vector<Ticks> bars)
{
    m_notes = std::move(notes);
    m_bars = std::move(bars);
    m_start = start;
    m_end = end;
    update();
}

void MiniRoll::clear()
{
    show({}, Ticks(0), Ticks(0), {});
}

void MiniRoll::setPitches(int lowest, int highest)
{
    m_pitches = {lowest, highest};
    update();
}

void MiniRoll::setPlayhead(double position)
{
    if (position == m_playhead)
        return;
    m_playhead = position;
    update();
}

void MiniRoll::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const theme::Tokens& colors = theme::tokens();
    painter.fillRect(rect(), colors.roll);
    if (m_end <= m_start)
        return;

    const double scale = width() / static_cast<double>((m_end - m_start).value);
    const auto x = [&](Ticks tick) { return static_cast<double>((tick - m_start).value) * scale; };
    painter.setPen(colors.gridBar);
    for (const Ticks bar : m_bars)
        painter.drawLine(QPointF(x(bar), 0.0), QPointF(x(bar), height()));

    if (!m_notes.empty()) {
        const auto [lowest, highest] = std::ranges::minmax(m_notes, {}, &project::Note::pitch);
        const auto [low, high] = m_pitches.value_or(std::pair<int, int>(lowest.pitch, highest.pitch));
        const int rows = std::max(high - low + 1, kLeastRows);
        const double middle = (low + high + 1) / 2.0;
        const double rowHeight = (height() - 2.0 * kMargin) / rows;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.accent);
        for (const project::Note& note : m_notes) {
            const double top = height() / 2.0 - (note.pitch + 1 - middle) * rowHeight;
            const double left = x(std::max(note.start, m_start));
            painter.drawRoundedRect(QRectF(left + 0.5, top, std::max(1.5, x(std::min(note.end(), m_end)) - left - 1.0), std::max(2.0, rowHeight - 0.5)), 1.0, 1.0);
        }
    }
    if (m_playhead >= 0.0) {
        painter.setPen(QPen(colors.text, 1.0));
        painter.drawLine(QPointF(m_playhead * width(), 0.0), QPointF(m_playhead * width(), height()));
    }
}

} // namespace partita::ui
