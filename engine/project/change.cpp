#include "engine/project/change.h"

#include "engine/project/chords.h"

#include <algorithm>
#include <unordered_set>

namespace partita::project {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

std::unordered_set<NoteId> idsOf(const std::vector<Note>& notes)
{
    std::unordered_set<NoteId> ids;
    ids.reserve(notes.size());
    for (const Note& note : notes)
        ids.insert(note.id);
    return ids;
}

template <class Item>
void applyItem(std::vector<Item>& items, const ItemStep<Item>& step)
{
    const auto at = items.begin() + static_cast<std::ptrdiff_t>(step.index);
    if (step.removed && step.added)
        *at = *step.added;
    else if (step.removed)
        items.erase(at);
    else if (step.added)
        items.insert(at, *step.added);
}

void applyNotes(std::vector<Note>& notes, const NotesStep& step)
{
    if (!step.removed.empty()) {
        const auto gone = idsOf(step.removed);
        std::erase_if(notes, [&gone](const Note& note) { return gone.contains(note.id); });
    }
    const auto old = static_cast<std::ptrdiff_t>(notes.size());
    notes.insert(notes.end(), step.added.begin(), step.added.end());
    std::sort(notes.begin() + old, notes.end(), notesInOrder);
    std::inplace_merge(notes.begin(), notes.begin() + old, notes.end(), notesInOrder);
}

void applyChunk(Document& document, const ChunkStep& step)
{
    applyItem(document.chunks, step);
    const int shift = int(step.added.has_value()) - int(step.removed.has_value());
    for (Track& track : document.tracks)
        if (track.chunk > static_cast<int>(step.index) || (track.chunk == static_cast<int>(step.index) && shift > 0))
            track.chunk += shift;
}

void applyLook(Document& document, const LookStep& step)
{
    if (Track* track = findTrack(document, step.track)) {
        track->name = step.added.name;
        track->color = step.added.color;
        track->mute = step.added.mute;
        track->solo = step.added.solo;
    }
}

void applySong(Document& document, const SongInfo& info)
{
    document.format = info.format;
    document.title = info.title;
    document.loop = info.loop;
    document.arrangement = info.arrangement;
    document.recipes = info.recipes;
    document.takes = info.takes;
}

/// What of `notes` is not in `others`, by id.
std::vector<Note> without(std::vector<Note> notes, const std::vector<Note>& others)
{
    const auto ids = idsOf(others);
    std::erase_if(notes, [&ids](const Note& note) { return ids.contains(note.id); });
    return notes;
}

void append(std::vector<Note>& notes, std::vector<Note> more)
{
    notes.insert(notes.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Makes `first` do the work of `second`, too, where both touch the same thing.
bool absorb(Step& first, const Step& second)
{
    return std::visit(Overloaded{
        [](NotesStep& a, const NotesStep& b) {
            if (a.track != b.track)
                return false;
            append(a.removed, without(b.removed, a.added));
            a.added = without(std::move(a.added), b.removed);
            append(a.added, b.added);
            return true;
        },
        [](EventStep& a, const EventStep& b) {
            if (a.chunk != b.chunk || a.index != b.index || !a.added || !b.removed || !b.added)
                return false;
            a.added = b.added;
            return true;
        },
        [](LookStep& a, const LookStep& b) {
            if (a.track != b.track)
                return false;
            a.added = b.added;
            return true;
        },
        [](SongStep& a, const SongStep& b) {
            a.added = b.added;
            return true;
        },
        [](auto&, const auto&) { return false; },
    }, first, second);
}

bool isTime(const midi::Event& event) { return event.isMeta(midi::meta::kSetTempo) || event.isMeta(midi::meta::kTimeSignature); }

void widen(Extent& extent, TrackId track, const std::vector<Note>& notes)
{
    if (notes.empty())
        return;
    auto found = std::find_if(extent.notes.begin(), extent.notes.end(), [track](const Extent::Notes& e) { return e.track == track; });
    if (found == extent.notes.end())
        found = extent.notes.insert(found, {track, notes.front().start, notes.front().end()});
    for (const Note& note : notes) {
        found->start = std::min(found->start, note.start);
        found->end = std::max(found->end, note.end());
    }
}

void touch(Extent& extent, const std::optional<PlacedEvent>& placed)
{
    if (placed)
        (isTime(placed->event) ? extent.time : isChord(placed->event) ? extent.chords : extent.tracks) = true;
}

void touch(Extent& extent, const std::optional<Track>& track)
{
    if (track)
        widen(extent, track->id, track->notes);
}

} // namespace

void apply(Document& document, const Change& change)
{
    for (const Step& step : change.steps)
        std::visit(Overloaded{
            [&](const NotesStep& s) {
                if (Track* track = findTrack(document, s.track))
                    applyNotes(track->notes, s);
            },
            [&](const EventStep& s) { applyItem(document.chunks[static_cast<std::size_t>(s.chunk)].events, s); },
            [&](const TrackStep& s) { applyItem(document.tracks, s); },
            [&](const ChunkStep& s) { applyChunk(document, s); },
            [&](const LookStep& s) { applyLook(document, s); },
            [&](const SongStep& s) { applySong(document, s.added); },
        }, step);
    document.nextId = std::max(document.nextId, change.nextId);
}

Change inverse(Change change)
{
    std::reverse(change.steps.begin(), change.steps.end());
    for (Step& step : change.steps)
        std::visit([](auto& s) { std::swap(s.removed, s.added); }, step);
    return change;
}

Change combined(Change first, Change second)
{
    // Steps of one change touch different things, so pairs may be merged where both changes have the same shape.
    Change merged = first;
    bool same = first.steps.size() == second.steps.size();
    for (std::size_t i = 0; same && i < second.steps.size(); ++i)
        same = absorb(merged.steps[i], second.steps[i]);
    if (!same) {
        merged = std::move(first);
        merged.steps.insert(merged.steps.end(), second.steps.begin(), second.steps.end());
    }
    merged.nextId = std::max(merged.nextId, second.nextId);
    return merged;
}

bool sameTargets(const Change& first, const Change& second)
{
    if (first.steps.size() != second.steps.size())
        return false;
    for (std::size_t i = 0; i < first.steps.size(); ++i) {
        const bool same = std::visit(Overloaded{
            [](const NotesStep& a, const NotesStep& b) { return a.track == b.track && !b.removed.empty() && idsOf(a.added) == idsOf(b.removed); },
            [](const EventStep& a, const EventStep& b) { return a.chunk == b.chunk && a.index == b.index && a.added && a.added == b.removed && b.added; },
            [](const LookStep& a, const LookStep& b) { return a.track == b.track; },
            [](const SongStep& a, const SongStep& b) { return a.added == b.removed; },
            [](const auto&, const auto&) { return false; },
        }, first.steps[i], second.steps[i]);
        if (!same)
            return false;
    }
    return true;
}

Extent extentOf(const Change& change)
{
    Extent extent;
    for (const Step& step : change.steps)
        std::visit(Overloaded{
            [&](const NotesStep& s) {
                widen(extent, s.track, s.removed);
                widen(extent, s.track, s.added);
            },
            [&](const EventStep& s) {
                touch(extent, s.removed);
                touch(extent, s.added);
            },
            [&](const TrackStep& s) {
                extent.tracks = true;
                touch(extent, s.removed);
                touch(extent, s.added);
            },
            [&](const ChunkStep& s) {
                for (const std::optional<Chunk>& chunk : {s.removed, s.added})
                    if (chunk)
                        for (const PlacedEvent& placed : chunk->events) {
                            extent.time |= isTime(placed.event);
                            extent.chords |= isChord(placed.event);
                        }
            },
            [&](const LookStep&) { extent.tracks = true; },
            [&](const SongStep& s) {
                extent.loop |= s.removed.loop != s.added.loop;
                extent.takes |= s.removed.takes != s.added.takes;
                extent.time |= s.removed.format != s.added.format; // it says which chunks' tempos and chords count
                extent.chords |= s.removed.format != s.added.format;
            },
        }, step);
    return extent;
}

std::vector<NoteId> newNotes(const Change& change)
{
    std::vector<NoteId> ids;
    for (const Step& step : change.steps) {
        if (const auto* notes = std::get_if<NotesStep>(&step)) {
            for (const Note& note : without(notes->added, notes->removed))
                ids.push_back(note.id);
        }
    }
    return ids;
}

std::size_t insertionIndex(const Chunk& chunk, Ticks tick)
{
    const auto end = chunk.events.begin() + static_cast<std::ptrdiff_t>(eventsBeforeEnd(chunk));
    const auto at = std::upper_bound(chunk.events.begin(), end, tick, [](Ticks value, const PlacedEvent& e) { return value < e.event.tick; });
    return static_cast<std::size_t>(at - chunk.events.begin());
}

std::size_t noteCount(const Change& change)
{
    std::size_t count = 0;
    for (const Step& step : change.steps)
        if (const auto* notes = std::get_if<NotesStep>(&step))
            count += std::max(notes->removed.size(), notes->added.size());
    return count;
}

TrackLook lookOf(const Track& track) { return {track.name, track.color, track.mute, track.solo}; }

SongInfo songInfoOf(const Document& document)
{
    return {document.format, document.title, document.loop, document.arrangement, document.recipes, document.takes};
}

} // namespace partita::project
