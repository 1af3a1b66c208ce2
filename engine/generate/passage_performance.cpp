#include "engine/encoding/note_performance_encoding.h"
#include "engine/encoding/performance_codes.h"
#include "engine/generate/control_signal.h"
#include "engine/generate/passage.h"
#include "engine/music/tempo_map.h"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <map>
#include <tuple>

/// Playing with the timing of the hand: steps of real time, through the document's tempos.
namespace partita::generate {
namespace {

using EventType = PerformanceEvent::Type;
using Pitches = std::bitset<kMaxMidiPitch + 1>;
using encoding::PerformanceRanges;

constexpr std::int64_t kLongestNoteSeconds = 5; ///< as the reference's
constexpr int kMostAtOnce = 64;                 ///< events between two shifts; a network that asks for more got stuck

/// Ticks as steps of time from the passage's start, and back.
class Clock {
public:
    Clock(const Surroundings& around, int stepsPerSecond)
        : m_tempos(project::tempoMap(around.document)), m_start(around.start), m_end(around.end), m_stepsPerSecond(stepsPerSecond)
    {
    }
    std::int64_t step(Ticks tick) const { return std::llround((m_tempos.toSeconds(tick) - m_tempos.toSeconds(m_start)).value * m_stepsPerSecond); }
    /// Within the passage.
    Ticks tick(std::int64_t step) const
    {
        const Seconds time = m_tempos.toSeconds(m_start) + Seconds(static_cast<double>(step) / m_stepsPerSecond);
        return std::clamp(m_tempos.toTicks(time), m_start, m_end);
    }
    std::int64_t steps() const { return std::max<std::int64_t>(step(m_end), 1); }
    std::int64_t longestNote() const { return kLongestNoteSeconds * m_stepsPerSecond; }

private:
    TempoMap m_tempos;
    Ticks m_start;
    Ticks m_end;
    int m_stepsPerSecond;
};

/// A note's beginning or end.
struct Moment {
    std::int64_t step;
    std::size_t note;
    bool isOff;
    int pitch;
    int bin; ///< of velocity; 0 without
    friend bool operator<(const Moment& a, const Moment& b) { return std::tie(a.step, a.note, a.isOff) < std::tie(b.step, b.note, b.isOff); }
};

/// The moments of the kept notes that are heard, in the order in which performances have them.
struct Moments {
    std::vector<Moment> before; ///< the passage
    std::vector<Moment> within;
    std::vector<Moment> after;
};

Moments momentsOf(const Surroundings& around, const Clock& clock, int numVelocityBins)
{
    Moments moments;
    const std::int64_t end = clock.steps();
    for (std::size_t i = 0; i < around.kept.size(); ++i) {
        const auto& note = around.kept[i];
        if (note.start < around.heardFrom || note.start >= std::max(around.heardTo, around.end))
            continue;
        const std::int64_t on = clock.step(note.start);
        const std::int64_t off = std::max(clock.step(note.end()), on);
        const int bin = numVelocityBins > 0 ? velocityToBin(note.velocity, numVelocityBins) : 0;
        (on < 0 ? moments.before : on < end ? moments.within : moments.after).push_back({on, i, false, note.pitch, bin});
        (off < 0 ? moments.before : off <= end ? moments.within : moments.after).push_back({off, i, true, note.pitch, bin});
    }
    for (auto* part : {&moments.before, &moments.within, &moments.after})
        std::ranges::sort(*part, std::less<>());
    return moments;
}

/// Moments as codes from a step on.
class Writer {
public:
    Writer(const PerformanceRanges& ranges, std::int64_t step) : m_ranges(ranges), m_step(step) {}

