#pragma once

#include "engine/project/document.h"

#include <algorithm>
#include <set>

namespace partita::test {

/// What is wrong with a document that no edit may leave behind; nullptr when nothing is.
inline const char* flawOf(const project::Document& document)
{
    std::set<std::uint64_t> ids;
    for (const project::Track& track : document.tracks) {
        if (!ids.insert(track.id).second)
            return "a track has another's id";
        if (!std::ranges::is_sorted(track.notes, project::notesInOrder))
            return "notes are out of order";
        for (const project::Note& note : track.notes) {
            if (!ids.insert(note.id).second)
                return "a note has another's id";
            if (note.start < Ticks(0) || note.length < Ticks(0))
                return "a note lies outside time";
            if (note.pitch > 127 || note.velocity < 1 || note.velocity > 127)
                return "a note lies outside MIDI";
        }
    }
    if (!ids.empty() && *ids.rbegin() >= document.nextId)
        return "the next id is taken";
    for (const project::Chunk& chunk : document.chunks)
        if (!std::ranges::is_sorted(chunk.events.begin(), chunk.events.begin() + static_cast<std::ptrdiff_t>(project::eventsBeforeEnd(chunk)), {},
                                    [](const project::PlacedEvent& placed) { return placed.event.tick; }))
            return "events are out of order";
    return nullptr;
}

/// Ids that undo has freed stay used: documents are compared with the same next one.
inline project::Document withNextId(project::Document document, std::uint64_t nextId)
{
    document.nextId = nextId;
    return document;
}

} // namespace partita::test
