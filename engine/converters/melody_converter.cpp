#include "engine/converters/melody_converter.h"

#include "engine/converters/one_hot.h"
#include "engine/events/extract_melodies.h"

#include <algorithm>
#include <utility>

namespace partita::converters {
namespace {

encoding::PitchRange rangeOf(const MelodySpec& spec)
{
    return {spec.minPitch, spec.maxPitch + 1};
}

int numClasses(const MelodySpec& spec)
{
    return encoding::melodyVocabulary(rangeOf(spec)).size;
}

ConverterShape shapeOf(const MelodySpec& spec)
{
    const int depth = numClasses(spec) + (spec.windows.addEndToken ? 1 : 0);
    return {.inputDepth = depth,
            .outputDepth = depth,
            .controlDepth = controlDepth(spec.condition),
            .endToken = spec.windows.addEndToken ? std::optional(numClasses(spec)) : std::nullopt,
            .outputsAreInputs = true,
            .maxExamples = spec.maxExamples};
}

/// A window that begins within a note or a rest has no note to end before its first one.
void dropLeadingOffs(std::vector<Code>& events)
{
    const int off = encoding::melodyCode(kMelodyNoteOff, {});
    for (Code& event : events) {
        if (event > off)
            return;
        event = encoding::melodyCode(kMelodyNoEvent, {});
    }
}

MelodyExtraction extractionOf(const MelodySpec& spec)
{
    MelodyExtraction options{.minBars = 1, .gapBars = spec.windows.gapBars, .minUniquePitches = 1,
                             .ignorePolyphonic = !spec.skipPolyphony, .padEnd = true};
    if (spec.windows.maxBars)
        options.maxStepsTruncate = *spec.windows.maxBars * spec.windows.stepsPerBar();
    return options;
}

} // namespace

MelodyConverter::MelodyConverter(const MelodySpec& spec, Mode mode) : DataConverter(shapeOf(spec), mode), m_spec(spec) {}

Conversion MelodyConverter::toTensors(const NoteSequence& sequence, const Draw& draw) const
{
    const Sampling sampling{m_spec.maxExamples, mode(), draw};
    return convertPieces(sequence, m_spec.presplit, sampling, [&](Piece piece, Conversion& out) { convert(std::move(piece), sampling, out); });
}

void MelodyConverter::convert(Piece piece, const Sampling& sampling, Conversion& out) const
{
    std::erase_if(piece.sequence.notes, [&](const NoteSequence::Note& note) {
        return (m_spec.programs && (note.program < m_spec.programs->low || note.program > m_spec.programs->high))
            || note.pitch < m_spec.minPitch || note.pitch > m_spec.maxPitch;
    });
    if (piece.sequence.notes.empty())
        return drop(out.dropped, {.reason = DropReason::kNoFittingNotes});
    auto grid = onGrid(std::move(piece.sequence), m_spec.windows.stepsPerQuarter, m_spec.windows.stepsPerBar(), out.dropped);
    if (!grid)
        return;
    const auto quantized = Conditions::completed(std::move(*grid), m_spec.condition);
    if (!quantized)
        return drop(out.dropped, {.reason = DropReason::kNoChords, .fault = quantized.error()});

    const auto found = extractMelodies(*quantized, extractionOf(m_spec));
    if (!found)
        return drop(out.dropped, {.reason = DropReason::kFault, .fault = found.error()});
    for (const auto& [counter, reason] : {std::pair{"polyphonic_tracks_discarded", DropReason::kPolyphonic},
                                          std::pair{"melodies_truncated", DropReason::kTruncated},
                                          std::pair{"melodies_discarded_too_few_pitches", DropReason::kTooFewPitches}})
        if (const auto entry = found->statistics.counters.find(counter); entry != found->statistics.counters.end())
            drop(out.dropped, {.reason = reason, .count = entry->second});
    if (found->melodies.empty() && out.dropped.empty()) // drums on a melody's programs, or silent notes
        return drop(out.dropped, {.reason = DropReason::kNoFittingNotes});

    std::vector<Track> tracks;
    std::int64_t end = quantized->operator*().totalQuantizedSteps.value;
    for (std::size_t i = 0; i < found->melodies.size(); ++i) {
        Melody melody = found->melodies[i];
        if (m_spec.windows.padToTotalTime) {
            melody.setLength(melody.size() + static_cast<std::size_t>(melody.startStep().value), Side::kLeft);
            melody.setLength(static_cast<std::size_t>((*quantized)->totalQuantizedSteps.value));
        }
        Track track{.start = melody.startStep().value, .instrument = found->instruments[i]};
        for (int event : melody.events())
            track.events.push_back(encoding::melodyCode(event, rangeOf(m_spec)));
        end = std::max(end, melody.endStep().value);
        tracks.push_back(std::move(track));
    }
    const auto conditions = Conditions::of(*quantized, m_spec.condition, end);
    if (!conditions)
        return drop(out.dropped, {.reason = DropReason::kFault, .fault = conditions.error()});
    auto windows = windowsOf(tracks, m_spec.windows, *conditions, out.dropped, dropLeadingOffs);
    sample(windows, sampling, out.dropped);

    for (Window& window : windows) {
        LatentExample example{.start = piece.start + timeOfStep(*quantized, window.start), .instrument = window.instrument};
        if (shape().endToken) {
            window.events.push_back(*shape().endToken);
            if (!window.conditions.empty())
                window.conditions.push_back(window.conditions.back());
        }
        auto controls = conditions->rows(window.conditions);
        if (!controls) { // one unreadable chord spoils its piece, as in Magenta
            out.examples.clear();
            return drop(out.dropped, {.reason = DropReason::kFault, .fault = controls.error()});
        }
        example.steps = window.events.size();
        example.inputs = oneHot(window.events, shape().inputDepth);
        example.controls = std::move(*controls);
        example.lengths = {static_cast<int>(example.steps)};
        out.examples.push_back(std::move(example));
    }
}

NoteSequence melodyFromClasses(std::span<const int> classes, encoding::PitchRange range, int stepsPerQuarter, const Melody::Rendering& rendering)
{
    std::vector<int> events = encoding::melodyEvents(classes, range);
    const auto melody = Melody::fromEvents(events, {.stepsPerBar = kDefaultStepsPerBar, .stepsPerQuarter = stepsPerQuarter});
    return melody->toNoteSequence(rendering); // classes of a range within MIDI's pitches
}

NoteSequence MelodyConverter::fromTensors(std::span<const float> samples, std::span<const float> controls) const
{
    auto classes = argmaxRows(samples, shape().outputDepth);
    if (shape().endToken)
        classes.erase(std::ranges::find(classes, *shape().endToken), classes.end());
    NoteSequence sequence = melodyFromClasses(classes, rangeOf(m_spec), m_spec.windows.stepsPerQuarter, {.velocity = kOutputVelocity});
    const std::size_t told = std::min(controls.size(), classes.size() * static_cast<std::size_t>(shape().controlDepth));
    Conditions::write(sequence, controls.first(told), m_spec.condition, 60.0 / (m_spec.windows.stepsPerQuarter * kDefaultQuartersPerMinute));
    return sequence;
}

} // namespace partita::converters
