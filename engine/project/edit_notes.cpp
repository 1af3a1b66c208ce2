#include "engine/project/edit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <unordered_set>

namespace partita::project {
namespace {

/// How far from the start of a piece a note may lie: sums of two such numbers stay exact.
constexpr Ticks kFarthest(std::int64_t(1) << 60);

/// Calls `visit(track, note)` for each note of `ids`, track by track in order.
template <class Visit>
void forEachNote(const Document& document, NoteIds ids, Visit visit)
{
    const std::unordered_set<NoteId> wanted(ids.begin(), ids.end());
    if (wanted.empty())
        return;
    for (const Track& track : document.tracks)
        for (const Note& note : track.notes)
            if (wanted.contains(note.id))
                visit(track, note);
}

NotesStep& stepFor(Change& change, TrackId track)
{
    if (change.steps.empty() || std::get<NotesStep>(change.steps.back()).track != track)
        change.steps.push_back(NotesStep{track, {}, {}});
    return std::get<NotesStep>(change.steps.back());
}

/// What the file said about a note's place holds as long as the note stays there: whoever moves an end or takes
/// another pitch is placed anew, so that it neither cuts off its neighbours nor is cut off by them.
void forgetOrders(const Note& before, Note& after)
{
    if (after.pitch != before.pitch || after.start != before.start)
        after.onOrder = kNoOrder;
    if (after.pitch != before.pitch || after.end() != before.end())
        after.offOrder = kNoOrder;
}

void keepWithinLimits(Note& note, Ticks shortest = Ticks(1))
{
    note.start = std::clamp(note.start, Ticks(0), kFarthest);
    note.length = std::clamp(note.length, shortest, kFarthest);
    note.pitch = std::min<std::uint8_t>(note.pitch, 127);
    note.velocity = std::clamp<std::uint8_t>(note.velocity, 1, 127);
    note.offVelocity = std::min<std::uint8_t>(note.offVelocity, 127);
}

/// Exchanges each note of `ids` for what `edit` makes of it.
template <class Edit>
Change edited(const Document& document, NoteIds ids, Edit edit)
{
    Change change{.nextId = document.nextId};
    forEachNote(document, ids, [&](const Track& track, const Note& before) {
        Note after = before;
        edit(after);
        if (after == before)
            return;
        keepWithinLimits(after, std::min(before.length, Ticks(1))); // files have notes of length 0: they stay what they are
        forgetOrders(before, after);
        NotesStep& step = stepFor(change, track.id);
        step.removed.push_back(before);
        step.added.push_back(after);
    });
    return change;
}

Note fresh(Note note, Change& change)
{
    note.id = change.nextId++;
    note.onOrder = note.offOrder = kNoOrder;
    keepWithinLimits(note);
    return note;
}

struct Shift {
    Ticks by;
    int semitones;
};

/// As much of the wished shift as leaves every note in the roll.
Shift possible(const Document& document, NoteIds ids, Shift wish)
{
    Ticks first = kFarthest, last;
    int lowest = 127, highest = 0;
    forEachNote(document, ids, [&](const Track&, const Note& note) {
        first = std::min(first, note.start);
        last = std::max(last, note.start);
        lowest = std::min<int>(lowest, note.pitch);
        highest = std::max<int>(highest, note.pitch);
    });
    if (lowest > highest) // no notes
        return wish;
    return {std::clamp(wish.by, -first, kFarthest - last), std::clamp(wish.semitones, -lowest, 127 - highest)};
}

void shift(Note& note, Shift by)
{
    note.start += by.by;
    note.pitch = static_cast<std::uint8_t>(note.pitch + by.semitones);
}

std::uint8_t velocityOf(int wish) { return static_cast<std::uint8_t>(std::clamp(wish, 1, 127)); }

/// The way from `tick` towards its nearest grid line, as far as `strength` says.
Ticks quantized(Ticks tick, const QuantizeOptions& options)
{
    const std::int64_t grid = std::max<std::int64_t>(options.grid.value, 1);
    const std::int64_t line = (tick.value + grid / 2) / grid * grid;
    return tick + Ticks(std::llround(static_cast<double>(line - tick.value) * std::clamp(options.strength, 0.0, 1.0)));
}

} // namespace

Change addNotes(const Document& document, TrackId track, std::vector<Note> notes)
{
    Change change{.nextId = document.nextId};
    if (!findTrack(document, track))
        return change;
    for (Note& note : notes)
        stepFor(change, track).added.push_back(fresh(note, change));
    return change;
}

Change removeNotes(const Document& document, NoteIds ids)
{
    Change change{.nextId = document.nextId};
    forEachNote(document, ids, [&](const Track& track, const Note& note) { stepFor(change, track.id).removed.push_back(note); });
    return change;
}

Change replaceNotes(const Document& document, std::span<const Note> notes)
{
    std::unordered_map<NoteId, const Note*> wishes;
    std::vector<NoteId> ids;
    for (const Note& note : notes) {
        wishes[note.id] = &note;
        ids.push_back(note.id);
    }
    return edited(document, ids, [&](Note& note) { note = *wishes[note.id]; });
}

Change moveNotes(const Document& document, NoteIds ids, Ticks by, int semitones)
{
    const Shift wanted = possible(document, ids, {by, semitones});
    return edited(document, ids, [wanted](Note& note) { shift(note, wanted); });
}

Change transposeNotes(const Document& document, NoteIds ids, int semitones) { return moveNotes(document, ids, Ticks(0), semitones); }

Change duplicateNotes(const Document& document, NoteIds ids, Ticks by, int semitones)
{
    const Shift wanted = possible(document, ids, {by, semitones});
    Change change{.nextId = document.nextId};
    forEachNote(document, ids, [&](const Track& track, const Note& note) {
        Note copy = fresh(note, change);
        shift(copy, wanted);
        stepFor(change, track.id).added.push_back(copy);
    });
    return change;
}

Change resizeNotes(const Document& document, NoteIds ids, Edge edge, Ticks by)
{
    return edited(document, ids, [edge, by](Note& note) {
        const Ticks end = note.end();
        if (edge == Edge::kEnd) {
            note.length = std::clamp(note.length + by, Ticks(1), kFarthest);
        } else {
            note.start = std::clamp(note.start + by, Ticks(0), std::max(end - Ticks(1), Ticks(0)));
            note.length = end - note.start;
        }
    });
}

Change splitNotes(const Document& document, NoteIds ids, Ticks at)
{
    Change change{.nextId = document.nextId};
    forEachNote(document, ids, [&](const Track& track, const Note& note) {
        if (at <= note.start || at >= note.end())
            return;
        Note left = note;
        left.length = at - note.start;
        forgetOrders(note, left);
        Note right = fresh(note, change);
        right.start = at;
        right.length = note.end() - at;
        NotesStep& step = stepFor(change, track.id);
        step.removed.push_back(note);
        step.added.push_back(left);
        step.added.push_back(right);
    });
    return change;
}

Change setVelocity(const Document& document, NoteIds ids, int velocity)
{
    return edited(document, ids, [velocity](Note& note) { note.velocity = velocityOf(velocity); });
}

Change changeVelocity(const Document& document, NoteIds ids, int by)
{
    return edited(document, ids, [by](Note& note) { note.velocity = velocityOf(note.velocity + std::clamp(by, -127, 127)); });
}

Change muteNotes(const Document& document, NoteIds ids, bool muted)
{
    return edited(document, ids, [muted](Note& note) { note.muted = muted; });
}

Change quantizeNotes(const Document& document, NoteIds ids, const QuantizeOptions& options)
{
    return edited(document, ids, [&options](Note& note) {
        const Ticks end = note.end();
        note.start = quantized(note.start, options);
        if (!options.ends)
            return;
        note.length = quantized(end, options) - note.start;
        if (note.length <= Ticks(0))
            note.length = std::max(options.grid, Ticks(1));
    });
}

Change insertCandidate(const Document& document, TrackId track, Ticks start, Ticks end, std::vector<Note> notes, Recipe recipe)
{
    Change change{.nextId = document.nextId};
    const Track* target = findTrack(document, track);
    if (!target)
        return change;
    recipe.id = change.nextId++;
    SongStep song{songInfoOf(document), songInfoOf(document)};
    song.added.recipes.push_back(recipe);
    NotesStep step{track, {}, {}};
    for (const Note& note : target->notes)
        if (!note.muted && note.start >= start && note.start < end && note.end() <= end)
            step.removed.push_back(note);
    for (const Note& note : notes) {
        step.added.push_back(fresh(note, change));
        step.added.back().recipe = recipe.id;
    }
    change.steps = {std::move(song), std::move(step)};
    return change;
}

} // namespace partita::project
