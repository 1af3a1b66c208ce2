#pragma once

#include "engine/core/error.h"
#include "engine/music/note_sequence.h"
#include "engine/project/document.h"

#include <optional>
#include <vector>

/// Documents as models see them. Of a document's tracks one, or all where none is named; muted notes stay out.
/// A sequence's instrument is the track's place in the document, its program the one in force where the note starts.
namespace partita::project {

/// Musical time: as if played at a constant 120 qpm, so that a bar keeps its steps whatever the tempo does.
NoteSequence musicalSequence(const Document& document, std::optional<TrackId> track = {});

/// Real time: seconds as they are heard, every tempo listed.
NoteSequence soundingSequence(const Document& document, std::optional<TrackId> track = {});

/// A document of a score that was read: its notes, tempos, meters and keys as a MIDI file has them, its chord symbols, its
/// title; repeats are written out as they are played.
/// Errors: kInvalidArgument for numbers that MIDI cannot hold.
Result<Document> documentOf(const NoteSequence& sequence);

/// The way back from musical time: each note at the nearest tick, at least one tick long. The notes have no ids yet.
std::vector<Note> notesFromMusical(const NoteSequence& sequence, Ticks ticksPerQuarter);

} // namespace partita::project
