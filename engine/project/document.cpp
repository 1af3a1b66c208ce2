#include "engine/project/document.h"

#include <algorithm>
#include <tuple>

namespace partita::project {
namespace {

constexpr int kMaxDenominatorPower = 16;

PlacedEvent metaEvent(std::uint8_t type, Bytes payload) { return {{Ticks(0), 0xff, type, 0, std::move(payload)}}; }

template <class Doc>
auto findTrackIn(Doc& document, TrackId id) -> decltype(document.tracks.data())
{
    const auto found = std::find_if(document.tracks.begin(), document.tracks.end(), [id](const Track& track) { return track.id == id; });
    return found == document.tracks.end() ? nullptr : &*found;
}

} // namespace

Ticks ticksPerQuarter(const Document& document) { return Division(document.division).ticksPerQuarter(); }

std::span<const Chunk> conductors(const Document& document)
{
    const std::span chunks(document.chunks);
    return document.format == 2 ? chunks.first(std::min<std::size_t>(chunks.size(), 1)) : chunks;
}

TempoMap tempoMap(const Document& document)
{
    std::vector<TempoChange> changes;
    for (const Chunk& chunk : conductors(document))
        for (const auto& [event, order] : chunk.events)
            if (event.isMeta(midi::meta::kSetTempo) && event.payload.size() >= 3)
                changes.push_back({event.tick, std::uint32_t(event.payload[0] << 16 | event.payload[1] << 8 | event.payload[2])});
    return TempoMap(Division(document.division), std::move(changes));
}

MeterMap meterMap(const Document& document)
{
    std::vector<Meter> meters;
    for (const Chunk& chunk : conductors(document))
        for (const auto& [event, order] : chunk.events)
            if (event.isMeta(midi::meta::kTimeSignature) && event.payload.size() >= 2 && event.payload[1] <= kMaxDenominatorPower)
                meters.push_back({event.tick, event.payload[0], 1 << event.payload[1]});
    return MeterMap(ticksPerQuarter(document), std::move(meters));
}

std::size_t eventsBeforeEnd(const Chunk& chunk)
{
    const bool ends = !chunk.events.empty() && chunk.events.back().event.isMeta(midi::meta::kEndOfTrack);
    return chunk.events.size() - (ends ? 1 : 0);
}

Ticks endOf(const Document& document)
{
    Ticks end;
    for (const Chunk& chunk : document.chunks)
        if (!chunk.events.empty())
            end = std::max(end, chunk.events.back().event.tick);
    for (const Track& track : document.tracks)
        for (const Note& note : track.notes)
            end = std::max(end, note.end());
    return end;
}

Document newDocument()
{
    Document document;
    document.chunks = {
        Chunk{{metaEvent(midi::meta::kSetTempo, {0x07, 0xa1, 0x20}), metaEvent(midi::meta::kTimeSignature, {4, 2, 24, 8}),
            metaEvent(midi::meta::kEndOfTrack, {})}},
        Chunk{{metaEvent(midi::meta::kTrackName, {'M', 'e', 'l', 'o', 'd', 'y'}), {{Ticks(0), 0xc0, 0}},
            metaEvent(midi::meta::kEndOfTrack, {})}},
    };
    document.tracks.push_back({.id = document.nextId++, .chunk = 1, .channel = 0, .name = "Melody"});
    return document;
}

bool notesInOrder(const Note& a, const Note& b) { return std::tie(a.start, a.pitch, a.id) < std::tie(b.start, b.pitch, b.id); }

Track* findTrack(Document& document, TrackId id) { return findTrackIn(document, id); }
const Track* findTrack(const Document& document, TrackId id) { return findTrackIn(document, id); }

const Recipe* findRecipe(const Document& document, RecipeId id)
{
    const auto found = std::find_if(document.recipes.begin(), document.recipes.end(), [id](const Recipe& recipe) { return recipe.id == id; });
    return found == document.recipes.end() ? nullptr : &*found;
}

} // namespace partita::project
