#pragma once

#include "engine/project/document.h"

#include <optional>
#include <variant>
#include <vector>

namespace partita::project {

/// Notes of one track taken out and put in. A note that only changes stands in both, with its id.
struct NotesStep {
    TrackId track = 0;
    std::vector<Note> removed;
    std::vector<Note> added;
};

/// One item of a list: put in at `index` (only `added`), taken out (only `removed`), or exchanged (both).
template <class Item>
struct ItemStep {
    std::size_t index = 0;
    std::optional<Item> removed;
    std::optional<Item> added;
};

struct EventStep : ItemStep<PlacedEvent> {
    int chunk = 0;
};
using TrackStep = ItemStep<Track>;
using ChunkStep = ItemStep<Chunk>; ///< tracks of later chunks follow their chunk

/// What a track looks like and whether it sounds; its notes are another matter.
struct TrackLook {
    std::string name;
    int color = 0;
    bool mute = false;
    bool solo = false;
    friend bool operator==(const TrackLook&, const TrackLook&) = default;
};
struct LookStep {
    TrackId track = 0;
    TrackLook removed;
    TrackLook added;
};

/// All that belongs to no track and no chunk.
struct SongInfo {
    int format = 1;
    std::string title;
    Loop loop;
    std::vector<std::string> arrangement;
    std::vector<Recipe> recipes;
    std::vector<Take> takes;
    friend bool operator==(const SongInfo&, const SongInfo&) = default;
};
struct SongStep {
    SongInfo removed;
    SongInfo added;
};

using Step = std::variant<NotesStep, EventStep, TrackStep, ChunkStep, LookStep, SongStep>;

/// The difference between two documents as a value: made by the functions of edit.h, carried out by `apply`, taken back
/// by applying its `inverse`. As large as the edit, not as the document, so that undo may go back far.
struct Change {
    std::vector<Step> steps;   ///< in order; each builds on those before it
    std::uint64_t nextId = 0;  ///< the document's next unused id afterwards; undoing keeps it, so that ids stay unique

    bool isEmpty() const { return steps.empty(); }
};

/// `change` must have been made for this very state of the document.
void apply(Document& document, const Change& change);
Change inverse(Change change);
/// One change that does what `first` and then `second` do. Repeated nudges of the same notes take no more room than one.
Change combined(Change first, Change second);

/// Whether `second` edits exactly the things that `first` edited before it: the same notes, the same event.
bool sameTargets(const Change& first, const Change& second);

/// What of a document a change touches: for views that redraw no more than they must.
struct Extent {
    struct Notes {
        TrackId track = 0;
        Ticks start;
        Ticks end;
        friend bool operator==(const Notes&, const Notes&) = default;
    };
    std::vector<Notes> notes;   ///< one entry a track; from the first to the last tick that looks different
    bool tracks = false;        ///< the list of tracks, their looks, programs, volumes or pans
    bool time = false;          ///< tempos or time signatures
    bool chords = false;        ///< chord symbols
    bool loop = false;
    bool takes = false;
    friend bool operator==(const Extent&, const Extent&) = default;
};
Extent extentOf(const Change& change);

/// Notes that a change puts in and that were not there before, e.g. to select what was pasted.
std::vector<NoteId> newNotes(const Change& change);
/// How many notes a change puts in, takes out or alters.
std::size_t noteCount(const Change& change);

/// Where in a chunk a new event of this tick goes: after those of its tick, before the end of the chunk.
std::size_t insertionIndex(const Chunk& chunk, Ticks tick);

TrackLook lookOf(const Track& track);
SongInfo songInfoOf(const Document& document);

} // namespace partita::project
