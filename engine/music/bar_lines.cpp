#include "engine/music/bar_lines.h"

#include "engine/music/constants.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace partita {
namespace {

constexpr double kNear = 1e-3; ///< quarters
constexpr double kMostBars = std::numeric_limits<int>::max() / 4;

template <class Event>
std::vector<Event> inTime(std::vector<Event> events)
{
    std::erase_if(events, [](const Event& event) { return !std::isfinite(event.time.value) || event.time < Seconds(0.0); });
    std::ranges::stable_sort(events, {}, &Event::time);
    return events;
}

/// The last of `changes` that is not after `value`.
template <class Change, class Value>
const Change& inForce(const std::vector<Change>& changes, const Value& value, Value Change::*place)
{
    const auto next = std::ranges::upper_bound(changes, value, {}, place);
    return next == changes.begin() ? *next : *std::prev(next);
}

} // namespace

BarLines::BarLines(const NoteSequence& sequence) : m_tempos{{Seconds(0.0), 0.0, kDefaultQuartersPerMinute}}
{
    for (const auto& tempo : inTime(sequence.tempos)) {
        if (!(tempo.qpm > 0.0) || !std::isfinite(tempo.qpm))
            continue;
        const double soFar = quarters(tempo.time);
        if (m_tempos.back().time == tempo.time)
            m_tempos.pop_back();
        m_tempos.push_back({tempo.time, soFar, tempo.qpm});
    }
    m_meters.push_back({0.0, 1, 4.0});
    for (const auto& meter : inTime(sequence.timeSignatures)) {
        if (meter.numerator < 1 || meter.denominator < 1)
            continue;
        const double at = quarters(meter.time);
        const Meter& before = m_meters.back();
        const double bars = std::ceil((at - before.quarters - kNear) / before.quartersPerBar);
        const int firstBar = before.firstBar + static_cast<int>(std::clamp(bars, 0.0, kMostBars - before.firstBar));
        if (firstBar == before.firstBar)
            m_meters.pop_back();
        m_meters.push_back({at, firstBar, 4.0 * meter.numerator / meter.denominator});
    }
}

double BarLines::quarters(Seconds time) const
{
    const Tempo& tempo = inForce(m_tempos, time, &Tempo::time);
    return tempo.quarters + (time - tempo.time).value * tempo.qpm / 60.0;
}

Seconds BarLines::time(double quarters) const
{
    const Tempo& tempo = inForce(m_tempos, quarters, &Tempo::quarters);
    return tempo.time + Seconds((quarters - tempo.quarters) * 60.0 / tempo.qpm);
}

double BarLines::qpmAt(Seconds time) const
{
    return inForce(m_tempos, time, &Tempo::time).qpm;
}

int BarLines::barAt(Seconds time) const
{
    const double at = quarters(time) + kNear;
    const Meter& meter = inForce(m_meters, at, &Meter::quarters);
    return meter.firstBar + static_cast<int>(std::clamp((at - meter.quarters) / meter.quartersPerBar, 0.0, kMostBars));
}

Seconds BarLines::start(int bar) const
{
    const Meter& meter = inForce(m_meters, bar, &Meter::firstBar);
    return time(meter.quarters + (bar - meter.firstBar) * meter.quartersPerBar);
}

} // namespace partita
