#include "engine/converters/js_melody.h"

#include "engine/music/quantize.h"

#include <algorithm>

namespace partita::converters {

Outcome<std::vector<int>> jsMelody(const NoteSequence& sequence, JsConverterSpec::Range pitches, bool ignorePolyphony, std::optional<int> numSteps)
{
    if (!isQuantized(sequence))
        return std::unexpected(Fault::kQuantizationStatus);
    const std::int64_t steps = numSteps.value_or(0) > 0 ? *numSteps : sequence.totalQuantizedSteps.value;
    if (steps < 0 || steps > kMaxSteps)
        return std::unexpected(Fault::kTooLong);
    auto notes = sequence.notes;
    std::ranges::stable_sort(notes, [](const auto& a, const auto& b) {
        return a.quantizedStartStep != b.quantizedStartStep ? a.quantizedStartStep < b.quantizedStartStep : a.pitch > b.pitch;
    });
    std::vector<int> events(static_cast<std::size_t>(steps));
    const auto write = [&](Steps step, int event) {
        if (step.value >= 0 && step.value < steps)
            events[static_cast<std::size_t>(step.value)] = event;
    };
    std::optional<Steps> lastStart;
    for (const auto& note : notes) {
        if (note.quantizedStartStep == lastStart) {
            if (!ignorePolyphony)
                return std::unexpected(Fault::kPolyphonicMelody);
            continue;
        }
        if (note.pitch < pitches.minPitch || note.pitch > pitches.maxPitch)
            return std::unexpected(Fault::kEventOutOfRange);
        write(note.quantizedStartStep, note.pitch - pitches.minPitch + kJsFirstPitch);
        write(note.quantizedEndStep, kJsNoteOff);
        lastStart = note.quantizedStartStep;
    }
    return events;
}

std::vector<NoteSequence::Note> jsMelodyNotes(std::span<const int> events, int minPitch)
{
    std::vector<NoteSequence::Note> notes;
    bool sounding = false;
    for (std::size_t step = 0; step <= events.size(); ++step) {
        const int event = step < events.size() ? events[step] : kJsNoteOff;
        if (event == 0)
            continue;
        if (sounding)
            notes.back().quantizedEndStep = Steps(static_cast<std::int64_t>(step));
        sounding = event >= kJsFirstPitch;
        if (sounding)
            notes.push_back({.pitch = event - kJsFirstPitch + minPitch, .quantizedStartStep = Steps(static_cast<std::int64_t>(step))});
    }
    return notes;
}

std::vector<float> jsMelodyShape(std::span<const int> events)
{
    constexpr std::size_t kDirections = 3;
    constexpr std::size_t kLevel = 1;
    std::vector<std::size_t> onsets;
    for (std::size_t step = 0; step < events.size(); ++step)
        if (events[step] >= kJsFirstPitch)
            onsets.push_back(step);
    std::vector<std::size_t> directions(events.size(), kLevel);
    for (std::size_t i = 1; i < onsets.size(); ++i) {
        const int from = events[onsets[i - 1]], to = events[onsets[i]];
        const std::size_t direction = to < from ? 0 : to > from ? 2 : kLevel;
        // From behind the note before; what precedes the second note goes as the first pair, what follows the last as the last.
        const std::size_t begin = i == 1 ? 0 : onsets[i - 1] + 1;
        const std::size_t end = i + 1 == onsets.size() ? events.size() : onsets[i] + 1;
        std::fill(directions.begin() + static_cast<std::ptrdiff_t>(begin), directions.begin() + static_cast<std::ptrdiff_t>(end), direction);
    }
    std::vector<float> rows(events.size() * kDirections);
    for (std::size_t step = 0; step < events.size(); ++step)
        rows[step * kDirections + directions[step]] = 1.0f;
    return rows;
}

Outcome<JsTensor> jsMelodyRegister(const NoteSequence& sequence, std::span<const int> boundaryPitches, JsConverterSpec::Range pitches, std::optional<int> numSteps)
{
    const auto events = jsMelody(sequence, pitches, true, numSteps);
    if (!events)
        return std::unexpected(events.error());
    double total = 0.0;
    int sounding = 0, pitch = -1;
    for (int event : *events) {
        if (event == kJsNoteOff)
            pitch = -1;
        else if (event >= kJsFirstPitch)
            pitch = pitches.minPitch + event - kJsFirstPitch;
        if (pitch >= 0) {
            total += pitch;
            ++sounding;
        }
    }
    const std::size_t depth = boundaryPitches.size() + 1;
    JsTensor tensor{static_cast<int>(depth), std::vector<float>(events->size() * depth)};
    if (sounding == 0)
        return tensor;
    const double mean = total / sounding;
    std::size_t bin = 0;
    while (bin < boundaryPitches.size() && mean >= boundaryPitches[bin])
        ++bin;
    for (std::size_t step = 0; step < events->size(); ++step)
        tensor.values[step * depth + bin] = 1.0f;
    return tensor;
}

} // namespace partita::converters
