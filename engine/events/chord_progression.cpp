#include "engine/events/chord_progression.h"

#include "engine/music/modulo.h"

#include <algorithm>
#include <utility>

namespace partita {
namespace {

using TextAnnotation = NoteSequence::TextAnnotation;

bool isChord(const TextAnnotation& annotation)
{
    return annotation.annotationType == NoteSequence::TextAnnotationType::kChordSymbol;
}

} // namespace

Outcome<ChordProgression> ChordProgression::fromQuantized(const QuantizedSequence& sequence, Steps start, Steps end)
{
    const auto stepsPerBar = wholeStepsPerBar(sequence);
    if (!stepsPerBar)
        return std::unexpected(stepsPerBar.error());
    if (start >= end || (end - start).value > kMaxSteps)
        return std::unexpected(Fault::kInvalidArgument);

    std::vector<const TextAnnotation*> chords;
    for (const TextAnnotation& annotation : sequence->textAnnotations)
        if (isChord(annotation))
            chords.push_back(&annotation);
    std::ranges::stable_sort(chords, {}, &TextAnnotation::quantizedStep);

    ChordProgression progression({.start = start, .stepsPerBar = *stepsPerBar, .stepsPerQuarter = sequence.resolution()});
    std::string current(kNoChord);
    std::optional<Steps> since;
    const auto fillTo = [&](Steps step) {
        progression.m_events.resize(static_cast<std::size_t>((step - start).value), current);
    };
    for (const TextAnnotation* chord : chords) {
        const Steps step = chord->quantizedStep;
        if (step >= end)
            break;
        if (step >= start) {
            if (step == since && chord->text != current)
                return std::unexpected(Fault::kCoincidentChords);
            fillTo(step);
        }
        since = step;
        current = chord->text;
    }
    fillTo(end);
    return progression;
}

Outcome<void> ChordProgression::transpose(int semitones)
{
    std::vector<std::string> moved;
    moved.reserve(size());
    for (std::size_t i = 0; i < size(); ++i) {
        if (i > 0 && m_events[i] == m_events[i - 1]) {
            moved.push_back(moved.back());
            continue;
        }
        auto figure = transposeChord(m_events[i], semitones);
        if (!figure)
            return std::unexpected(figure.error());
        moved.push_back(std::move(*figure));
    }
    m_events = std::move(moved);
    return {};
}

NoteSequence ChordProgression::toNoteSequence(Seconds offset, double qpm) const
{
    NoteSequence sequence;
    sequence.tempos = {{.qpm = qpm}};
    sequence.ticksPerQuarter = kStandardPpq;
    const double secondsPerStep = 60.0 / qpm / m_grid.stepsPerQuarter;
    std::string_view current = kNoChord;
    for (std::size_t step = 0; step < size(); ++step) {
        if (m_events[step] == current)
            continue;
        current = m_events[step];
        sequence.textAnnotations.push_back({.time = Seconds(static_cast<double>(step) * secondsPerStep + offset.value),
                                            .text = m_events[step],
                                            .annotationType = NoteSequence::TextAnnotationType::kChordSymbol});
    }
    return sequence;
}

Outcome<ExtractedChords> extractChords(const QuantizedSequence& sequence, std::optional<int> maxSteps, bool allTranspositions)
{
    auto chords = ChordProgression::fromQuantized(sequence, Steps(0), sequence->totalQuantizedSteps);
    if (!chords)
        return std::unexpected(chords.error());
    ExtractedChords result;
    if (maxSteps && static_cast<std::int64_t>(chords->size()) > *maxSteps) {
        chords->setLength(static_cast<std::size_t>(*maxSteps));
        result.statistics.count("chords_truncated");
    }
    if (!allTranspositions) {
        result.progressions.push_back(std::move(*chords));
        return result;
    }
    for (int amount = -6; amount < 6; ++amount) {
        ChordProgression copy = *chords;
        if (auto moved = copy.transpose(amount); !moved)
            return std::unexpected(moved.error());
        result.progressions.push_back(std::move(copy));
    }
    return result;
}

Outcome<std::vector<std::string>> chordsAtSteps(const QuantizedSequence& sequence, std::span<const std::int64_t> steps)
{
    ChordProgression chords;
    if (sequence->totalQuantizedSteps > Steps{}) {
        auto all = ChordProgression::fromQuantized(sequence, Steps(0), sequence->totalQuantizedSteps);
        if (!all)
            return std::unexpected(all.error());
        chords = std::move(*all);
    }
    const std::string beyond = chords.empty() ? std::string(kNoChord) : chords[chords.size() - 1];
    std::vector<std::string> figures;
    for (std::int64_t step : steps)
        figures.push_back(step < static_cast<std::int64_t>(chords.size()) ? chords[static_cast<std::size_t>(step)] : beyond);
    return figures;
}

Outcome<std::vector<int>> keysAtSteps(const NoteSequence& sequence, std::span<const std::int64_t> steps, double stepsPerSecond)
{
    if (sequence.keySignatures.empty())
        return std::unexpected(Fault::kInvalidArgument);
    std::vector<std::pair<double, int>> changes;
    for (const auto& signature : sequence.keySignatures)
        changes.emplace_back(stepsPerSecond * signature.time.value, signature.key);
    std::ranges::stable_sort(changes);
    std::vector<int> keys;
    for (std::int64_t step : steps) {
        const auto next = std::ranges::upper_bound(changes, static_cast<double>(step), {}, &std::pair<double, int>::first);
        keys.push_back(next == changes.begin() ? next->second : std::prev(next)->second);
    }
    return keys;
}

Outcome<NoteSequence> renderChords(NoteSequence sequence, const ChordRendering& rendering)
{
    std::vector<TextAnnotation> chords;
    std::ranges::copy_if(sequence.textAnnotations, std::back_inserter(chords),
                         [&](const TextAnnotation& annotation) { return isChord(annotation) && annotation.time < sequence.totalTime; });
    std::ranges::stable_sort(chords, {}, &TextAnnotation::time);

    for (std::size_t i = 0; i < chords.size(); ++i) {
        if (chords[i].text == kNoChord)
            continue;
        const auto symbol = ChordSymbol::parse(chords[i].text);
        if (!symbol)
            return std::unexpected(symbol.error());
        const auto classes = symbol->pitchClasses();
        if (!classes)
            return std::unexpected(classes.error());
        std::vector<int> pitches;
        for (int pitchClass : *classes)
            pitches.push_back(kNotesPerOctave * rendering.octave + pitchClass);
        pitches.push_back(kNotesPerOctave * rendering.bassOctave + symbol->bass().pitchClass());
        const Seconds end = i + 1 < chords.size() ? chords[i + 1].time : sequence.totalTime;
        for (int pitch : pitches)
            sequence.notes.push_back({.pitch = pitch, .velocity = rendering.velocity, .startTime = chords[i].time, .endTime = end,
                                      .instrument = rendering.instrument, .program = rendering.program});
    }
    return sequence;
}

} // namespace partita