    void write(const Moment& moment)
    {
        moveTo(moment.step);
        if (!moment.isOff && moment.bin != m_bin)
            append({EventType::kVelocity, m_bin = moment.bin});
        append({moment.isOff ? EventType::kNoteOff : EventType::kNoteOn, moment.pitch});
    }
    void moveTo(std::int64_t step)
    {
        while (step > m_step) {
            const auto shift = std::min<std::int64_t>(step - m_step, m_ranges.maxShiftSteps);
            append({EventType::kTimeShift, static_cast<int>(shift)});
            m_step += shift;
        }
    }
    int bin() const { return m_bin; }
    std::vector<int> codes() && { return std::move(m_codes); }

private:
    void append(const PerformanceEvent& event) { m_codes.push_back(encoding::performanceCode(event, m_ranges)); }

    PerformanceRanges m_ranges;
    std::int64_t m_step;
    int m_bin = 0;
    std::vector<int> m_codes;
};

/// Leads the network through the passage: kept notes at their moments, no shift past the next of them or the end, no note
/// that sounds already, and all that is open closed at the end.
class EventGuide {
public:
    EventGuide(const PerformanceRanges& ranges, std::vector<Moment> kept, Pitches keptOpen, std::int64_t steps, bool primed, int bin)
        : m_ranges(ranges), m_kept(std::move(kept)), m_keptOpen(keptOpen), m_steps(steps), m_started(primed), m_bin(bin)
    {
    }

    std::optional<Slot> operator()(std::span<const int> written)
    {
        if (!written.empty())
            read(encoding::performanceEvent(written.back(), m_ranges));
        Slot slot{.step = m_now};
        m_isFixed = true;
        if (m_fixed.empty() && m_next < m_kept.size() && m_kept[m_next].step <= m_now)
            place(m_kept[m_next++]);
        if (m_fixed.empty() && m_now == m_steps && m_open.any())
            for (int pitch = 0; pitch <= kMaxMidiPitch && m_fixed.empty(); ++pitch)
                if (m_open[static_cast<std::size_t>(pitch)])
                    fix({EventType::kNoteOff, pitch});
        if (!m_fixed.empty()) {
            slot.fixed = {m_fixed.front()};
            m_fixed.erase(m_fixed.begin());
            return slot;
        }
        if (m_now == m_steps)
            return std::nullopt;

        m_isFixed = false;
        const std::int64_t longest = (m_next < m_kept.size() ? std::min(m_kept[m_next].step, m_steps) : m_steps) - m_now;
        slot.allows = [ranges = m_ranges, open = m_open, taken = m_open | m_keptOpen, longest, started = m_started, stuck = m_sinceShift >= kMostAtOnce,
                       afterVelocity = m_afterVelocity](std::span<const int> code) {
            const auto event = encoding::performanceEvent(code[0], ranges);
            const auto pitch = static_cast<std::size_t>(event.value);
            switch (event.type) {
            case EventType::kTimeShift: return started && event.value <= longest;
            case EventType::kNoteOn: return !stuck && !taken[pitch];
            case EventType::kNoteOff: return !stuck && open[pitch];
            case EventType::kVelocity: break;
            }
            return !stuck && !afterVelocity;
        };
        return slot;
    }

private:
    void fix(const PerformanceEvent& event) { m_fixed.push_back(encoding::performanceCode(event, m_ranges)); }

    void place(const Moment& moment)
    {
        if (!moment.isOff && moment.bin != m_bin)
            fix({EventType::kVelocity, moment.bin});
        fix({moment.isOff ? EventType::kNoteOff : EventType::kNoteOn, moment.pitch});
        m_keptOpen[static_cast<std::size_t>(moment.pitch)] = !moment.isOff;
    }

    void read(const PerformanceEvent& event)
    {
        m_afterVelocity = event.type == EventType::kVelocity;
        ++m_sinceShift;
        const auto pitch = static_cast<std::size_t>(event.value);
        switch (event.type) {
        case EventType::kTimeShift:
            m_now += event.value;
            m_sinceShift = 0;
            break;
        case EventType::kVelocity: m_bin = event.value; break;
        case EventType::kNoteOn:
            m_started = true;
            if (!m_isFixed)
                m_open.set(pitch);
            break;
        case EventType::kNoteOff:
            m_open.reset(pitch);
            break;
        }
    }

