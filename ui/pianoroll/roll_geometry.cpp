#include "ui/pianoroll/roll_geometry.h"

#include <algorithm>
#include <cmath>

namespace partita::ui {

RollGeometry::RollGeometry()
{
    foldTo({});
}

Ticks RollGeometry::tick(double x) const
{
    return Ticks(std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor((x + m_scrollX) / m_pixelsPerTick))));
}

Ticks RollGeometry::ticks(double distance) const
{
    return Ticks(std::llround(distance / m_pixelsPerTick));
}

int RollGeometry::row(double y) const
{
    return std::clamp(static_cast<int>(std::floor((y + m_scrollY) / m_rowHeight)), 0, rowCount() - 1);
}

void RollGeometry::foldTo(const std::vector<int>& pitches)
{
    m_shown.fill(pitches.empty());
    for (const int pitch : pitches)
        m_shown[static_cast<std::size_t>(pitch)] = true;
    m_pitches.clear();
    for (int pitch = 127; pitch >= 0; --pitch) {
        m_rowOf[static_cast<std::size_t>(pitch)] = static_cast<std::int16_t>(m_pitches.size());
        if (m_shown[static_cast<std::size_t>(pitch)])
            m_pitches.push_back(static_cast<std::uint8_t>(pitch));
    }
}

void RollGeometry::setTicksPerQuarter(Ticks ticks)
{
    const double width = quarterWidth();
    m_ticksPerQuarter = static_cast<double>(std::max<std::int64_t>(1, ticks.value));
    m_pixelsPerTick = width / m_ticksPerQuarter;
}

void RollGeometry::setQuarterWidth(double width)
{
    m_pixelsPerTick = std::clamp(width, kLeastQuarterWidth, kMostQuarterWidth) / m_ticksPerQuarter;
}

void RollGeometry::setRowHeight(double height)
{
    m_rowHeight = std::clamp(height, kLeastRowHeight, kMostRowHeight);
}

void RollGeometry::zoomTime(double factor, double x)
{
    const double tick = (x + m_scrollX) / m_pixelsPerTick;
    setQuarterWidth(quarterWidth() * factor);
    setScrollX(tick * m_pixelsPerTick - x);
}

void RollGeometry::zoomPitch(double factor, double y)
{
    const double row = (y + m_scrollY) / m_rowHeight;
    setRowHeight(m_rowHeight * factor);
    m_scrollY = row * m_rowHeight - y;
}

void RollGeometry::setScrollX(double scroll)
{
    m_scrollX = std::max(0.0, scroll);
}

} // namespace partita::ui
