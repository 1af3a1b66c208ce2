#include "engine/music/times.h"

#include "engine/music/quantize.h"

#include <algorithm>
#include <tuple>

namespace partita {
namespace {

/// Calls `change` on the time of every event but notes and section marks.
template <class Change>
void forEachEventTime(NoteSequence& sequence, Change change)
{
    const auto each = [&](auto& events) {
        for (auto& event : events)
            change(event.time);
    };
    each(sequence.timeSignatures);
    each(sequence.keySignatures);
    each(sequence.tempos);
    each(sequence.pitchBends);
    each(sequence.controlChanges);
    each(sequence.textAnnotations);
}

/// numpy's interp: straight lines between the points, `left` and `right` outside.
double interpolate(double x, const std::vector<double>& xs, const std::vector<double>& ys, double left, double right)
{
    if (x < xs.front())
        return left;
    if (x > xs.back())
        return right;
    const auto above = std::ranges::upper_bound(xs, x);
    const auto i = static_cast<std::size_t>(above - xs.begin()) - 1;
    if (i + 1 == xs.size() || x == xs[i])
        return ys[i];
    const double slope = (ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i]);
    return slope * (x - xs[i]) + ys[i];
}

} // namespace

Outcome<NoteSequence> shift(NoteSequence sequence, Seconds by)
{
    if (!(by.value > 0))
        return std::unexpected(Fault::kInvalidArgument);
    if (isQuantized(sequence))
        return std::unexpected(Fault::kQuantizationStatus);
    sequence.subsequenceInfo.reset(); // it told of a beginning that has moved
    for (auto& note : sequence.notes) {
        note.startTime += by;
        note.endTime += by;
    }
    forEachEventTime(sequence, [&](Seconds& time) { time += by; });
    for (auto& section : sequence.sectionAnnotations)
        section.time += by;
    sequence.totalTime += by;
    return sequence;
}

Outcome<NoteSequence> stretch(NoteSequence sequence, double factor)
{
    if (!(factor > 0))
        return std::unexpected(Fault::kInvalidArgument);
    if (isQuantized(sequence))
        return std::unexpected(Fault::kQuantizationStatus);
    if (factor == 1.0)
        return sequence;
    for (auto& note : sequence.notes) {
        note.startTime = note.startTime * factor;
        note.endTime = note.endTime * factor;
    }
    sequence.totalTime = sequence.totalTime * factor;
    forEachEventTime(sequence, [&](Seconds& time) { time = time * factor; });
    for (auto& tempo : sequence.tempos)
        tempo.qpm /= factor;
    return sequence;
}

Outcome<AdjustedTimes> adjustTimes(const NoteSequence& sequence, const std::function<double(double)>& map,
                                   std::optional<Seconds> minimumDuration)
{
    AdjustedTimes result{.sequence = sequence};
    NoteSequence& adjusted = result.sequence;
    adjusted.totalTime = Seconds{};
    adjusted.notes.clear();
    for (NoteSequence::Note note : sequence.notes) {
        note.startTime = Seconds(map(note.startTime.value));
        note.endTime = Seconds(map(note.endTime.value));
        if (note.startTime == note.endTime) {
            if (!minimumDuration || *minimumDuration == Seconds{}) {
                ++result.skippedNotes;
                continue;
            }
            note.endTime += *minimumDuration;
        }
        if (note.endTime < note.startTime)
            return std::unexpected(Fault::kInvertedNote);
        if (note.startTime < Seconds{})
            return std::unexpected(Fault::kNegativeAdjustedTime);
        adjusted.totalTime = std::max(adjusted.totalTime, note.endTime);
        adjusted.notes.push_back(note);
    }
    adjusted.tempos.clear();
    bool negative = false;
    forEachEventTime(adjusted, [&](Seconds& time) {
        time = Seconds(map(time.value));
        negative = negative || time < Seconds{};
    });
    if (negative)
        return std::unexpected(Fault::kNegativeAdjustedTime);
    return result;
}

Outcome<RectifiedBeats> rectifyBeats(const NoteSequence& sequence, double beatsPerMinute)
{
    if (isQuantized(sequence))
        return std::unexpected(Fault::kQuantizationStatus);
    if (!(beatsPerMinute > 0))
        return std::unexpected(Fault::kInvalidArgument);

    std::vector<double> beats;
    for (const auto& annotation : sequence.textAnnotations)
        if (annotation.annotationType == NoteSequence::TextAnnotationType::kBeat && annotation.time <= sequence.totalTime)
            beats.push_back(annotation.time.value);
    if (beats.empty())
        return std::unexpected(Fault::kNoBeats);
    std::ranges::sort(beats);
    beats.insert(beats.begin(), 0.0);
    beats.push_back(sequence.totalTime.value);
    // Strictly rising, as beats before 0 and after the end may not be.
    std::vector<double> from;
    for (std::size_t i = 0; i < beats.size(); ++i)
        if (i == 0 || beats[i] > beats[i - 1])
            from.push_back(beats[i]);
    std::vector<double> to;
    for (std::size_t i = 0; i < from.size(); ++i)
        to.push_back(60.0 / beatsPerMinute * static_cast<double>(i));

    auto adjusted = adjustTimes(sequence, [&](double time) { return interpolate(time, from, to, 0.0, sequence.totalTime.value); });
    if (!adjusted)
        return std::unexpected(adjusted.error());
    RectifiedBeats result{.sequence = std::move(adjusted->sequence)};
    result.sequence.timeSignatures.clear();
    result.sequence.tempos = {{.qpm = beatsPerMinute}};
    for (std::size_t i = 0; i < from.size(); ++i)
        result.alignment.emplace_back(Seconds(from[i]), Seconds(to[i]));
    return result;
}

} // namespace partita
