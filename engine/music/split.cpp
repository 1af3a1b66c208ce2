#include "engine/music/split.h"

#include "engine/music/constants.h"
#include "engine/music/quantize.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace partita {
namespace {

/// Every piece carries copies of what it shares with the others: together no more than this many entries.
constexpr std::size_t kMaxCopies = 20'000'000;
constexpr std::size_t kMaxPieces = 100'000;

template <class Event>
std::vector<Event> sortedByTime(std::vector<Event> events)
{
    std::ranges::stable_sort(events, {}, &Event::time);
    return events;
}

/// What stays the same in every piece.
NoteSequence withoutEvents(const NoteSequence& sequence)
{
    NoteSequence rest;
    rest.id = sequence.id;
    rest.filename = sequence.filename;
    rest.collectionName = sequence.collectionName;
    rest.ticksPerQuarter = sequence.ticksPerQuarter;
    rest.partInfos = sequence.partInfos;
    rest.sourceInfo = sequence.sourceInfo;
    rest.quantizationInfo = sequence.quantizationInfo;
    rest.totalQuantizedSteps = sequence.totalQuantizedSteps;
    rest.subsequenceInfo = sequence.subsequenceInfo;
    rest.referenceNumber = sequence.referenceNumber;
    rest.sequenceMetadata = sequence.sequenceMetadata;
    rest.sectionAnnotations = sequence.sectionAnnotations;
    rest.sectionGroups = sequence.sectionGroups;
    rest.instrumentInfos = sequence.instrumentInfos;
    return rest;
}

/// Deals notes to the pieces they start in.
void dealNotes(const NoteSequence& sequence, std::span<const Seconds> times, std::span<NoteSequence> pieces)
{
    std::vector<const NoteSequence::Note*> notes;
    notes.reserve(sequence.notes.size());
    for (const NoteSequence::Note& note : sequence.notes)
        notes.push_back(&note);
    std::ranges::stable_sort(notes, {}, &NoteSequence::Note::startTime);

    std::size_t piece = 0;
    for (const NoteSequence::Note* note : notes) {
        if (note->startTime < times.front())
            continue;
        while (piece < pieces.size() && note->startTime >= times[piece + 1])
            ++piece;
        if (piece == pieces.size())
            return;
        NoteSequence::Note moved = *note;
        moved.startTime = note->startTime - times[piece];
        moved.endTime = std::min(note->endTime, times[piece + 1]) - times[piece];
        pieces[piece].totalTime = std::max(pieces[piece].totalTime, moved.endTime);
        pieces[piece].notes.push_back(std::move(moved));
    }
}

/// Deals events that set a state: the last state of each kind before a piece stands at its start.
template <class Event, class KindOf>
Outcome<void> dealStates(std::vector<Event> events, std::span<const Seconds> times, std::span<NoteSequence> pieces,
                         std::vector<Event> NoteSequence::*list, KindOf kindOf)
{
    events = sortedByTime(std::move(events));
    std::vector<Event> held; // by kind, in the order the kinds first came
    std::map<std::pair<int, int>, std::size_t> places;
    const auto hold = [&](const Event& event) {
        const auto [place, isNew] = places.try_emplace(kindOf(event), held.size());
        if (isNew)
            held.push_back(event);
        else
            held[place->second] = event;
    };

    std::size_t next = 0;
    for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
        for (; next < events.size() && events[next].time <= times[piece]; ++next)
            hold(events[next]);
        if (held.size() * pieces.size() > kMaxCopies)
            return std::unexpected(Fault::kTooLong);
        for (Event event : held) {
            event.time = Seconds{};
            (pieces[piece].*list).push_back(std::move(event));
        }
        for (; next < events.size() && events[next].time < times[piece + 1]; ++next) {
            Event event = events[next];
            event.time -= times[piece];
            (pieces[piece].*list).push_back(std::move(event));
            hold(events[next]);
        }
    }
    return {};
}

