#include "ui/latent/still_roll.h"

#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace partita::ui {
namespace {

constexpr int kLeastPitches = 15; ///< few pitches keep their shape instead of filling the height
constexpr int kMarginRows = 2;     ///< rows above and below

} // namespace

StillRoll::StillRoll(QWidget* parent) : QWidget(parent)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMinimumHeight(60);
}

void StillRoll::setPicture(Picture picture)
{
    m_content = std::move(picture);
    m_picture.ticksPerQuarter = m_content.ticksPerQuarter;
    m_picture.meters = MeterMap(m_content.ticksPerQuarter, {});
    m_picture.ghosts.clear();
    for (std::size_t i = 0; i < m_content.ghosts.size(); ++i)
        m_picture.ghosts.push_back({m_content.ghosts[i], NoteIndex(m_content.ghosts[i]), static_cast<int>(i) % project::kTrackColors, m_content.isDrum});
    m_picture.track = {.color = 0, .drum = m_content.isDrum};
    m_picture.candidate.reset();
    if (m_content.byModel) {
        m_picture.candidate = Candidate{m_content.notes, {Ticks(0), m_content.length}};
    } else {
        m_picture.track.notes = m_content.notes;
        m_picture.track.index = NoteIndex(m_content.notes);
    }
    fit();
}

void StillRoll::fit()
{
    std::vector<int> pitches;
    const auto collect = [&pitches](const std::vector<project::Note>& notes) {
        for (const project::Note& note : notes)
            pitches.push_back(note.pitch & 127);
    };
    collect(m_content.notes);
    std::ranges::for_each(m_content.ghosts, collect);
    std::ranges::sort(pitches);
    pitches.erase(std::unique(pitches.begin(), pitches.end()), pitches.end());

    RollGeometry geometry;
    geometry.setTicksPerQuarter(m_content.ticksPerQuarter);
    if (m_content.length > Ticks(0))
        geometry.setQuarterWidth(std::max(width(), 1) * static_cast<double>(m_content.ticksPerQuarter.value) / static_cast<double>(m_content.length.value));
    if (m_content.isDrum && !pitches.empty()) {
        geometry.foldTo(pitches);
        geometry.setRowHeight(std::min(height() / static_cast<double>(pitches.size()), 2.0 * 16.0));
        geometry.setScrollY(std::min(0.0, (geometry.contentHeight() - height()) / 2.0));
    } else {
        const int low = pitches.empty() ? 60 : pitches.front();
        const int high = pitches.empty() ? 60 : pitches.back();
        const int rows = std::max(high - low + 1 + 2 * kMarginRows, kLeastPitches);
        geometry.setRowHeight(std::max(1, height()) / static_cast<double>(rows));
        geometry.setScrollY((127 - (low + high) / 2.0 + 0.5) * geometry.rowHeight() - height() / 2.0);
    }
    m_picture.geometry = geometry;
    m_frameIsOld = true;
    update();
}

void StillRoll::setPlayhead(double tick)
{
    if (tick == m_playhead)
        return;
    update(playheadRect());
    m_playhead = tick;
    update(playheadRect());
}

QRect StillRoll::playheadRect() const
{
    return QRectF(m_picture.geometry.x(Ticks(static_cast<std::int64_t>(std::max(m_playhead, 0.0)))) - 3.0, 0.0, 7.0, height()).toAlignedRect();
}

void StillRoll::paintEvent(QPaintEvent*)
{
    const double scale = devicePixelRatioF();
    const QSize pixels(static_cast<int>(std::ceil(width() * scale)), static_cast<int>(std::ceil(height() * scale)));
    if (m_frame.size() != pixels || m_frame.devicePixelRatio() != scale) {
        m_frame = QImage(pixels, QImage::Format_RGB32);
        m_frame.setDevicePixelRatio(scale);
        m_frameIsOld = true;
    }
    if (std::exchange(m_frameIsOld, false))
        m_painter.paint(m_frame, scale, m_picture);
    QPainter painter(this);
    painter.drawImage(0, 0, m_frame);
    if (m_playhead >= 0.0) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme::tokens().accent, 1.5));
        const double x = m_picture.geometry.x(Ticks(static_cast<std::int64_t>(m_playhead)));
        painter.drawLine(QPointF(x, 0.0), QPointF(x, height()));
    }
}

void StillRoll::resizeEvent(QResizeEvent*)
{
    fit();
}

void StillRoll::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        m_frameIsOld = true;
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace partita::ui
