#include "ui/pianoroll/roll_edits.h"

#include <algorithm>
#include <map>

namespace partita::ui {
namespace {

using project::Note;
using Notes = std::vector<Note>;

Notes notesOf(const RollModel& model, const std::vector<project::NoteId>& sortedIds)
{
    Notes notes;
    for (const Note& note : model.notes())
        if (std::ranges::binary_search(sortedIds, note.id))
            notes.push_back(note);
    return notes;
}

Notes selectedOrAll(const RollModel& model)
{
    return model.selection().empty() ? Notes(model.notes().begin(), model.notes().end()) : model.selectedNotes();
}

} // namespace

project::Change quantised(const RollModel& model)
{
    const SnapGrid grid = model.gridForKeys();
    Notes notes = selectedOrAll(model);
    for (Note& note : notes)
        note.start = grid.nearest(note.start);
    return project::replaceNotes(model.document(), notes);
}

project::Change glued(const RollModel& model, const std::vector<project::NoteId>& ids)
{
    std::map<int, Notes> byPitch;
    for (const Note& note : notesOf(model, ids))
        byPitch[note.pitch].push_back(note);
    project::NotesStep step{.track = model.track()};
    for (auto& [pitch, notes] : byPitch) {
        if (notes.size() < 2)
            continue;
        Note whole = notes.front();
        for (const Note& note : notes) {
            whole.length = std::max(whole.end(), note.end()) - whole.start;
            step.removed.push_back(note);
        }
        step.added.push_back(whole);
    }
    if (step.removed.empty())
        return {};
    return {.steps = {step}, .nextId = model.document().nextId};
}

project::Change gluedToNext(const RollModel& model, const Note& note)
{
    const auto next = std::ranges::find_if(model.notes(), [&note](const Note& other) {
        return other.pitch == note.pitch && other.id != note.id && other.start >= note.start;
    });
    if (next == model.notes().end())
        return {};
    std::vector<project::NoteId> pair{note.id, next->id};
    std::ranges::sort(pair);
    return glued(model, pair);
}

project::Change legato(const RollModel& model)
{
    Notes notes = selectedOrAll(model);
    Ticks next{-1}; // the start that follows the notes looked at, from the last to the first
    Ticks here{-1};
    for (auto note = notes.rbegin(); note != notes.rend(); ++note) {
        if (note->start != here)
            next = std::exchange(here, note->start);
        if (next > note->start)
            note->length = next - note->start;
    }
    return project::replaceNotes(model.document(), notes);
}

project::Change repeated(const RollModel& model)
{
    const auto range = model.selectionRange();
    if (!range)
        return {};
    // As far as the grid line at or after the end lies from the one at or before the start.
    const SnapGrid grid = model.gridForKeys();
    const Ticks first = grid.floor(range->start), last = grid.floor(range->end);
    const Ticks length = (last < range->end ? grid.next(last) : last) - first;
    return project::duplicateNotes(model.document(), model.selection(), std::max(length, Ticks(1)), 0);
}

project::Change reversed(const RollModel& model)
{
    const auto range = model.selectionRange();
    if (!range)
        return {};
    Notes notes = model.selectedNotes();
    for (Note& note : notes)
        note.start = range->start + range->end - note.end();
    return project::replaceNotes(model.document(), notes);
}

project::Change inverted(const RollModel& model)
{
    Notes notes = model.selectedNotes();
    if (notes.empty())
        return {};
    const auto [low, high] = std::ranges::minmax(notes, {}, &Note::pitch);
    const int sum = low.pitch + high.pitch;
    for (Note& note : notes)
        note.pitch = static_cast<std::uint8_t>(sum - note.pitch);
    return project::replaceNotes(model.document(), notes);
}

} // namespace partita::ui
