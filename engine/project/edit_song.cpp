#include "engine/project/edit.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace partita::project {
namespace {

namespace meta = midi::meta;

constexpr int kLargestDenominator = 64;
constexpr std::uint8_t kClocksPerClick = 24;
constexpr std::uint8_t kThirtySecondsPerQuarter = 8;

struct FoundClip {
    int chunk;
    std::size_t index;
};

/// The meta event that counts at `at`: the last one there.
std::optional<FoundClip> findMeta(const Document& document, std::uint8_t type, Ticks at)
{
    std::optional<FoundClip> found;
    const std::span chunks = conductors(document);
    for (std::size_t chunk = 0; chunk < chunks.size(); ++chunk) {
        const auto& events = chunks[chunk].events;
        for (std::size_t i = 0; i < events.size(); ++i)
            if (events[i].event.isMeta(type) && events[i].event.tick == at)
                found = FoundClip{static_cast<int>(chunk), i};
    }
    return found;
}

Change changeOf(const Document& document, Step step)
{
    Change change{.nextId = document.nextId};
    change.steps.push_back(std::move(step));
    return change;
}

/// Puts the event in, in place of the one of its type that counts at its tick.
Change putMeta(const Document& document, midi::Event event)
{
    if (document.chunks.empty())
        return {.nextId = document.nextId};
    EventStep step;
    if (const auto found = findMeta(document, event.data1, event.tick)) {
        const PlacedEvent& old = document.chunks[static_cast<std::size_t>(found->chunk)].events[found->index];
        if (old.event == event)
            return {.nextId = document.nextId};
        step.chunk = found->chunk;
        step.index = found->index;
        step.removed = old;
        step.added = PlacedEvent{std::move(event), old.order};
    } else {
        step.index = insertionIndex(document.chunks.front(), event.tick);
        step.added = PlacedEvent{std::move(event)};
    }
    return changeOf(document, std::move(step));
}

Change removeMeta(const Document& document, std::uint8_t type, Ticks at)
{
    const auto found = findMeta(document, type, at);
    if (!found || at <= Ticks(0))
        return {.nextId = document.nextId};
    EventStep step;
    step.chunk = found->chunk;
    step.index = found->index;
    step.removed = document.chunks[static_cast<std::size_t>(found->chunk)].events[found->index];
    return changeOf(document, std::move(step));
}

/// A change of what belongs to no track.
template <class Edit>
Change editSong(const Document& document, Edit edit)
{
    SongStep step{songInfoOf(document), songInfoOf(document)};
    edit(step.added);
    if (step.added == step.removed)
        return {.nextId = document.nextId};
    return changeOf(document, std::move(step));
}

} // namespace

Change setTempo(const Document& document, Ticks at, double qpm)
{
    if (Division(document.division).isSmpte())
        return {.nextId = document.nextId};
    const std::uint32_t microseconds = microsecondsPerQuarter(qpm);
    return putMeta(document, {std::max(at, Ticks(0)), 0xff, meta::kSetTempo, 0,
        {std::uint8_t(microseconds >> 16), std::uint8_t(microseconds >> 8), std::uint8_t(microseconds)}});
}

Change setMeter(const Document& document, Ticks at, int numerator, int denominator)
{
    const bool possible = numerator >= 1 && numerator <= 255 && denominator >= 1 && denominator <= kLargestDenominator
        && std::has_single_bit(static_cast<unsigned>(denominator));
    if (!possible)
        return {.nextId = document.nextId};
    return putMeta(document, {std::max(at, Ticks(0)), 0xff, meta::kTimeSignature, 0,
        {std::uint8_t(numerator), std::uint8_t(std::countr_zero(static_cast<unsigned>(denominator))), kClocksPerClick, kThirtySecondsPerQuarter}});
}

Change removeTempo(const Document& document, Ticks at) { return removeMeta(document, meta::kSetTempo, at); }
Change removeMeter(const Document& document, Ticks at) { return removeMeta(document, meta::kTimeSignature, at); }

Change setLoop(const Document& document, const Loop& loop)
{
    return editSong(document, [&](SongInfo& song) {
        song.loop = loop;
        song.loop.start = std::max(loop.start, Ticks(0));
        song.loop.end = std::max(loop.end, song.loop.start);
    });
}

Change setTitle(const Document& document, std::string title)
{
    return editSong(document, [&](SongInfo& song) { song.title = std::move(title); });
}

Change setArrangement(const Document& document, std::vector<std::string> arrangement)
{
    return editSong(document, [&](SongInfo& song) { song.arrangement = std::move(arrangement); });
}

Change keepTake(const Document& document, Take take)
{
    return editSong(document, [&](SongInfo& song) { song.takes.push_back(std::move(take)); });
}

Change removeTake(const Document& document, std::size_t index)
{
    return editSong(document, [&](SongInfo& song) {
        if (index < song.takes.size())
            song.takes.erase(song.takes.begin() + static_cast<std::ptrdiff_t>(index));
    });
}

} // namespace partita::project
