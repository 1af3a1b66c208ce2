#pragma once

#include "engine/project/change.h"

#include <span>
#include <utility>

/// The edits. Each looks at a document and answers with the change that would carry it out; nothing is changed yet.
/// Notes named by id may lie in several tracks; ids that are not there are passed over, and an edit that changes nothing
/// gives an empty change. Notes keep their ids; a new note gets a new one. Whatever the arguments, pitches stay within
/// 0–127, velocities within 1–127, starts at or after tick 0, and lengths at least 1 tick (0 for a
/// note that came from a file so).
/// Threads: pure functions.
namespace partita::project {

using NoteIds = std::span<const NoteId>;

// ---- Notes

/// `notes` as they are but for their ids, which are new.
Change addNotes(const Document& document, TrackId track, std::vector<Note> notes);
Change removeNotes(const Document& document, NoteIds ids);
/// Exchanges notes for those given, by id: what a velocity curve or any other edit of single notes comes down to.
Change replaceNotes(const Document& document, std::span<const Note> notes);
/// Stops where the first of the notes would leave the roll, so that intervals and distances stay.
Change moveNotes(const Document& document, NoteIds ids, Ticks by, int semitones);
Change transposeNotes(const Document& document, NoteIds ids, int semitones);
/// New notes beside the old ones, moved likewise.
Change duplicateNotes(const Document& document, NoteIds ids, Ticks by, int semitones);

enum class Edge { kStart, kEnd };
/// Each note by the same amount; none gets shorter than a tick.
Change resizeNotes(const Document& document, NoteIds ids, Edge edge, Ticks by);
/// Cuts each note that sounds before and after `at` in two.
Change splitNotes(const Document& document, NoteIds ids, Ticks at);
Change setVelocity(const Document& document, NoteIds ids, int velocity);
Change changeVelocity(const Document& document, NoteIds ids, int by);
Change muteNotes(const Document& document, NoteIds ids, bool muted);

struct QuantizeOptions {
    Ticks grid = Ticks(120);   ///< at least 1
    bool ends = false;         ///< note ends too; a note that would vanish becomes one grid long
    double strength = 1.0;     ///< 0 leaves all as it is, 1 puts it on the grid
};
/// Half-way between two lines goes to the later one. The grid counts from tick 0.
Change quantizeNotes(const Document& document, NoteIds ids, const QuantizeOptions& options);

/// Puts a candidate in the place of the notes of [start, end) and keeps its recipe on the new notes.
/// Only notes that lie wholly within are exchanged: one held over either end stays as it is, and so do muted ones.
Change insertCandidate(const Document& document, TrackId track, Ticks start, Ticks end, std::vector<Note> notes, Recipe recipe);

// ---- Time

/// A tempo from `at` on, in place of one that stands at this very tick. Without effect in SMPTE time.
Change setTempo(const Document& document, Ticks at, double qpm);
/// `denominator` is a power of two up to 64, `numerator` 1–255; anything else changes nothing.
Change setMeter(const Document& document, Ticks at, int numerator, int denominator);
/// Tempos and time signatures at tick 0 stay.
Change removeTempo(const Document& document, Ticks at);
Change removeMeter(const Document& document, Ticks at);
Change setLoop(const Document& document, const Loop& loop);

// ---- Tracks

struct NewTrack {
    std::string name;
    int program = 0;
    bool isDrum = false;
};
/// A chunk of its own on the least used channel, at the end. A file of one chunk (format 0) becomes one of several (1).
Change addTrack(const Document& document, const NewTrack& track);
/// The notes and, where no other track lives in it, the chunk. The first chunk stays for its tempos.
Change removeTrack(const Document& document, TrackId track);
Change moveTrack(const Document& document, TrackId track, std::size_t index);
/// A track that has its chunk to itself writes its name there, too.
Change setLook(const Document& document, TrackId track, const TrackLook& look);

/// What a channel is set to by its first event of this kind.
enum class Setting { kProgram, kVolume, kPan };
/// In the track's chunk, else (as files with a set-up chunk have it) in any other; nothing where no event sets it.
std::optional<int> settingOf(const Document& document, const Track& track, Setting setting);
/// What a synthesiser does when nothing sets it: program 0, volume 100, pan 64.
int standardOf(Setting setting);
/// Changes the event that `settingOf` read, or adds one at the start of the track's chunk. `value` is kept within 0–127.
Change setSetting(const Document& document, TrackId track, Setting setting, int value);

// ---- The song

Change setTitle(const Document& document, std::string title);
Change setArrangement(const Document& document, std::vector<std::string> arrangement);
Change keepTake(const Document& document, Take take);
Change removeTake(const Document& document, std::size_t index);

} // namespace partita::project
