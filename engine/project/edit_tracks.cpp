#include "engine/project/edit.h"

#include <algorithm>
#include <array>
#include <utility>

namespace partita::project {
namespace {

namespace meta = midi::meta;

constexpr int kChannels = 16;
constexpr int kPercussion = 9;

/// How the events of a setting look and what holds without one.
struct SettingRow {
    std::uint8_t status;
    std::uint8_t controller; ///< for control changes
    int standard;
};
constexpr std::array<SettingRow, 3> kSettings{{
    {0xc0, 0, 0},   // kProgram
    {0xb0, 7, 100}, // kVolume
    {0xb0, 10, 64}, // kPan
}};

const SettingRow& rowOf(Setting setting) { return kSettings[static_cast<std::size_t>(setting)]; }
bool isProgram(Setting setting) { return rowOf(setting).status == 0xc0; }

bool sets(const midi::Event& event, Setting setting, int channel)
{
    return event.status == (rowOf(setting).status | channel) && (isProgram(setting) || event.data1 == rowOf(setting).controller);
}

struct Found {
    std::size_t chunk;
    std::size_t index;
};

std::optional<Found> findSetting(const Document& document, const Track& track, Setting setting)
{
    const auto search = [&](std::size_t chunk) -> std::optional<Found> {
        const auto& events = document.chunks[chunk].events;
        const auto found = std::find_if(events.begin(), events.end(), [&](const PlacedEvent& e) { return sets(e.event, setting, track.channel); });
        if (found == events.end())
            return std::nullopt;
        return Found{chunk, static_cast<std::size_t>(found - events.begin())};
    };
    const auto own = static_cast<std::size_t>(track.chunk);
    auto found = search(own);
    for (std::size_t chunk = 0; !found && document.format != 2 && chunk < document.chunks.size(); ++chunk)
        if (chunk != own)
            found = search(chunk);
    return found;
}

int leastUsedChannel(const Document& document)
{
    std::array<int, kChannels> uses{};
    for (const Track& track : document.tracks)
        ++uses[static_cast<std::size_t>(track.channel)];
    uses[kPercussion] = static_cast<int>(document.tracks.size()) + 1; // never by itself
    return static_cast<int>(std::min_element(uses.begin(), uses.end()) - uses.begin());
}

Bytes bytesOf(const std::string& text) { return {text.begin(), text.end()}; }

bool isAlone(const Document& document, const Track& track)
{
    return std::count_if(document.tracks.begin(), document.tracks.end(), [&](const Track& other) { return other.chunk == track.chunk; }) == 1;
}

std::size_t indexOf(const Document& document, const Track& track) { return static_cast<std::size_t>(&track - document.tracks.data()); }

/// Writes a track's name into its chunk.
EventStep nameStep(const Document& document, const Track& track, const std::string& name)
{
    EventStep step;
    step.chunk = track.chunk;
    const auto& events = document.chunks[static_cast<std::size_t>(track.chunk)].events;
    const auto old = std::find_if(events.begin(), events.end(), [](const PlacedEvent& e) { return e.event.isMeta(meta::kTrackName); });
    if (old != events.end()) {
        step.index = static_cast<std::size_t>(old - events.begin());
        step.removed = *old;
        step.added = *old;
        step.added->event.payload = bytesOf(name);
    } else {
        step.added = PlacedEvent{{Ticks(0), 0xff, meta::kTrackName, 0, bytesOf(name)}}; // index 0: names come first
    }
    return step;
}

} // namespace

Change addTrack(const Document& document, const NewTrack& wish)
{
    Change change{.nextId = document.nextId};
    const int channel = wish.isDrum ? kPercussion : leastUsedChannel(document);
    const auto program = static_cast<std::uint8_t>(std::clamp(wish.program, 0, 127));
    if (document.format == 0) {
        SongStep song{songInfoOf(document), songInfoOf(document)};
        song.added.format = 1;
        change.steps.push_back(std::move(song));
    }
    ChunkStep chunk;
    chunk.index = document.chunks.size();
    chunk.added = Chunk{{
        {{Ticks(0), 0xff, meta::kTrackName, 0, bytesOf(wish.name)}},
        {{Ticks(0), static_cast<std::uint8_t>(0xc0 | channel), program}},
        {{Ticks(0), 0xff, meta::kEndOfTrack}},
    }};
    TrackStep track;
    track.index = document.tracks.size();
    track.added = Track{
        .id = change.nextId++,
        .chunk = static_cast<int>(chunk.index),
        .channel = channel,
        .name = wish.name,
        .color = static_cast<int>(document.tracks.size()) % kTrackColors,
    };
    change.steps.push_back(std::move(chunk));
    change.steps.push_back(std::move(track));
    return change;
}

Change removeTrack(const Document& document, TrackId id)
{
    Change change{.nextId = document.nextId};
    const Track* track = findTrack(document, id);
    if (!track)
        return change;
    TrackStep step;
    step.index = indexOf(document, *track);
    step.removed = *track;
    change.steps.push_back(std::move(step));
    if (track->chunk > 0 && isAlone(document, *track)) {
        ChunkStep chunk;
        chunk.index = static_cast<std::size_t>(track->chunk);
        chunk.removed = document.chunks[chunk.index];
        change.steps.push_back(std::move(chunk));
    }
    return change;
}

Change moveTrack(const Document& document, TrackId id, std::size_t index)
{
    Change change{.nextId = document.nextId};
    const Track* track = findTrack(document, id);
    index = std::min(index, document.tracks.size() - 1);
    if (!track || indexOf(document, *track) == index)
        return change;
    TrackStep out, in;
    out.index = indexOf(document, *track);
    out.removed = *track;
    in.index = index;
    in.added = *track;
    change.steps = {std::move(out), std::move(in)};
    return change;
}

Change setLook(const Document& document, TrackId id, const TrackLook& wish)
{
    Change change{.nextId = document.nextId};
    TrackLook look = wish;
    look.color = std::clamp(look.color, 0, kTrackColors - 1);
    const Track* track = findTrack(document, id);
    if (!track || lookOf(*track) == look)
        return change;
    change.steps.push_back(LookStep{id, lookOf(*track), look});
    if (look.name != track->name && isAlone(document, *track))
        change.steps.push_back(nameStep(document, *track, look.name));
    return change;
}

std::optional<int> settingOf(const Document& document, const Track& track, Setting setting)
{
    const auto found = findSetting(document, track, setting);
    if (!found)
        return std::nullopt;
    const midi::Event& event = document.chunks[found->chunk].events[found->index].event;
    return isProgram(setting) ? event.data1 : event.data2;
}

int standardOf(Setting setting) { return rowOf(setting).standard; }

Change setSetting(const Document& document, TrackId id, Setting setting, int value)
{
    Change change{.nextId = document.nextId};
    const Track* track = findTrack(document, id);
    if (!track)
        return change;
    const auto data = static_cast<std::uint8_t>(std::clamp(value, 0, 127));
    EventStep step;
    step.chunk = track->chunk;
    if (const auto found = findSetting(document, *track, setting)) {
        step.chunk = static_cast<int>(found->chunk);
        step.index = found->index;
        step.removed = document.chunks[found->chunk].events[found->index];
        step.added = step.removed;
    } else {
        step.index = insertionIndex(document.chunks[static_cast<std::size_t>(track->chunk)], Ticks(0));
        const auto status = static_cast<std::uint8_t>(rowOf(setting).status | track->channel);
        step.added = PlacedEvent{{Ticks(0), status, rowOf(setting).controller}};
    }
    (isProgram(setting) ? step.added->event.data1 : step.added->event.data2) = data;
    if (step.added != step.removed)
        change.steps.push_back(std::move(step));
    return change;
}

} // namespace partita::project