    PerformanceRanges m_ranges;
    std::vector<Moment> m_kept;
    std::size_t m_next = 0;
    Pitches m_keptOpen;
    Pitches m_open; ///< the network's own
    std::int64_t m_steps;
    std::int64_t m_now = 0;
    bool m_started;
    int m_bin;
    int m_sinceShift = 0;
    bool m_afterVelocity = false;
    bool m_isFixed = false;   ///< whether the last slot was
    std::vector<int> m_fixed; ///< codes that come next
};

/// A new note of the passage, its end cut to the longest that a note may be.
void add(std::vector<project::Note>& notes, const Clock& clock, std::int64_t on, std::int64_t off, int pitch, std::uint8_t velocity)
{
    project::Note note{.start = clock.tick(on), .pitch = static_cast<std::uint8_t>(pitch), .velocity = velocity};
    note.length = clock.tick(std::min(off, on + clock.longestNote())) - note.start;
    if (note.length > Ticks(0))
        notes.push_back(note);
}

std::vector<project::Note> notesOf(const Filling& filling, const Surroundings& around, const Clock& clock, const PerformanceRanges& ranges, int bin)
{
    struct Open {
        std::int64_t on;
        std::uint8_t velocity;
    };
    std::vector<project::Note> notes;
    std::map<int, Open> open;
    std::int64_t now = 0;
    for (std::size_t i = 0; i < filling.codes.size(); ++i) {
        const auto event = encoding::performanceEvent(filling.codes[i], ranges);
        switch (event.type) {
        case EventType::kTimeShift: now += event.value; break;
        case EventType::kVelocity: bin = event.value; break;
        case EventType::kNoteOn:
            if (filling.chosen[i])
                open[event.value] = {now, bin > 0 ? static_cast<std::uint8_t>(binToVelocity(bin, ranges.numVelocityBins)) : velocityFor(around)};
            break;
        case EventType::kNoteOff:
            if (const auto found = open.find(event.value); found != open.end()) {
                add(notes, clock, found->second.on, now, event.value, found->second.velocity);
                open.erase(found);
            }
            break;
        }
    }
    return notes;
}

Passage eventPassage(const Surroundings& around, const Clock& clock, const Model& model)
{
    const PerformanceRanges ranges{.numVelocityBins = model.config->numVelocityBins};
    const auto moments = momentsOf(around, clock, ranges.numVelocityBins);
    Writer before(ranges, clock.step(around.heardFrom));
    Pitches sounding;
    for (const auto& moment : moments.before) {
        before.write(moment);
        sounding[static_cast<std::size_t>(moment.pitch)] = !moment.isOff;
    }
    before.moveTo(0);
    const int bin = before.bin();
    Passage passage;
    passage.gap.primer = std::move(before).codes();
    const bool primed = !moments.before.empty();
    if (!primed) // as the reference, with a silence
        passage.gap.primer = {encoding::performanceCode({EventType::kTimeShift, ranges.maxShiftSteps}, ranges)};
    passage.gap.steps = clock.steps();
    passage.gap.next = EventGuide(ranges, moments.within, sounding, clock.steps(), primed, bin);
    Writer after(ranges, clock.steps());
    for (const auto& moment : moments.after)
        after.write(moment);
    passage.gap.following = [following = std::move(after).codes()](std::span<const int>) { return following; };
    passage.notes = [&around, clock, ranges, bin](const Filling& filling) { return notesOf(filling, around, clock, ranges, bin); };
    return passage;
}

// ---- Note by note

constexpr int kWidth = encoding::NotePerformanceEncoding::kWidth;
constexpr int kShiftMinors = 77; ///< a shift is that often its first code, and its second

int shiftOf(std::span<const int> event)
{
    return event[0] * kShiftMinors + event[1];
}

/// The kept notes that start in [from, to), each by its distance from the one before it.
std::vector<int> noteCodes(const Surroundings& around, const Clock& clock, Ticks from, Ticks to, std::int64_t& now, int numVelocityBins)
{
    std::vector<NotePerformanceEvent> events;
    for (const auto& note : around.kept) {
        if (note.start < from || note.start >= to)
            continue;
        const std::int64_t on = clock.step(note.start);
        const std::int64_t duration = clock.step(note.end()) - on;
        events.push_back({.shift = static_cast<int>(std::clamp<std::int64_t>(on - now, 0, NotePerformance::kMaxShift)),
                          .pitch = note.pitch,
                          .velocityBin = velocityToBin(note.velocity, numVelocityBins),
                          .duration = static_cast<int>(std::clamp<std::int64_t>(duration, 1, NotePerformance::kMaxDuration))});
        now = on;
    }
    return encoding::notePerformanceCodes(events);
}

/// The first note starts within the passage; the first that would start behind it ends it.
class NoteGuide {
public:
    NoteGuide(std::int64_t now, std::int64_t steps) : m_now(now), m_steps(steps) {}

