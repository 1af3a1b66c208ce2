#include "engine/converters/drums_converter.h"

#include "engine/converters/melody_converter.h"
#include "engine/converters/one_hot.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace partita::converters {
namespace {

constexpr std::size_t kMaxOneHotDrums = 16; ///< 65,536 combinations

ConverterShape shapeOf(const DrumsSpec& spec)
{
    const auto drums = static_cast<int>(drumClasses(spec.drums).size());
    assert(static_cast<std::size_t>(drums) <= kMaxOneHotDrums || (spec.rollInput && spec.rollOutput));
    const int end = spec.windows.addEndToken ? 1 : 0;
    const int input = spec.rollInput ? drums + end + 1 : (1 << drums) + end;
    const int output = spec.rollOutput ? drums + end : (1 << drums) + end;
    return {.inputDepth = input,
            .outputDepth = output,
            .endToken = end ? std::optional(output - 1) : std::nullopt,
            .outputsAreInputs = !spec.rollInput && !spec.rollOutput,
            .maxExamples = spec.maxExamples};
}

} // namespace

DrumMap::DrumMap(DrumSet set) : m_classes(drumClasses(set))
{
    m_classOf.fill(-1);
    for (std::size_t i = 0; i < m_classes.size(); ++i)
        for (int pitch : m_classes[i])
            m_classOf[static_cast<std::size_t>(pitch)] = static_cast<int>(i);
}

DrumsConverter::DrumsConverter(const DrumsSpec& spec, Mode mode) : DataConverter(shapeOf(spec), mode), m_spec(spec), m_drums(spec.drums) {}

Conversion DrumsConverter::toTensors(const NoteSequence& sequence, const Draw& draw) const
{
    const Sampling sampling{m_spec.maxExamples, mode(), draw};
    return convertPieces(sequence, m_spec.presplit, sampling, [&](Piece piece, Conversion& out) { convert(std::move(piece), sampling, out); });
}

void DrumsConverter::convert(Piece piece, const Sampling& sampling, Conversion& out) const
{
    const auto grid = onGrid(std::move(piece.sequence), m_spec.windows.stepsPerQuarter, m_spec.windows.stepsPerBar(), out.dropped);
    if (!grid)
        return;
    std::int64_t unknown = 0;
    const QuantizedSequence drums = drumsByClass(*grid, m_drums, unknown);
    if (unknown > 0)
        drop(out.dropped, {.reason = DropReason::kUnknownDrums, .count = unknown});

    DrumExtraction options{.minBars = 1, .gapBars = m_spec.windows.gapBars, .padEnd = true};
    if (m_spec.windows.maxBars)
        options.maxStepsTruncate = *m_spec.windows.maxBars * m_spec.windows.stepsPerBar();
    const auto found = extractDrumTracks(drums, options);
    if (!found)
        return drop(out.dropped, {.reason = DropReason::kFault, .fault = found.error()});
    if (const auto cut = found->statistics.counters.find("drum_tracks_truncated"); cut != found->statistics.counters.end())
        drop(out.dropped, {.reason = DropReason::kTruncated, .count = cut->second});
    if (found->tracks.empty())
        return drop(out.dropped, {.reason = DropReason::kNoFittingNotes});

    std::vector<Track> tracks;
    for (DrumTrack track : found->tracks) {
        if (m_spec.windows.padToTotalTime) {
            track.setLength(track.size() + static_cast<std::size_t>(track.startStep().value), Side::kLeft);
            track.setLength(static_cast<std::size_t>(drums->totalQuantizedSteps.value));
        }
        tracks.push_back({.events = drumBits(track), .start = track.startStep().value});
    }
    auto windows = windowsOf(tracks, m_spec.windows, Conditions({}), out.dropped);
    sample(windows, sampling, out.dropped);
    for (Window& window : windows) {
        LatentExample example{.start = piece.start + timeOfStep(drums, window.start)};
        example.inputs = m_spec.rollInput ? roll(window.events, true) : oneHotRows(window.events);
        if (!shape().outputsAreInputs)
            example.outputs = m_spec.rollOutput ? roll(window.events, false) : oneHotRows(window.events);
        example.steps = example.inputs.size() / static_cast<std::size_t>(shape().inputDepth);
        example.lengths = {static_cast<int>(example.steps)};
        out.examples.push_back(std::move(example));
    }
}

