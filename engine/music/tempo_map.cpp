#include "engine/music/tempo_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace partita {
namespace {

constexpr std::uint32_t kMaxMicroseconds = 0xffffff;
constexpr double kSecondsPerDefaultQuarter = 0.5;
constexpr int kMaxBar = 1 << 30; // hostile files have ticks for more bars than an int counts

/// In time order, one a tick (the last given), the first at tick 0: `standard` where nothing else says so.
template <class Change>
std::vector<Change> ordered(std::vector<Change> changes, const Change& standard)
{
    for (Change& change : changes)
        change.tick = std::max(change.tick, Ticks(0));
    std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.tick < b.tick; });
    std::vector<Change> result{standard};
    for (const Change& change : changes) {
        if (result.back().tick == change.tick)
            result.back() = change;
        else
            result.push_back(change);
    }
    return result;
}

/// The last change that is not after `tick`; the first for ticks before 0.
template <class Change>
std::size_t lastNotAfter(const std::vector<Change>& changes, Ticks tick)
{
    const auto after = std::upper_bound(changes.begin() + 1, changes.end(), tick,
        [](Ticks value, const Change& change) { return value < change.tick; });
    return static_cast<std::size_t>(after - changes.begin()) - 1;
}

/// The beats of a meter need not be whole ticks long: beat k starts ⌊k · span / parts⌋ ticks after the first.
struct BeatGrid {
    BeatGrid(Ticks ticksPerQuarter, const Meter& meter) : span(4 * ticksPerQuarter.value), parts(meter.denominator) {}

    Ticks start(std::int64_t beat) const { return Ticks(static_cast<std::int64_t>(Wide(beat) * span / parts)); }
    /// The beat that `offset` ≥ 0 lies in: the largest k with start(k) ≤ offset.
    std::int64_t beatAt(Ticks offset) const
    {
        return static_cast<std::int64_t>(((Wide(offset.value) + 1) * parts + span - 1) / span - 1);
    }

private:
    __extension__ using Wide = __int128;
    std::int64_t span;
    std::int64_t parts;
};

} // namespace

std::uint32_t microsecondsPerQuarter(double qpm)
{
    if (!(qpm > 0.0)) // not a number included
        return kMaxMicroseconds;
    return static_cast<std::uint32_t>(std::clamp(std::round(60e6 / qpm), 1.0, double(kMaxMicroseconds)));
}

Ticks Division::ticksPerQuarter() const
{
    if (!isSmpte())
        return Ticks(std::max<std::int64_t>(m_bits, 1));
    return Ticks(std::max<std::int64_t>(std::llround(ticksPerSecond() * kSecondsPerDefaultQuarter), 1));
}

double Division::ticksPerSecond() const
{
    const int frames = 256 - (m_bits >> 8); // the upper byte is the negative rate
    const int ticksPerFrame = std::max(m_bits & 0xff, 1);
    return (frames == 29 ? 30000.0 / 1001.0 : frames) * ticksPerFrame;
}

TempoMap::TempoMap(Division division, std::vector<TempoChange> changes) : m_division(division)
{
    std::erase_if(changes, [](const TempoChange& change) { return change.microsecondsPerQuarter == 0; });
    if (division.isSmpte())
        changes.clear();
    m_changes = ordered(std::move(changes), TempoChange{});
    Whole sum = 0;
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        if (i > 0)
            sum += Whole((m_changes[i].tick - m_changes[i - 1].tick).value) * m_changes[i - 1].microsecondsPerQuarter;
        m_sums.push_back(sum);
        m_startTimes.push_back(seconds(sum));
    }
}

Seconds TempoMap::seconds(Whole sum) const
{
    return Seconds(static_cast<double>(sum) / (1e6 * static_cast<double>(m_division.ticksPerQuarter().value)));
}

std::size_t TempoMap::indexAt(Ticks tick) const { return lastNotAfter(m_changes, tick); }

Seconds TempoMap::toSeconds(Ticks tick) const
{
    if (m_division.isSmpte())
        return Seconds(static_cast<double>(tick.value) / m_division.ticksPerSecond());
    const std::size_t i = indexAt(tick);
    return seconds(m_sums[i] + Whole((tick - m_changes[i].tick).value) * m_changes[i].microsecondsPerQuarter);
}