    std::optional<Slot> operator()(std::span<const int> written)
    {
        if (!written.empty()) {
            const int shift = shiftOf(written.last(kWidth));
            m_now += shift;
            m_atOnce = shift == 0 ? m_atOnce + 1 : 0;
        }
        const std::int64_t least = m_atOnce >= kMostAtOnce ? 1 : std::max<std::int64_t>(-m_now, 0);
        const std::int64_t most = written.empty() ? std::min<std::int64_t>(m_steps - 1 - m_now, NotePerformance::kMaxShift) : NotePerformance::kMaxShift;
        Slot slot{.step = std::clamp<std::int64_t>(m_now, 0, m_steps)};
        slot.allows = [least, most](std::span<const int> begun) {
            if (begun.size() == 1)
                return begun[0] * kShiftMinors + kShiftMinors - 1 >= least && begun[0] * kShiftMinors <= most;
            return begun.size() > 2 || (shiftOf(begun) >= least && shiftOf(begun) <= most);
        };
        slot.isBehind = [now = m_now, steps = m_steps](std::span<const int> event) { return now + shiftOf(event) >= steps; };
        return slot;
    }

private:
    std::int64_t m_now;
    std::int64_t m_steps;
    int m_atOnce = 0;
};

Passage notePassage(const Surroundings& around, const Clock& clock, const Model& model)
{
    const int bins = model.config->numVelocityBins;
    Passage passage;
    std::int64_t now = clock.step(around.heardFrom);
    passage.gap.primer = noteCodes(around, clock, around.heardFrom, around.start, now, bins);
    if (passage.gap.primer.empty()) {
        passage.gap.primer = model.encoding->defaultCodes();
        now = 0;
    }
    now = std::max<std::int64_t>(now, -NotePerformance::kMaxShift); // a longer rest cannot be told
    passage.gap.steps = clock.steps();
    passage.gap.next = NoteGuide(now, clock.steps());
    passage.gap.following = [&around, clock, now, bins](std::span<const int> filled) {
        std::int64_t last = now;
        for (std::size_t at = 0; at < filled.size(); at += kWidth)
            last += shiftOf(filled.subspan(at, kWidth));
        return noteCodes(around, clock, around.end, around.heardTo, last, bins);
    };
    passage.notes = [clock, now, bins](const Filling& filling) {
        std::vector<project::Note> notes;
        std::int64_t on = now;
        for (const auto& event : encoding::notePerformanceEvents(filling.codes)) {
            on += event.shift;
            add(notes, clock, on, on + event.duration, event.pitch, static_cast<std::uint8_t>(binToVelocity(event.velocityBin, bins)));
        }
        return notes;
    };
    return passage;
}

} // namespace

Result<Passage> performancePassage(const Surroundings& around, const Model& model)
{
    const Clock clock(around, model.config->stepsPerSecond);
    const auto& options = around.options;
    auto passage = model.config->encoding == models::EncodingKind::kNotePerformance ? notePassage(around, clock, model) : eventPassage(around, clock, model);
    passage.gap.controls = ControlSignal(model.config->controls, options.notesPerSecond, options.pitchClassHistogram, options.disableConditioning, 1).at(0);
    return passage;
}

} // namespace partita::generate