/// A column a drum, one for the end where there is an end token, and one that says that the others are 0.
std::vector<float> DrumsConverter::roll(const std::vector<Code>& hits, bool withNone) const
{
    const auto drums = static_cast<std::size_t>(m_drums.size());
    const std::size_t end = shape().endToken ? 1 : 0;
    const std::size_t depth = drums + end + (withNone ? 1 : 0);
    std::vector<float> rows((hits.size() + end) * depth);
    for (std::size_t step = 0; step < hits.size(); ++step) {
        for (std::size_t drum = 0; drum < drums; ++drum)
            rows[step * depth + drum] = static_cast<float>(hits[step] >> drum & 1);
        if (withNone && hits[step] == 0)
            rows[step * depth + depth - 1] = 1.0f;
    }
    if (end)
        rows[hits.size() * depth + drums] = 1.0f;
    return rows;
}

std::vector<float> DrumsConverter::oneHotRows(std::vector<Code> hits) const
{
    const Code combinations = Code{1} << m_drums.size();
    if (shape().endToken)
        hits.push_back(combinations);
    return oneHot(hits, static_cast<int>(combinations) + (shape().endToken ? 1 : 0));
}

std::vector<Code> DrumsConverter::hitsOf(std::span<const float> samples) const
{
    const auto depth = static_cast<std::size_t>(shape().outputDepth);
    std::vector<Code> hits;
    for (std::size_t at = 0; at + depth <= samples.size(); at += depth) {
        const auto row = samples.subspan(at, depth);
        if (shape().endToken && (m_spec.rollOutput ? row[static_cast<std::size_t>(*shape().endToken)] != 0.0f : argmax(row) == *shape().endToken))
            break;
        Code bits = 0;
        if (m_spec.rollOutput)
            for (int drum = 0; drum < m_drums.size(); ++drum)
                bits |= static_cast<Code>(row[static_cast<std::size_t>(drum)] != 0.0f) << drum;
        else
            bits = argmax(row);
        hits.push_back(bits);
    }
    return hits;
}

NoteSequence DrumsConverter::fromTensors(std::span<const float> samples, std::span<const float>) const
{
    return drumsFromBits(hitsOf(samples), m_drums, m_spec.windows.stepsPerQuarter);
}

QuantizedSequence drumsByClass(const QuantizedSequence& piece, const DrumMap& drums, std::int64_t& unknown)
{
    return piece.with([&](NoteSequence sequence) {
        std::size_t kept = 0;
        for (NoteSequence::Note note : sequence.notes) {
            if (!note.isDrum)
                continue;
            const int drum = drums.classOf(note.pitch);
            if (drum < 0) {
                ++unknown;
                continue;
            }
            note.pitch = drum;
            sequence.notes[kept++] = note;
        }
        sequence.notes.resize(kept);
        return sequence;
    });
}

std::vector<Code> drumBits(const DrumTrack& track)
{
    std::vector<Code> bits;
    bits.reserve(track.size());
    for (const DrumHits& hits : track.events())
        bits.push_back(static_cast<Code>(hits.to_ullong()));
    return bits;
}

NoteSequence drumsFromBits(std::span<const Code> hits, const DrumMap& drums, int stepsPerQuarter)
{
    DrumTrack track({.stepsPerBar = kDefaultStepsPerBar, .stepsPerQuarter = stepsPerQuarter});
    for (Code bits : hits) {
        DrumHits pitches;
        for (int drum = 0; drum < drums.size(); ++drum)
            if (bits >> drum & 1)
                pitches.set(static_cast<std::size_t>(drums.exemplar(drum)));
        track.append(pitches);
    }
    return track.toNoteSequence({.velocity = kOutputVelocity});
}

} // namespace partita::converters
