#pragma once

#include "engine/core/quantity.h"
#include "engine/midi/file.h"
#include "engine/music/tempo_map.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace partita::project {

/// Ids are never used twice in one document, so that a selection or a recipe never points to a stranger.
using NoteId = std::uint64_t;
using TrackId = std::uint64_t;
using RecipeId = std::uint64_t; ///< 0: written by hand

/// Where an event stood among the events of its tick in the file it came from. New events have none and are
/// placed by kind: note-offs and then controllers before those of the file, note-ons after them, the end of the track last.
inline constexpr std::uint32_t kNoOrder = 0xffffffff;

struct Note {
    NoteId id = 0;
    Ticks start;
    Ticks length;
    std::uint8_t pitch = 60;
    std::uint8_t velocity = 100;
    std::uint8_t offVelocity = 64;
    bool offIsNoteOn = false; ///< the file wrote its end as a note-on of velocity 0
    bool muted = false;       ///< kept, drawn hatched, neither played nor exported
    RecipeId recipe = 0;
    std::uint32_t onOrder = kNoOrder;
    std::uint32_t offOrder = kNoOrder;

    Ticks end() const { return start + length; }
    friend bool operator==(const Note&, const Note&) = default;
};

/// Tracks are told apart by one of so many colours.
inline constexpr int kTrackColors = 8;

/// An event of a chunk that is not part of a note.
struct PlacedEvent {
    midi::Event event;
    std::uint32_t order = kNoOrder;
    friend bool operator==(const PlacedEvent&, const PlacedEvent&) = default;
};

/// One MTrk: everything in it but notes, in time order; only the end of the track stays last whatever its tick, and moves
/// out when it is written. Controllers and programs stay here, whichever track shows them.
struct Chunk {
    std::vector<PlacedEvent> events;
    friend bool operator==(const Chunk&, const Chunk&) = default;
};

/// What the track list shows: the notes of one channel of one chunk.
/// Program, volume and pan are read from and written to the chunk's events, and a track that has its chunk to itself
/// shares its name with it, so that the file stays the one truth. Tracks of one channel sound as one instrument.
struct Track {
    TrackId id = 0;
    int chunk = 0;
    int channel = 0; ///< 0–15; 9 is percussion
    std::string name; ///< UTF-8
    int color = 0;    ///< 0 … kTrackColors − 1
    bool mute = false;
    bool solo = false;
    std::vector<Note> notes; ///< sorted by `notesInOrder`

    bool isDrum() const { return channel == 9; }
    friend bool operator==(const Track&, const Track&) = default;
};

/// How notes came to be: enough to make them again.
struct Recipe {
    RecipeId id = 0;
    std::string model;       ///< file name of the checkpoint
    std::string modelSha256; ///< of its bytes
    std::string config;      ///< e.g. "basic_rnn"
    std::string operation;   ///< "regenerate", "continue", …
    std::uint64_t seed = 0;
    double temperature = 1.0;
    double logLikelihood = 0.0; ///< natural log, of the whole candidate
    double score = 0.0;         ///< what candidates were ranked by
    std::string details;        ///< JSON of whatever else belongs to it
    friend bool operator==(const Recipe&, const Recipe&) = default;
};

/// A candidate kept for later: notes that could stand in a region of a track.
struct Take {
    TrackId track = 0;
    Ticks start;
    Ticks end;
    Recipe recipe;
    std::vector<Note> notes;
    friend bool operator==(const Take&, const Take&) = default;
};

struct Loop {
    bool enabled = false;
    Ticks start;
    Ticks end;
    friend bool operator==(const Loop&, const Loop&) = default;
};

/// The user's work as a value: copy it, compare it, hand it to another thread. Edits are functions that return a
/// changed document or change a part of it; the window wraps each in an undo command.
struct Document {
    int format = 1;               ///< of the MIDI file it came from and will be exported as
    std::uint16_t division = 480; ///< as in the file header
    std::vector<Chunk> chunks;
    std::vector<Track> tracks;
    std::vector<Recipe> recipes;
    std::vector<Take> takes;
    std::vector<std::string> arrangement; ///< form strings, e.g. "AABA"
    Loop loop;
    std::string title;
    std::uint64_t nextId = 1; ///< the next unused NoteId, TrackId or RecipeId

    friend bool operator==(const Document&, const Document&) = default;
};

/// Ticks of a quarter note. With SMPTE division, of half a second (a quarter at 120 qpm).
Ticks ticksPerQuarter(const Document& document);

/// The chunks whose tempos and time signatures rule the document: all; in format 2, where each chunk keeps its own time,
/// the first alone.
std::span<const Chunk> conductors(const Document& document);
TempoMap tempoMap(const Document& document);
MeterMap meterMap(const Document& document);

/// How many events a chunk has before the end of the track, where that is its last.
std::size_t eventsBeforeEnd(const Chunk& chunk);

/// The end of the last note or event.
Ticks endOf(const Document& document);

/// An empty document: conductor chunk at 120 qpm and 4/4, one track "Melody" on channel 1, 480 PPQ.
Document newDocument();

/// Pairs note-ons with note-offs (first in, first out per channel and pitch); all else, unpaired ones included, stays an event.
/// Each channel of a chunk that has notes becomes a track. Loses nothing: `toMidi(fromMidi(file)) == file`, given that each
/// chunk's events are in time order, as a reader leaves them.
Document fromMidi(const midi::File& file);

/// Each chunk's events at the same tick in the order they came with; new ones among them by kind. The end of a chunk
/// moves out where notes have grown past it. Muted notes are left out.
midi::File toMidi(const Document& document);

/// The order that a track's notes are kept in: start, pitch, id.
bool notesInOrder(const Note& a, const Note& b);

Track* findTrack(Document& document, TrackId id);
const Track* findTrack(const Document& document, TrackId id);
const Recipe* findRecipe(const Document& document, RecipeId id);

} // namespace partita::project
