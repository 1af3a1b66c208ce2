#include "engine/music/concatenate.h"

#include "engine/music/split.h"
#include "engine/music/times.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace partita {
namespace {

template <class Event>
void dropRepeated(std::vector<Event>& events)
{
    std::ranges::stable_sort(events, {}, &Event::time);
    const auto repeated = std::ranges::unique(events, [](Event a, const Event& b) {
        a.time = b.time;
        return a == b;
    });
    events.erase(repeated.begin(), repeated.end());
}

void dropRepeated(std::vector<std::string>& texts)
{
    std::vector<std::string> distinct;
    for (std::string& text : texts)
        if (std::ranges::find(distinct, text) == distinct.end())
            distinct.push_back(std::move(text));
    texts = std::move(distinct);
}

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

/// A value that is there wins over the one before.
template <class T>
void override(T& to, const T& from)
{
    if (from != T{})
        to = from;
}

/// What protobuf's MergeFrom does: single fields that are set win, lists are joined.
void mergeInto(NoteSequence& to, const NoteSequence& from)
{
    override(to.id, from.id);
    override(to.filename, from.filename);
    override(to.collectionName, from.collectionName);
    override(to.ticksPerQuarter, from.ticksPerQuarter);
    append(to.timeSignatures, from.timeSignatures);
    append(to.keySignatures, from.keySignatures);
    append(to.tempos, from.tempos);
    append(to.notes, from.notes);
    override(to.totalTime, from.totalTime);
    append(to.pitchBends, from.pitchBends);
    append(to.controlChanges, from.controlChanges);
    append(to.partInfos, from.partInfos);
    if (from.sourceInfo) {
        auto& info = to.sourceInfo ? *to.sourceInfo : to.sourceInfo.emplace(NoteSequence::SourceInfo{}); // spelled out for clang
        override(info.sourceType, from.sourceInfo->sourceType);
        override(info.encodingType, from.sourceInfo->encodingType);
        override(info.parser, from.sourceInfo->parser);
    }
    append(to.textAnnotations, from.textAnnotations);
    override(to.quantizationInfo, from.quantizationInfo);
    override(to.totalQuantizedSteps, from.totalQuantizedSteps);
    override(to.referenceNumber, from.referenceNumber);
    if (from.sequenceMetadata) {
        auto& metadata = to.sequenceMetadata ? *to.sequenceMetadata : to.sequenceMetadata.emplace(NoteSequence::SequenceMetadata{});
        override(metadata.title, from.sequenceMetadata->title);
        override(metadata.artist, from.sequenceMetadata->artist);
        append(metadata.genre, from.sequenceMetadata->genre);
        append(metadata.composers, from.sequenceMetadata->composers);
    }
    append(to.sectionAnnotations, from.sectionAnnotations);
    append(to.sectionGroups, from.sectionGroups);
    append(to.instrumentInfos, from.instrumentInfos);
}

/// The ids of a group's sections in playing order, or nothing when there are too many.
bool collect(const NoteSequence::SectionGroup& group, std::vector<std::int64_t>& order)
{
    std::vector<std::int64_t> once;
    for (const auto& section : group.sections) {
        if (section.sectionId)
            once.push_back(*section.sectionId);
        for (const auto& inner : section.sectionGroup)
            if (!collect(inner, once))
                return false;
    }
    for (int i = 0; !once.empty() && i < group.numTimes; ++i) {
        if (order.size() + once.size() > kMaxParts)
            return false;
        append(order, once);
    }
    return true;
}

} // namespace

NoteSequence removeRedundantData(NoteSequence sequence)
{
    dropRepeated(sequence.timeSignatures);
    dropRepeated(sequence.keySignatures);
    dropRepeated(sequence.tempos);
    if (sequence.sequenceMetadata) {
        dropRepeated(sequence.sequenceMetadata->composers);
        dropRepeated(sequence.sequenceMetadata->genre);
    }
    return sequence;
}

Outcome<NoteSequence> concatenate(std::span<const NoteSequence> sequences, std::span<const Seconds> durations)
{
    if (!durations.empty() && durations.size() != sequences.size())
        return std::unexpected(Fault::kInvalidArgument);
    NoteSequence whole;
    Seconds length;
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        if (!durations.empty() && durations[i] < sequences[i].totalTime)
            return std::unexpected(Fault::kInvalidArgument);
        if (length > Seconds{}) {
            const auto moved = shift(sequences[i], length);
            if (!moved)
                return std::unexpected(moved.error());
            mergeInto(whole, *moved);
        } else {
            mergeInto(whole, sequences[i]);
        }
        length = durations.empty() ? whole.totalTime : length + durations[i];
    }
    return removeRedundantData(std::move(whole));
}

NoteSequence merge(std::span<const NoteSequence> sequences)
{
    NoteSequence whole;
    for (const NoteSequence& sequence : sequences)
        mergeInto(whole, sequence);
    return removeRedundantData(std::move(whole));
}

Outcome<NoteSequence> repeatToDuration(const NoteSequence& sequence, Seconds duration, Seconds each)
{
    if (each == Seconds{})
        each = sequence.totalTime;
    const double turns = std::ceil(duration / each);
    if (!(turns >= 0 && each > Seconds{}))
        return std::unexpected(Fault::kInvalidArgument);
    if (turns > static_cast<double>(kMaxParts))
        return std::unexpected(Fault::kTooLong);
    const auto count = static_cast<std::size_t>(turns);
    const auto repeated = concatenate(std::vector(count, sequence), std::vector(count, each));
    if (!repeated)
        return std::unexpected(repeated.error());
    auto cut = extractSubsequence(*repeated, Seconds{}, duration);
    if (cut)
        cut->subsequenceInfo.reset();
    return cut;
}

Outcome<NoteSequence> expandSectionGroups(const NoteSequence& sequence)
{
    if (sequence.sectionGroups.empty())
        return sequence;

    struct Part {
        NoteSequence sequence;
        Seconds duration;
    };
    std::map<std::int64_t, Part> parts;
    const auto& marks = sequence.sectionAnnotations;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const Seconds start = marks[i].time;
        const Seconds end = i + 1 < marks.size() ? marks[i + 1].time : sequence.totalTime;
        auto part = extractSubsequence(sequence, start, end);
        if (!part)
            return std::unexpected(part.error());
        part->sectionGroups.clear();
        part->sectionAnnotations = {{.sectionId = marks[i].sectionId}};
        parts[marks[i].sectionId] = {std::move(*part), end - start};
    }

    std::vector<std::int64_t> order;
    for (const auto& group : sequence.sectionGroups)
        if (!collect(group, order))
            return std::unexpected(Fault::kTooLong);
    std::vector<NoteSequence> sequences;
    std::vector<Seconds> durations;
    for (std::int64_t id : order) {
        const auto part = parts.find(id);
        if (part == parts.end())
            return std::unexpected(Fault::kInvalidArgument);
        sequences.push_back(part->second.sequence);
        durations.push_back(part->second.duration);
    }
    return concatenate(sequences, durations);
}

} // namespace partita
