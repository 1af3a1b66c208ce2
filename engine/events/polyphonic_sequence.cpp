#include "engine/events/polyphonic_sequence.h"

#include "engine/events/programs.h"
#include "engine/music/modulo.h"

#include <algorithm>
#include <map>
#include <utility>

namespace partita {

using Type = PolyphonicEvent::Type;

namespace {

/// Each step lists all notes that sound: many long ones would fill the memory.
constexpr std::size_t kMaxEvents = 8'000'000;

} // namespace

PolyphonicSequence::PolyphonicSequence(int stepsPerQuarter, Steps start, std::vector<PolyphonicEvent> events)
    : m_events(std::move(events)), m_stepsPerQuarter(stepsPerQuarter), m_start(start)
{
}

Outcome<PolyphonicSequence> PolyphonicSequence::fromQuantized(const QuantizedSequence& sequence, Steps start)
{
    std::map<std::int64_t, std::vector<int>> starting;
    std::map<std::int64_t, std::vector<int>> ending;
    for (const auto& note : sequence->notes) {
        if (note.quantizedStartStep < start)
            continue;
        if (note.pitch < kMinMidiPitch || note.pitch > kMaxMidiPitch)
            return std::unexpected(Fault::kEventOutOfRange);
        if (note.quantizedEndStep <= note.quantizedStartStep)
            return std::unexpected(Fault::kBadNote);
        starting[note.quantizedStartStep.value].push_back(note.pitch);
        ending[note.quantizedEndStep.value].push_back(note.pitch);
    }

    PolyphonicSequence result(sequence.resolution(), start);
    std::vector<int> active;
    for (std::int64_t step = start.value; step < sequence->totalQuantizedSteps.value; ++step) {
        if (const auto ended = ending.find(step); ended != ending.end())
            for (int pitch : ended->second)
                active.erase(std::ranges::find(active, pitch));
        const std::size_t first = result.m_events.size();
        for (int pitch : active)
            result.m_events.push_back({Type::kContinuedNote, pitch});
        if (const auto started = starting.find(step); started != starting.end()) {
            for (int pitch : started->second) {
                active.push_back(pitch);
                result.m_events.push_back({Type::kNewNote, pitch});
            }
        }
        std::stable_sort(result.m_events.begin() + static_cast<std::ptrdiff_t>(first), result.m_events.end(),
                         [](const auto& a, const auto& b) { return a.pitch > b.pitch; });
        result.m_events.push_back({Type::kStepEnd});
        if (result.m_events.size() > kMaxEvents)
            return std::unexpected(Fault::kTooLong);
    }
    result.m_events.push_back({Type::kEnd});
    return result;
}

std::int64_t PolyphonicSequence::numSteps() const
{
    return std::ranges::count(m_events, Type::kStepEnd, &PolyphonicEvent::type);
}

std::vector<std::int64_t> PolyphonicSequence::stepsAtEvents() const
{
    std::vector<std::int64_t> steps;
    std::int64_t step = m_start.value;
    for (const auto& event : m_events) {
        steps.push_back(step);
        step += event.type == Type::kStepEnd;
    }
    return steps;
}

void PolyphonicSequence::trimTrailingEnds()
{
    while (!m_events.empty() && m_events.back().type == Type::kEnd)
        m_events.pop_back();
}

void PolyphonicSequence::setLength(std::int64_t steps)
{
    trimTrailingEnds();
    m_events.push_back({Type::kStepEnd});
    if (const std::int64_t missing = steps - numSteps(); missing > 0)
        m_events.insert(m_events.end(), static_cast<std::size_t>(missing), {Type::kStepEnd});
    if (steps == 0) {
        m_events = {{Type::kStart}};
    } else {
        // Cut behind the last step that stays.
        std::int64_t kept = 0;
        const auto last = std::ranges::find_if(m_events, [&](const auto& event) { return event.type == Type::kStepEnd && ++kept == steps; });
        m_events.erase(last + 1, m_events.end());
    }
    m_events.push_back({Type::kEnd});
}

Outcome<NoteSequence> PolyphonicSequence::toNoteSequence(const Rendering& rendering, const NoteSequence* base) const
{
    NoteSequence sequence;
    if (base) {
        if (base->tempos.empty() || base->tempos.front().qpm != rendering.qpm)
            return std::unexpected(Fault::kInvalidArgument);
        sequence = *base;
    } else {
        sequence.tempos = {{.qpm = rendering.qpm}};
        sequence.ticksPerQuarter = kStandardPpq;
    }
    const double secondsPerStep = 60.0 / rendering.qpm / m_stepsPerQuarter;
    const double start = static_cast<double>(m_start.value) * secondsPerStep;

    struct Open {
        int pitch;
        std::int64_t since;
    };
    std::vector<Open> open;
    std::vector<int> toEnd; // pitches not continued so far in this step; one may stand there more than once
    std::int64_t step = 0;
    for (std::size_t i = 0; i < m_events.size(); ++i) {
        const PolyphonicEvent& event = m_events[i];
        switch (event.type) {
        case Type::kNewNote:
            open.push_back({event.pitch, step});
            break;
        case Type::kContinuedNote:
            if (const auto found = std::ranges::find(toEnd, event.pitch); found != toEnd.end())
                toEnd.erase(found);
            break;
        case Type::kEnd:
            if (i + 1 < m_events.size())
                break;
            [[fallthrough]];
        case Type::kStepEnd:
            std::erase_if(open, [&](const Open& note) {
                const auto ended = std::ranges::find(toEnd, note.pitch);
                if (ended == toEnd.end())
                    return false;
                toEnd.erase(ended);
                sequence.notes.push_back({.pitch = note.pitch, .velocity = rendering.velocity,
                                          .startTime = Seconds(static_cast<double>(note.since) * secondsPerStep + start),
                                          .endTime = Seconds(static_cast<double>(step) * secondsPerStep + start),
                                          .instrument = rendering.instrument, .program = rendering.program});
                return true;
            });
            ++step;
            toEnd.clear();
            for (const Open& note : open)
                toEnd.push_back(note.pitch);
            break;
        case Type::kStart:
            break;
        }
    }
    if (!open.empty())
        return std::unexpected(Fault::kInvalidArgument);
    sequence.totalTime = Seconds(secondsPerStep * static_cast<double>(step - 1) + start);
    return sequence;
}

Outcome<ExtractedPolyphony> extractPolyphony(const QuantizedSequence& sequence, const PolyphonicExtraction& options)
{
    ExtractedPolyphony result;
    Statistics& statistics = result.statistics;
    Histogram lengths({0, 1, 10, 20, 30, 40, 50, 100, 200, 500, 1000});
    if (numPrograms(*sequence) > 1) {
        statistics.count("polyphonic_tracks_discarded_more_than_1_program");
    } else {
        auto polyphony = PolyphonicSequence::fromQuantized(sequence, options.start);
        if (!polyphony)
            return std::unexpected(polyphony.error());
        const std::int64_t steps = polyphony->numSteps();
        if (options.minStepsDiscard && steps < *options.minStepsDiscard) {
            statistics.count("polyphonic_tracks_discarded_too_short");
        } else if (options.maxStepsDiscard && steps > *options.maxStepsDiscard) {
            statistics.count("polyphonic_tracks_discarded_too_long");
        } else {
            lengths.add(wholeTimes(static_cast<double>(steps), stepsPerBar(sequence)));
            result.sequences.push_back(std::move(*polyphony));
        }
    }
    statistics.histograms["polyphonic_track_lengths_in_bars"] = std::move(lengths);
    return result;
}

} // namespace partita