std::vector<NoteSequence::TextAnnotation> annotationsOf(const NoteSequence& sequence, NoteSequence::TextAnnotationType type)
{
    std::vector<NoteSequence::TextAnnotation> found;
    std::ranges::copy_if(sequence.textAnnotations, std::back_inserter(found),
                         [&](const auto& annotation) { return annotation.annotationType == type; });
    return found;
}

/// Deals beats, which say nothing beyond their own time.
void dealBeats(const NoteSequence& sequence, std::span<const Seconds> times, std::span<NoteSequence> pieces)
{
    std::size_t piece = 0;
    for (auto& beat : sortedByTime(annotationsOf(sequence, NoteSequence::TextAnnotationType::kBeat))) {
        if (beat.time < times.front())
            continue;
        while (piece < pieces.size() && beat.time >= times[piece + 1])
            ++piece;
        if (piece == pieces.size())
            return;
        beat.time -= times[piece];
        pieces[piece].textAnnotations.push_back(std::move(beat));
    }
}

/// Notes in order of their starts, and how many of those begun still sound at a rising sequence of times.
class Sounding {
public:
    explicit Sounding(const NoteSequence& sequence)
    {
        for (const auto& note : sequence.notes)
            m_notes.push_back({note.startTime, note.endTime});
        std::ranges::stable_sort(m_notes, {}, &Span::start);
    }

    /// Whether a note starts before and ends after `time`.
    bool across(Seconds time)
    {
        for (; m_next < m_notes.size() && m_notes[m_next].start < time; ++m_next)
            m_latestEnd = std::max(m_latestEnd, m_notes[m_next].end);
        return m_latestEnd > time;
    }

private:
    struct Span { Seconds start, end; };
    std::vector<Span> m_notes;
    std::size_t m_next = 0;
    Seconds m_latestEnd{-INFINITY};
};

/// Pieces between 0, the splits and the end.
Outcome<std::vector<NoteSequence>> piecesBetween(const NoteSequence& sequence, std::vector<Seconds> splits)
{
    if (sequence.totalTime > splits.back())
        splits.push_back(sequence.totalTime);
    if (splits.size() < 2)
        return std::vector<NoteSequence>{};
    return extractSubsequences(sequence, splits);
}

} // namespace

Outcome<std::vector<NoteSequence>> extractSubsequences(const NoteSequence& sequence, std::span<const Seconds> times,
                                                       std::span<const int> preservedControls)
{
    if (isQuantized(sequence))
        return std::unexpected(Fault::kQuantizationStatus);
    if (times.size() < 2 || !std::ranges::is_sorted(times) || times[times.size() - 2] >= sequence.totalTime)
        return std::unexpected(Fault::kInvalidArgument);

    const NoteSequence shared = withoutEvents(sequence);
    const std::size_t entries = 1 + shared.partInfos.size() + shared.sectionAnnotations.size() + shared.sectionGroups.size() + shared.instrumentInfos.size();
    if (times.size() > kMaxPieces || entries * times.size() > kMaxCopies)
        return std::unexpected(Fault::kTooLong);
    std::vector<NoteSequence> pieces(times.size() - 1, shared);
    dealNotes(sequence, times, pieces);

    std::vector<NoteSequence::ControlChange> pedals;
    std::ranges::copy_if(sequence.controlChanges, std::back_inserter(pedals), [&](const auto& control) {
        return std::ranges::find(preservedControls, control.controlNumber) != preservedControls.end();
    });
    const auto one = [](const auto&) { return std::pair(0, 0); };
    const auto pedal = [](const auto& control) { return std::pair(control.instrument, control.controlNumber); };
    for (const auto& dealt : {dealStates(sequence.timeSignatures, times, pieces, &NoteSequence::timeSignatures, one),
                              dealStates(sequence.keySignatures, times, pieces, &NoteSequence::keySignatures, one),
                              dealStates(sequence.tempos, times, pieces, &NoteSequence::tempos, one),
                              dealStates(annotationsOf(sequence, NoteSequence::TextAnnotationType::kChordSymbol), times, pieces,
                                         &NoteSequence::textAnnotations, one),
                              dealStates(std::move(pedals), times, pieces, &NoteSequence::controlChanges, pedal)})
        if (!dealt)
            return std::unexpected(dealt.error());
    dealBeats(sequence, times, pieces);

    for (std::size_t i = 0; i < pieces.size(); ++i)
        pieces[i].subsequenceInfo = {.startTimeOffset = times[i],
                                     .endTimeOffset = sequence.totalTime - times[i] - pieces[i].totalTime};
    return pieces;
}

