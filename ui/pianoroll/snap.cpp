#include "ui/pianoroll/snap.h"

#include <algorithm>

namespace partita::ui {

QString snapName(const Snap& snap)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("Snap", text); };
    if (!snap.enabled)
        return tr("Off");
    if (snap.unit == Snap::Unit::kBar)
        return tr("Bar");
    if (snap.unit == Snap::Unit::kBeat)
        return tr("Beat");
    const QString value = QStringLiteral("1/%1").arg(snap.denominator);
    return snap.triplet ? tr("%1 triplet").arg(value) : snap.dotted ? tr("%1 dotted").arg(value) : value;
}

SnapGrid::SnapGrid(const Snap& snap, const MeterMap& meters, Ticks ticksPerQuarter)
    : m_snap(snap)
    , m_meters(&meters)
    , m_ticksPerQuarter(ticksPerQuarter)
{
}

Ticks SnapGrid::Bar::line(std::int64_t index) const
{
    const std::int64_t offset = (2 * index * numerator + denominator) / (2 * denominator); // to the nearest tick
    return std::min(start + Ticks(offset), end);
}

std::int64_t SnapGrid::Bar::indexAt(Ticks tick) const
{
    std::int64_t index = (tick - start).value * denominator / numerator;
    while (line(index) > tick)
        --index;
    while (line(index + 1) <= tick && line(index + 1) < end)
        ++index;
    return index;
}

SnapGrid::Bar SnapGrid::barAt(Ticks tick) const
{
    const int bar = m_meters->barAt(tick);
    const Meter& meter = m_meters->meterAt(tick);
    Bar result{m_meters->barStart(bar), m_meters->barEnd(bar), m_ticksPerQuarter.value * 4, meter.denominator};
    if (m_snap.unit == Snap::Unit::kBar) {
        result.numerator = std::max<std::int64_t>(1, (result.end - result.start).value);
        result.denominator = 1;
    } else if (m_snap.unit == Snap::Unit::kNote) {
        result.denominator = m_snap.denominator;
        result.numerator *= m_snap.triplet ? 2 : m_snap.dotted ? 3 : 1;
        result.denominator *= m_snap.triplet ? 3 : m_snap.dotted ? 2 : 1;
    }
    if (result.numerator < result.denominator) // finer than a tick
        result.numerator = result.denominator = 1;
    return result;
}

Ticks SnapGrid::step(Ticks tick) const
{
    const Bar bar = barAt(tick);
    return Ticks(std::max<std::int64_t>(1, (bar.numerator + bar.denominator / 2) / bar.denominator));
}

Ticks SnapGrid::floor(Ticks tick) const
{
    tick = std::max(tick, Ticks(0));
    if (!m_snap.enabled)
        return tick;
    const Bar bar = barAt(tick);
    return bar.line(bar.indexAt(tick));
}

Ticks SnapGrid::nearest(Ticks tick) const
{
    const Ticks before = floor(tick), after = m_snap.enabled ? next(before) : before;
    return tick - before < after - tick ? before : after;
}

Ticks SnapGrid::previous(Ticks tick) const
{
    if (!m_snap.enabled || tick <= Ticks(0))
        return std::max(tick - Ticks(1), Ticks(0));
    return floor(tick - Ticks(1));
}

Ticks SnapGrid::next(Ticks tick) const
{
    tick = std::max(tick, Ticks(0));
    if (!m_snap.enabled)
        return tick + Ticks(1);
    const Bar bar = barAt(tick);
    return bar.line(bar.indexAt(tick) + 1);
}

} // namespace partita::ui
