#include "engine/events/note_performance.h"

#include "engine/events/performance_notes.h"

#include <algorithm>

namespace partita {

Outcome<NotePerformance> NotePerformance::fromQuantized(const AbsoluteQuantizedSequence& sequence, const PerformanceOptions& options)
{
    if (options.numVelocityBins < 1)
        return std::unexpected(Fault::kInvalidArgument);
    const auto notes = performanceNotes(*sequence, options);
    if (!notes)
        return std::unexpected(notes.error());
    NotePerformance performance(sequence.resolution(), options.start, options.numVelocityBins, soundOf(*sequence, options.instrument));
    Steps step = options.start;
    for (const auto& note : *notes) {
        const std::int64_t shift = (note.quantizedStartStep - step).value;
        const std::int64_t duration = (note.quantizedEndStep - note.quantizedStartStep).value;
        if (shift > kMaxShift)
            return std::unexpected(Fault::kTooManyTimeShiftSteps);
        if (duration > kMaxDuration)
            return std::unexpected(Fault::kTooManyDurationSteps);
        if (shift < 0 || duration < 1)
            return std::unexpected(Fault::kEventOutOfRange);
        performance.append({static_cast<int>(shift), note.pitch, velocityToBin(note.velocity, options.numVelocityBins), static_cast<int>(duration)});
        step = note.quantizedStartStep;
    }
    return performance;
}

std::int64_t NotePerformance::numSteps() const
{
    std::int64_t steps = 0;
    for (const auto& event : m_events)
        steps += event.shift;
    return steps + (m_events.empty() ? 0 : m_events.back().duration);
}

std::vector<std::int64_t> NotePerformance::stepsAtEvents() const
{
    std::vector<std::int64_t> steps;
    std::int64_t step = m_start.value;
    for (const auto& event : m_events)
        steps.push_back(step += event.shift);
    return steps;
}

void NotePerformance::truncate(std::size_t events)
{
    if (events < size())
        m_events.resize(events);
}

NoteSequence NotePerformance::toNoteSequence(int instrument, std::optional<int> program) const
{
    const double secondsPerStep = 1.0 / m_stepsPerSecond;
    const double start = static_cast<double>(m_start.value) * secondsPerStep;
    NoteSequence sequence;
    sequence.ticksPerQuarter = kStandardPpq;
    std::int64_t step = 0;
    for (const auto& event : m_events) {
        step += event.shift;
        sequence.notes.push_back({.pitch = event.pitch, .velocity = binToVelocity(event.velocityBin, m_numVelocityBins),
                                  .startTime = Seconds(static_cast<double>(step) * secondsPerStep + start),
                                  .endTime = Seconds(static_cast<double>(step + event.duration) * secondsPerStep + start),
                                  .instrument = instrument, .program = program.value_or(m_sound.program.value_or(0)),
                                  .isDrum = m_sound.isDrum.value_or(false)});
        sequence.totalTime = std::max(sequence.totalTime, sequence.notes.back().endTime);
    }
    return sequence;
}

} // namespace partita