Outcome<NoteSequence> extractSubsequence(const NoteSequence& sequence, Seconds start, Seconds end,
                                         std::span<const int> preservedControls)
{
    auto pieces = extractSubsequences(sequence, std::array{start, end}, preservedControls);
    if (!pieces)
        return std::unexpected(pieces.error());
    return std::move(pieces->front());
}

Outcome<std::vector<NoteSequence>> splitOnTimeChanges(const NoteSequence& sequence, SplitInsideNotes insideNotes)
{
    struct Change {
        Seconds time;
        const NoteSequence::TimeSignature* meter;
        const NoteSequence::Tempo* tempo;
    };
    std::vector<Change> changes;
    for (const auto& meter : sequence.timeSignatures)
        changes.push_back({meter.time, &meter, nullptr});
    for (const auto& tempo : sequence.tempos)
        changes.push_back({tempo.time, nullptr, &tempo});
    std::ranges::stable_sort(changes, {}, &Change::time);

    int numerator = 4;
    int denominator = 4;
    double qpm = kDefaultQuartersPerMinute;
    std::vector<Seconds> splits{Seconds{}};
    Sounding sounding(sequence);
    for (const Change& change : changes) {
        if (change.time >= sequence.totalTime)
            break;
        if (change.meter ? change.meter->numerator == numerator && change.meter->denominator == denominator
                         : change.tempo->qpm == qpm)
            continue;
        if (change.time > splits.back()
            && (insideNotes == SplitInsideNotes::kCut || !sounding.across(change.time)))
            splits.push_back(change.time);
        if (change.meter) {
            numerator = change.meter->numerator;
            denominator = change.meter->denominator;
        } else {
            qpm = change.tempo->qpm;
        }
    }
    return piecesBetween(sequence, std::move(splits));
}

Outcome<std::vector<NoteSequence>> splitByHop(const NoteSequence& sequence, Seconds hop, SplitInsideNotes insideNotes)
{
    if (!(hop.value > 0))
        return std::unexpected(Fault::kInvalidArgument);
    // The count and the values of numpy's arange(hop, total, hop).
    const double count = std::ceil((sequence.totalTime.value - hop.value) / hop.value);
    if (count > static_cast<double>(kMaxPieces))
        return std::unexpected(Fault::kTooLong);
    std::vector<Seconds> times;
    for (int i = 0; i < count; ++i)
        times.push_back(Seconds(hop.value + i * hop.value));
    return splitAtTimes(sequence, std::move(times), insideNotes);
}

Outcome<std::vector<NoteSequence>> splitAtTimes(const NoteSequence& sequence, std::vector<Seconds> times,
                                                SplitInsideNotes insideNotes)
{
    std::ranges::stable_sort(times);
    std::vector<Seconds> splits{Seconds{}};
    Sounding sounding(sequence);
    for (Seconds time : times)
        if (insideNotes == SplitInsideNotes::kCut || !sounding.across(time))
            splits.push_back(time);
    return piecesBetween(sequence, std::move(splits));
}

Outcome<std::vector<NoteSequence>> splitOnSilence(const NoteSequence& sequence, Seconds gap)
{
    std::vector<const NoteSequence::Note*> notes;
    for (const auto& note : sequence.notes)
        notes.push_back(&note);
    std::ranges::stable_sort(notes, {}, &NoteSequence::Note::startTime);

    std::vector<Seconds> splits{Seconds{}};
    Seconds lastActive;
    for (const NoteSequence::Note* note : notes) {
        if (note->startTime > lastActive + gap)
            splits.push_back(note->startTime);
        lastActive = std::max(lastActive, note->endTime);
    }
    return piecesBetween(sequence, std::move(splits));
}

} // namespace partita
