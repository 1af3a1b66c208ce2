#include "engine/project/document.h"
#include "engine/project/text.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <tuple>
#include <unordered_map>

namespace partita::project {
namespace {

/// Pairs the note-ons and note-offs of one chunk.
class NotePairing {
public:
    explicit NotePairing(const std::vector<midi::Event>& events) : m_offOf(events.size(), kNone)
    {
        std::unordered_map<int, std::deque<std::size_t>> open; // by channel and pitch: note-ons that wait for their end
        for (std::size_t i = 0; i < events.size(); ++i) {
            const int key = events[i].channel() << 8 | events[i].data1;
            if (events[i].isNoteOn()) {
                open[key].push_back(i);
            } else if (events[i].isNoteOff()) {
                if (auto& waiting = open[key]; !waiting.empty()) {
                    m_offOf[waiting.front()] = i;
                    m_offOf[i] = kIsOff;
                    waiting.pop_front();
                }
            }
        }
    }

    bool isNoteStart(std::size_t event) const { return m_offOf[event] < kIsOff; }
    bool isNoteEnd(std::size_t event) const { return m_offOf[event] == kIsOff; }
    std::size_t endOf(std::size_t noteStart) const { return m_offOf[noteStart]; }

private:
    static constexpr std::size_t kNone = SIZE_MAX, kIsOff = SIZE_MAX - 1;
    std::vector<std::size_t> m_offOf;
};

/// Each event's place among the events of its tick.
std::vector<std::uint32_t> ordersOf(const std::vector<midi::Event>& events)
{
    std::vector<std::uint32_t> orders(events.size(), 0);
    for (std::size_t i = 1; i < events.size(); ++i)
        if (events[i].tick == events[i - 1].tick)
            orders[i] = orders[i - 1] + 1;
    return orders;
}

std::string nameOf(const Chunk& chunk)
{
    for (const auto& [event, order] : chunk.events)
        if (event.isMeta(midi::meta::kTrackName))
            return toUtf8({reinterpret_cast<const char*>(event.payload.data()), event.payload.size()});
    return {};
}

/// The channels of a chunk that are worth a track: those with notes. Where there are none, the only channel in use,
/// so that an instrument waiting for its notes is shown, and a set-up chunk for all channels is not.
std::vector<int> channelsOf(const Chunk& chunk, const std::map<int, std::vector<Note>>& notes)
{
    std::vector<int> channels;
    for (const auto& [channel, list] : notes)
        channels.push_back(channel);
    if (!channels.empty())
        return channels;
    for (const auto& [event, order] : chunk.events)
        if (event.isChannelMessage() && std::find(channels.begin(), channels.end(), event.channel()) == channels.end())
            channels.push_back(event.channel());
    return channels.size() == 1 ? channels : std::vector<int>{};
}

/// Where a new event goes among those of its tick; file events keep their order in the middle.
enum class Place { kNewNoteOff, kNewEvent, kFromFile, kNewNoteOn, kEndOfTrack };

struct Placed {
    Ticks tick;
    Place place;
    std::uint32_t order;
    midi::Event event;
};

Placed placed(midi::Event event, std::uint32_t order, Place ifNew)
{
    return {event.tick, order == kNoOrder ? ifNew : Place::kFromFile, order, std::move(event)};
}

void placeNote(std::vector<Placed>& events, const Note& note, int channel)
{
    const auto status = [channel](int kind) { return static_cast<std::uint8_t>(kind | channel); };
    events.push_back(placed({note.start, status(0x90), note.pitch, note.velocity}, note.onOrder, Place::kNewNoteOn));
    const midi::Event off = note.offIsNoteOn ? midi::Event{note.end(), status(0x90), note.pitch, 0}
                                             : midi::Event{note.end(), status(0x80), note.pitch, note.offVelocity};
    // A new note without length still ends after it began.
    events.push_back(placed(off, note.offOrder, note.length > Ticks(0) ? Place::kNewNoteOff : Place::kNewNoteOn));
}

} // namespace

Document fromMidi(const midi::File& file)
{
    Document document;
    document.format = file.format;
    document.division = file.division;
    for (const midi::Track& source : file.tracks) {
        const std::vector<midi::Event>& events = source.events;
        const NotePairing pairing(events);
        const std::vector<std::uint32_t> orders = ordersOf(events);
        const int chunkIndex = static_cast<int>(document.chunks.size());
        Chunk& chunk = document.chunks.emplace_back();
        std::map<int, std::vector<Note>> notes; // by channel
        for (std::size_t i = 0; i < events.size(); ++i) {
            if (pairing.isNoteStart(i)) {
                const std::size_t end = pairing.endOf(i);
                notes[events[i].channel()].push_back({
                    .id = document.nextId++,
                    .start = events[i].tick,
                    .length = events[end].tick - events[i].tick,
                    .pitch = events[i].data1,
                    .velocity = events[i].data2,
                    .offVelocity = events[end].data2,
                    .offIsNoteOn = (events[end].status & 0xf0) == 0x90,
                    .onOrder = orders[i],
                    .offOrder = orders[end],
                });
            } else if (!pairing.isNoteEnd(i)) {
                const bool isEnd = i + 1 == events.size() && events[i].isMeta(midi::meta::kEndOfTrack);
                chunk.events.push_back({events[i], isEnd ? kNoOrder : orders[i]});
            }
        }
        const std::string name = nameOf(chunk);
        const std::vector<int> channels = channelsOf(chunk, notes);
        if (chunkIndex == 0 && (channels.empty() || file.format == 0))
            document.title = name;
        for (int channel : channels) {
            Track& track = document.tracks.emplace_back();
            track.id = document.nextId++;
            track.chunk = chunkIndex;
            track.channel = channel;
            track.name = channels.size() == 1 ? name : std::string();
            track.color = static_cast<int>(document.tracks.size() - 1) % kTrackColors;
            track.notes = std::move(notes[channel]);
            std::sort(track.notes.begin(), track.notes.end(), notesInOrder);
        }
    }
    return document;
}

midi::File toMidi(const Document& document)
{
    std::vector<std::vector<Placed>> chunks(document.chunks.size());
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        for (const auto& [event, order] : document.chunks[i].events)
            chunks[i].push_back(placed(event, order, event.isMeta(midi::meta::kEndOfTrack) ? Place::kEndOfTrack : Place::kNewEvent));
    }
    for (const Track& track : document.tracks)
        for (const Note& note : track.notes)
            if (!note.muted)
                placeNote(chunks[static_cast<std::size_t>(track.chunk)], note, track.channel);

    midi::File file{.format = document.format, .division = document.division, .tracks = {}};
    for (std::vector<Placed>& events : chunks) {
        Ticks last;
        for (const Placed& event : events)
            last = std::max(last, event.tick);
        for (Placed& event : events)
            if (event.place == Place::kEndOfTrack) // notes may have grown past it
                event.tick = event.event.tick = last;
        std::stable_sort(events.begin(), events.end(), [](const Placed& a, const Placed& b) {
            return std::tie(a.tick, a.place, a.order) < std::tie(b.tick, b.place, b.order);
        });
        midi::Track& track = file.tracks.emplace_back();
        track.events.reserve(events.size());
        for (Placed& event : events)
            track.events.push_back(std::move(event.event));
    }
    return file;
}

} // namespace partita::project
