#pragma once

#include "ui/pianoroll/roll_model.h"

/// Edits that need the grid or the selection as a whole; made of the document's own edits.
/// Each answers with a change of the model's document; an empty one where there is nothing to do.
namespace partita::ui {

/// Starts to the nearest grid line; lengths stay.
project::Change quantised(const RollModel& model);
/// Each selected note joined with the next ones of its pitch, where selected; all selected ones of a pitch become one.
project::Change glued(const RollModel& model, const std::vector<project::NoteId>& ids);
/// The note and the next one of its pitch.
project::Change gluedToNext(const RollModel& model, const project::Note& note);
/// Each note reaches to where the next begins; chords stay chords.
project::Change legato(const RollModel& model);
/// The selection once more, right after itself: the distance is its length in whole grid steps.
project::Change repeated(const RollModel& model);
/// Turned round in time, or upside down about the middle of its range.
project::Change reversed(const RollModel& model);
project::Change inverted(const RollModel& model);

} // namespace partita::ui
