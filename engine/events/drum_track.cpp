#include "engine/events/drum_track.h"

#include "engine/music/python_set.h"

namespace partita {

DrumHits drumHits(std::initializer_list<int> pitches)
{
    DrumHits hits;
    for (int pitch : pitches)
        hits.set(static_cast<std::size_t>(pitch));
    return hits;
}

std::vector<int> drumPitches(const DrumHits& hits)
{
    std::vector<int> pitches;
    for (std::size_t pitch = 0; pitch < hits.size(); ++pitch)
        if (hits.test(pitch))
            pitches.push_back(static_cast<int>(pitch));
    return pitches;
}

Outcome<DrumTrack::Struck> DrumTrack::struck(const QuantizedSequence& sequence, bool ignoreIsDrum)
{
    Struck struck;
    for (const NoteSequence::Note& note : sequence->notes) {
        if (!(note.isDrum || ignoreIsDrum) || note.velocity == 0)
            continue;
        if (note.pitch < kMinMidiPitch || note.pitch > kMaxMidiPitch)
            return std::unexpected(Fault::kEventOutOfRange);
        struck[note.quantizedStartStep.value].set(static_cast<std::size_t>(note.pitch));
    }
    return struck;
}

Outcome<DrumTrack> DrumTrack::fromQuantized(const QuantizedSequence& sequence, const DrumOptions& options)
{
    const auto hits = struck(sequence, options.ignoreIsDrum);
    if (!hits)
        return std::unexpected(hits.error());
    return fromStruck(sequence, *hits, options);
}

Outcome<DrumTrack> DrumTrack::fromStruck(const QuantizedSequence& sequence, const Struck& struck, const DrumOptions& options)
{
    const auto stepsPerBar = wholeStepsPerBar(sequence);
    if (!stepsPerBar)
        return std::unexpected(stepsPerBar.error());
    DrumTrack track({.stepsPerBar = *stepsPerBar, .stepsPerQuarter = sequence.resolution()});
    const auto first = struck.lower_bound(options.searchStart.value);
    if (first == struck.end())
        return track;
    const std::int64_t barStart = barLineBefore(first->first, options.searchStart.value, *stepsPerBar);
    for (auto next = first; next != struck.end(); ++next) {
        const std::int64_t at = next->first - barStart;
        const auto silence = at - static_cast<std::int64_t>(track.size());
        if (!track.empty() && static_cast<double>(silence) >= options.gapBars * *stepsPerBar)
            break;
        track.m_events.resize(static_cast<std::size_t>(at));
        track.append(next->second);
    }
    track.m_grid.start = Steps(barStart);
    if (options.padEnd)
        track.setLength(wholeBars(track.size(), *stepsPerBar));
    return track;
}

NoteSequence DrumTrack::toNoteSequence(const Rendering& rendering) const
{
    NoteSequence sequence;
    sequence.tempos = {{.qpm = rendering.qpm}};
    sequence.ticksPerQuarter = kStandardPpq;
    const double secondsPerStep = 60.0 / rendering.qpm / m_grid.stepsPerQuarter;
    const double start = rendering.offset.value + static_cast<double>(m_grid.start.value) * secondsPerStep;
    const auto timeOf = [&](std::size_t step) { return Seconds(static_cast<double>(step) * secondsPerStep + start); };
    for (std::size_t step = 0; step < size(); ++step)
        for (int pitch : PythonSet(drumPitches(m_events[step])).numbers()) // Magenta's events are sets
            sequence.notes.push_back({.pitch = pitch, .velocity = rendering.velocity, .startTime = timeOf(step), .endTime = timeOf(step + 1),
                                      .instrument = rendering.instrument, .program = rendering.program, .isDrum = true});
    if (!sequence.notes.empty())
        sequence.totalTime = sequence.notes.back().endTime;
    return sequence;
}

Outcome<ExtractedDrumTracks> extractDrumTracks(const QuantizedSequence& sequence, const DrumExtraction& options)
{
    ExtractedDrumTracks result;
    Statistics& statistics = result.statistics;
    Histogram lengths(barLengthBounds(options.minBars));
    const auto bar = wholeStepsPerBar(sequence);
    if (!bar)
        return std::unexpected(bar.error());

    const auto hits = DrumTrack::struck(sequence, options.ignoreIsDrum);
    if (!hits)
        return std::unexpected(hits.error());

    DrumOptions search{.searchStart = options.searchStart, .gapBars = options.gapBars, .padEnd = options.padEnd,
                       .ignoreIsDrum = options.ignoreIsDrum};
    while (true) {
        auto track = DrumTrack::fromStruck(sequence, *hits, search);
        if (!track)
            return std::unexpected(track.error());
        if (track->empty())
            break;
        search.searchStart = Steps(barLineAfter(track->endStep().value, options.searchStart.value, *bar));

        const auto length = static_cast<std::int64_t>(track->size());
        if (length < std::int64_t{*bar} * options.minBars) {
            statistics.count("drum_tracks_discarded_too_short");
            continue;
        }
        if (options.maxStepsDiscard && length > *options.maxStepsDiscard) {
            statistics.count("drum_tracks_discarded_too_long");
            continue;
        }
        if (options.maxStepsTruncate && length > *options.maxStepsTruncate) {
            const int kept = *options.maxStepsTruncate;
            track->setLength(static_cast<std::size_t>(options.padEnd ? kept - kept % *bar : kept));
            statistics.count("drum_tracks_truncated");
        }
        lengths.add(static_cast<double>(static_cast<std::int64_t>(track->size()) / *bar));
        result.tracks.push_back(std::move(*track));
    }
    statistics.histograms["drum_track_lengths_in_bars"] = std::move(lengths);
    return result;
}

} // namespace partita
