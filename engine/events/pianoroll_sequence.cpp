#include "engine/events/pianoroll_sequence.h"

#include "engine/events/programs.h"
#include "engine/music/modulo.h"
#include "engine/music/python_set.h"

#include <array>

namespace partita {

Outcome<PianorollSequence> PianorollSequence::fromQuantized(const QuantizedSequence& sequence, Steps start, const Keys& keys, bool splitRepeats)
{
    PianorollSequence roll(sequence.resolution(), start, keys);
    const std::int64_t steps = std::max<std::int64_t>(0, (sequence->totalQuantizedSteps - start).value);
    roll.m_frames.resize(static_cast<std::size_t>(steps));
    constexpr std::int64_t kMaxPainted = std::int64_t{1} << 28; // a second's work
    std::int64_t painted = 0;
    for (const auto& note : sequence->notes) {
        if (note.quantizedStartStep < start || note.pitch < keys.lowest || note.pitch > keys.highest)
            continue;
        const auto key = static_cast<std::size_t>(note.pitch - keys.lowest);
        const std::int64_t first = (note.quantizedStartStep - start).value;
        const std::int64_t end = std::min((note.quantizedEndStep - start).value, steps);
        if (first >= end)
            continue;
        if ((painted += end - first) > kMaxPainted)
            return std::unexpected(Fault::kTooLong);
        if (splitRepeats)
            roll.m_frames[static_cast<std::size_t>(first == 0 ? steps - 1 : first - 1)].reset(key);
        for (std::int64_t step = first; step < end; ++step)
            roll.m_frames[static_cast<std::size_t>(step)].set(key);
    }
    return roll;
}

Outcome<NoteSequence> PianorollSequence::toNoteSequence(const Rendering& rendering, const NoteSequence* base) const
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
    const auto timeOf = [&](std::size_t step) { return Seconds(static_cast<double>(step) * secondsPerStep + start); };

    std::array<std::size_t, PianorollFrame{}.size()> noteOfKey{}; // index of the open note
    PianorollFrame before;
    for (std::size_t step = 0; step < size(); ++step) {
        PythonSet frame, fresh; // the original opens the notes of the difference of two sets
        for (std::size_t key = 0; key < before.size(); ++key) {
            if (before.test(key) && !m_frames[step].test(key))
                sequence.notes[noteOfKey[key]].endTime = timeOf(step);
            if (m_frames[step].test(key))
                frame.add(static_cast<int>(key));
        }
        for (const int key : frame.numbers())
            if (!before.test(static_cast<std::size_t>(key)))
                fresh.add(key);
        for (const int key : fresh.numbers()) {
            noteOfKey[static_cast<std::size_t>(key)] = sequence.notes.size();
            sequence.notes.push_back({.pitch = key + m_keys.lowest, .velocity = rendering.velocity, .startTime = timeOf(step),
                                      .instrument = rendering.instrument, .program = rendering.program});
        }
        before = m_frames[step];
    }
    for (std::size_t key = 0; key < before.size(); ++key)
        if (before.test(key))
            sequence.notes[noteOfKey[key]].endTime = timeOf(size());
    // The last step counts only while something sounds in it.
    sequence.totalTime = timeOf(before.any() ? size() : (size() == 0 ? 0 : size() - 1));
    return sequence;
}

Outcome<ExtractedPianorolls> extractPianorolls(const QuantizedSequence& sequence, const PianorollExtraction& options)
{
    if (options.maxStepsDiscard && options.maxStepsTruncate)
        return std::unexpected(Fault::kInvalidArgument);
    ExtractedPianorolls result;
    Statistics& statistics = result.statistics;
    Histogram lengths({0, 1, 10, 20, 30, 40, 50, 100, 200, 500, 1000});
    if (numPrograms(*sequence) > 1) {
        statistics.count("pianoroll_tracks_discarded_more_than_1_program");
    } else {
        auto roll = PianorollSequence::fromQuantized(sequence, options.start);
        if (!roll)
            return std::unexpected(roll.error());
        const auto steps = static_cast<std::int64_t>(roll->size());
        if (options.minStepsDiscard && steps < *options.minStepsDiscard) {
            statistics.count("pianoroll_tracks_discarded_too_short");
        } else if (options.maxStepsDiscard && steps > *options.maxStepsDiscard) {
            statistics.count("pianoroll_tracks_discarded_too_long");
        } else {
            if (options.maxStepsTruncate && steps > *options.maxStepsTruncate) {
                statistics.count("pianoroll_tracks_truncated_too_long");
                roll->setLength(static_cast<std::size_t>(*options.maxStepsTruncate));
            }
            lengths.add(wholeTimes(static_cast<double>(steps), stepsPerBar(sequence)));
            result.sequences.push_back(std::move(*roll));
        }
    }
    statistics.histograms["pianoroll_track_lengths_in_bars"] = std::move(lengths);
    return result;
}

} // namespace partita