Ticks TempoMap::toTicks(Seconds time) const
{
    if (m_division.isSmpte())
        return Ticks(std::llround(time.value * m_division.ticksPerSecond()));
    const auto after = std::upper_bound(m_startTimes.begin() + 1, m_startTimes.end(), time);
    const auto i = static_cast<std::size_t>(after - m_startTimes.begin()) - 1;
    const double ticksPerSecond = 1e6 * static_cast<double>(m_division.ticksPerQuarter().value) / m_changes[i].microsecondsPerQuarter;
    return m_changes[i].tick + Ticks(std::llround((time - m_startTimes[i]).value * ticksPerSecond));
}

double TempoMap::qpmAt(Ticks tick) const { return m_changes[indexAt(tick)].qpm(); }

MeterMap::MeterMap(Ticks ticksPerQuarter, std::vector<Meter> meters) : m_ticksPerQuarter(std::max(ticksPerQuarter, Ticks(1)))
{
    std::erase_if(meters, [this](const Meter& meter) {
        return meter.numerator < 1 || meter.denominator < 1 || meter.denominator > 4 * m_ticksPerQuarter.value;
    });
    m_meters = ordered(std::move(meters), Meter{});
    std::int64_t bar = 1;
    for (std::size_t i = 0; i < m_meters.size(); ++i) {
        if (i > 0) {
            const Ticks last = m_meters[i].tick - m_meters[i - 1].tick - Ticks(1);
            const std::int64_t lastBeat = BeatGrid(m_ticksPerQuarter, m_meters[i - 1]).beatAt(last);
            bar = std::min<std::int64_t>(bar + lastBeat / m_meters[i - 1].numerator + 1, kMaxBar);
        }
        m_firstBars.push_back(static_cast<int>(bar));
    }
}

std::size_t MeterMap::indexAt(Ticks tick) const { return lastNotAfter(m_meters, tick); }

std::size_t MeterMap::indexOfBar(int bar) const
{
    const auto after = std::upper_bound(m_firstBars.begin() + 1, m_firstBars.end(), bar);
    return static_cast<std::size_t>(after - m_firstBars.begin()) - 1;
}

const Meter& MeterMap::meterAt(Ticks tick) const { return m_meters[indexAt(tick)]; }

BarPosition MeterMap::position(Ticks tick) const
{
    tick = std::max(tick, Ticks(0));
    const std::size_t i = indexAt(tick);
    const Meter& meter = m_meters[i];
    const BeatGrid grid(m_ticksPerQuarter, meter);
    const Ticks offset = tick - meter.tick;
    const std::int64_t beat = grid.beatAt(offset); // counted from the meter's start
    const std::int64_t bar = std::min<std::int64_t>(m_firstBars[i] + beat / meter.numerator, kMaxBar);
    return {static_cast<int>(bar), static_cast<int>(beat % meter.numerator) + 1, offset - grid.start(beat)};
}

Ticks MeterMap::ticks(const BarPosition& position) const
{
    const int bar = std::clamp(position.bar, 1, kMaxBar);
    const std::size_t i = indexOfBar(bar);
    const Meter& meter = m_meters[i];
    const std::int64_t beat = std::int64_t(bar - m_firstBars[i]) * meter.numerator + std::max(position.beat, 1) - 1;
    return meter.tick + BeatGrid(m_ticksPerQuarter, meter).start(beat) + position.tick;
}

std::string MeterMap::format(Ticks tick) const
{
    const BarPosition at = position(tick);
    return fmt::format("{}.{}.{:03}", at.bar, at.beat, at.tick.value);
}

std::optional<Ticks> MeterMap::parse(std::string_view text) const
{
    int parts[3] = {1, 1, 0};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (int i = 0;; ++i) {
        if (i == 3)
            return std::nullopt;
        const auto [next, error] = std::from_chars(at, end, parts[i]);
        if (error != std::errc() || parts[i] < 0)
            return std::nullopt;
        at = next;
        if (at == end)
            break;
        if (*at++ != '.')
            return std::nullopt;
    }
    if (parts[0] < 1 || parts[0] > kMaxBar - 1 || parts[1] < 1)
        return std::nullopt;
    const BarPosition wanted{parts[0], parts[1], Ticks(0)};
    if (position(ticks(wanted)) != wanted) // a beat that this bar does not have
        return std::nullopt;
    return ticks(wanted) + Ticks(parts[2]);
}

} // namespace partita
