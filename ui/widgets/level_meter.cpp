#include "ui/widgets/level_meter.h"

#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace partita::ui {
namespace {

constexpr double kFloor = -60.0;
constexpr double kHot = -1.0;
constexpr double kFallPerSecond = 20.0;
constexpr qint64 kHoldMs = 1000;

} // namespace

LevelMeter::LevelMeter(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Output level"));
    setToolTip(tr("Output level, −60 to 0 dB"));
    m_clock.start();
}

void LevelMeter::setPeaks(float left, float right)
{
    const qint64 now = m_clock.elapsed();
    const double fall = kFallPerSecond * static_cast<double>(now - m_last) / 1000.0;
    m_last = now;
    const double before = std::max(m_bars[0].hold, m_bars[1].hold);
    follow(m_bars[0], left, fall, now);
    follow(m_bars[1], right, fall, now);
    if (std::max(before, std::max(m_bars[0].hold, m_bars[1].hold)) > kFloor)
        update();
}

void LevelMeter::follow(Bar& bar, float peak, double fall, qint64 now)
{
    const double decibels = peak > 0.0f ? 20.0 * std::log10(static_cast<double>(peak)) : kFloor;
    bar.level = std::max({kFloor, bar.level - fall, std::min(decibels, 0.0)});
    if (decibels >= bar.hold) {
        bar.hold = std::min(decibels, 0.0);
        bar.holdUntil = now + kHoldMs;
    } else if (now > bar.holdUntil) {
        bar.hold = std::max(kFloor, bar.hold - fall);
    }
}

void LevelMeter::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const theme::Tokens& colors = theme::tokens();
    const int barHeight = (height() - 4) / 2;
    const auto x = [this](double decibels) { return static_cast<int>(std::lround(width() * (decibels - kFloor) / -kFloor)); };
    int top = 1;
    for (const Bar& bar : m_bars) {
        painter.fillRect(QRect(0, top, width(), barHeight), colors.raised);
        painter.fillRect(QRect(0, top, x(std::min(bar.level, kHot)), barHeight), colors.good);
        if (bar.level > kHot)
            painter.fillRect(QRect(x(kHot), top - 1, width() - x(kHot), barHeight + 2), colors.warn);
        if (bar.hold > kFloor)
            painter.fillRect(QRect(std::max(0, x(bar.hold) - 1), top, 1, barHeight), colors.text);
        top += barHeight + 2;
    }
}

} // namespace partita::ui
