#include "engine/events/performance.h"

#include "engine/events/performance_notes.h"
#include "engine/music/modulo.h"

#include <algorithm>
#include <array>
#include <deque>
#include <tuple>
#include <utility>

namespace partita {

using Type = PerformanceEvent::Type;

namespace {

constexpr int kVelocities = kMaxMidiVelocity - kMinMidiVelocity + 1;

int binSize(int bins)
{
    return (kVelocities + bins - 1) / bins;
}

struct Event {
    std::int64_t step;
    std::size_t note;
    bool isOff;
    auto operator<=>(const Event&) const = default;
};

} // namespace

int velocityToBin(int velocity, int bins)
{
    return (velocity - kMinMidiVelocity) / binSize(bins) + 1;
}

int binToVelocity(int bin, int bins)
{
    return kMinMidiVelocity + (bin - 1) * binSize(bins);
}

PerformanceSound soundOf(const NoteSequence& sequence, std::optional<int> instrument)
{
    bool drums = false;
    bool others = false;
    bool oneProgram = true;
    std::optional<int> program;
    for (const auto& note : sequence.notes) {
        if (instrument && note.instrument != *instrument)
            continue;
        (note.isDrum ? drums : others) = true;
        oneProgram = oneProgram && (!program || *program == note.program);
        program = note.program;
    }
    if (drums && others)
        return {};
    if (!others)
        return {.program = {}, .isDrum = true};
    return {.program = oneProgram ? program : std::nullopt, .isDrum = false};
}

Outcome<std::vector<NoteSequence::Note>> performanceNotes(const NoteSequence& sequence, const PerformanceOptions& options)
{
    if (options.numVelocityBins < 0 || options.numVelocityBins > kVelocities)
        return std::unexpected(Fault::kInvalidArgument);
    std::vector<NoteSequence::Note> notes;
    for (const auto& note : sequence.notes) {
        if (note.quantizedStartStep < options.start || (options.instrument && note.instrument != *options.instrument))
            continue;
        const bool velocityFits = options.numVelocityBins == 0 || (note.velocity >= kMinMidiVelocity && note.velocity <= kMaxMidiVelocity);
        if (note.pitch < kMinMidiPitch || note.pitch > kMaxMidiPitch || !velocityFits)
            return std::unexpected(Fault::kEventOutOfRange);
        notes.push_back(note);
    }
    std::ranges::stable_sort(notes, [](const auto& a, const auto& b) { return std::tie(a.startTime, a.pitch) < std::tie(b.startTime, b.pitch); });
    return notes;
}

Performance::Performance(Timing timing, Steps start, int numVelocityBins, PerformanceSound sound)
    : m_timing(timing), m_start(start), m_numVelocityBins(numVelocityBins), m_maxShiftSteps(kMaxShiftSteps), m_sound(sound)
{
    if (const auto* metric = std::get_if<NoteSequence::StepsPerQuarter>(&timing))
        m_maxShiftSteps = metric->value * kMaxShiftQuarters;
}

static Outcome<Performance> perform(const NoteSequence& sequence, const PerformanceOptions& options)
{
    const auto notes = performanceNotes(sequence, options);
    if (!notes)
        return std::unexpected(notes.error());
    // At one step the order is that of the notes, and only then offs after ons.
    std::vector<Event> events;
    for (std::size_t i = 0; i < notes->size(); ++i) {
        events.push_back({(*notes)[i].quantizedStartStep.value, i, false});
        events.push_back({(*notes)[i].quantizedEndStep.value, i, true});
    }
    std::ranges::sort(events);

    Performance performance(*sequence.quantizationInfo, options.start, options.numVelocityBins, soundOf(sequence, options.instrument));
    std::int64_t step = options.start.value;
    int bin = 0;
    for (const Event& event : events) {
        while (event.step > step) {
            const auto shift = static_cast<int>(std::min<std::int64_t>(event.step - step, performance.maxShiftSteps()));
            performance.append({Type::kTimeShift, shift});
            step += shift;
        }
        const auto& note = (*notes)[event.note];
        if (options.numVelocityBins > 0 && !event.isOff) {
            if (const int own = velocityToBin(note.velocity, options.numVelocityBins); own != bin) {
                bin = own;
                performance.append({Type::kVelocity, bin});
            }
        }
        performance.append({event.isOff ? Type::kNoteOff : Type::kNoteOn, note.pitch});
    }
    return performance;
}

Outcome<Performance> Performance::fromQuantized(const AbsoluteQuantizedSequence& sequence, const PerformanceOptions& options)
{
    return perform(*sequence, options);
}

Outcome<Performance> Performance::fromQuantized(const QuantizedSequence& sequence, const PerformanceOptions& options)
{
    return perform(*sequence, options);
}

std::int64_t Performance::numSteps() const
{
    std::int64_t steps = 0;
    for (const auto& event : m_events)
        steps += event.type == Type::kTimeShift ? event.value : 0;
    return steps;
}

std::vector<std::int64_t> Performance::stepsAtEvents() const
{
    std::vector<std::int64_t> steps;
    std::int64_t step = m_start.value;
    for (const auto& event : m_events) {
        steps.push_back(step);
        step += event.type == Type::kTimeShift ? event.value : 0;
    }
    return steps;
}

void Performance::setLength(std::int64_t steps)
{
    std::int64_t missing = steps - numSteps();
    if (missing > 0 && !m_events.empty() && m_events.back().type == Type::kTimeShift && m_events.back().value < m_maxShiftSteps) {
        const auto added = static_cast<int>(std::min<std::int64_t>(missing, m_maxShiftSteps - m_events.back().value));
        m_events.back().value += added;
        missing -= added;
    }
    for (; missing > 0; missing -= m_events.back().value)
        m_events.push_back({Type::kTimeShift, static_cast<int>(std::min<std::int64_t>(missing, m_maxShiftSteps))});
    while (missing < 0) {
        PerformanceEvent& last = m_events.back();
        if (last.type == Type::kTimeShift && last.value > -missing) {
            last.value += static_cast<int>(missing);
            return;
        }
        missing += last.type == Type::kTimeShift ? last.value : 0;
        m_events.pop_back();
    }
}

void Performance::truncate(std::size_t events)
{
    if (events < size())
        m_events.resize(events);
}

NoteSequence Performance::toNoteSequence(const Rendering& rendering) const
{
    const auto* metric = std::get_if<NoteSequence::StepsPerQuarter>(&m_timing);
    const double secondsPerStep = metric ? 60.0 / (metric->value * rendering.qpm) : 1.0 / std::get<NoteSequence::StepsPerSecond>(m_timing).value;
    const double start = static_cast<double>(m_start.value) * secondsPerStep;

    NoteSequence sequence;
    sequence.ticksPerQuarter = kStandardPpq;
    const int program = rendering.program.value_or(m_sound.program.value_or(0));

    struct Open {
        std::int64_t since;
        int velocity;
    };
    std::array<std::deque<Open>, kMaxMidiPitch + 1> open;
    std::vector<int> pitches; // in the order in which they were first named: what is left open ends in this order
    std::int64_t step = 0;
    const auto close = [&](int pitch) {
        const Open note = open[static_cast<std::size_t>(pitch)].front();
        open[static_cast<std::size_t>(pitch)].pop_front();
        if (note.since == step)
            return;
        const Seconds from(static_cast<double>(note.since) * secondsPerStep + start);
        Seconds to(static_cast<double>(step) * secondsPerStep + start);
        if (rendering.maxNoteDuration && to - from > *rendering.maxNoteDuration)
            to = from + *rendering.maxNoteDuration;
        sequence.notes.push_back({.pitch = pitch, .velocity = note.velocity, .startTime = from, .endTime = to,
                                  .instrument = rendering.instrument, .program = program, .isDrum = m_sound.isDrum.value_or(false)});
        sequence.totalTime = std::max(sequence.totalTime, to);
    };

    int velocity = rendering.velocity;
    for (const auto& [type, value] : m_events) {
        if (type == Type::kTimeShift) {
            step += value;
        } else if (type == Type::kVelocity) {
            velocity = binToVelocity(value, std::max(m_numVelocityBins, 1));
        } else {
            if (std::ranges::find(pitches, value) == pitches.end())
                pitches.push_back(value);
            if (type == Type::kNoteOn)
                open[static_cast<std::size_t>(value)].push_back({step, velocity});
            else if (!open[static_cast<std::size_t>(value)].empty())
                close(value);
        }
    }
    for (int pitch : pitches)
        while (!open[static_cast<std::size_t>(pitch)].empty())
            close(pitch);
    if (metric)
        sequence.tempos = {{.qpm = rendering.qpm}};
    return sequence;
}

} // namespace partita
