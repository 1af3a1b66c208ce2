#pragma once

#include <QString>

namespace partita::ui {

/// Kinds of edits as the undo menu names them.
enum class EditKind {
    kDraw,
    kErase,
    kCut,
    kPaste,
    kMove,
    kTranspose,
    kDuplicate,
    kResize,
    kSplit,
    kGlue,
    kLegato,
    kReverse,
    kInvert,
    kQuantize,
    kVelocity,
    kMuteNotes,
    kUnmuteNotes,
    kAcceptTake,
    kKeepTake,
    kRemoveTake,
    kInsertBetween,
    kInsertStrip,
    kTempo,
    kMeter,
    kLoop,
    kChords,
    kAddTrack,
    kRemoveTrack,
    kMoveTrack,
    kRenameTrack,
    kTrackColor,
    kMuteTrack,
    kSoloTrack,
    kProgram,
    kVolume,
    kPan,
    kTitle,
    kArrangement,
};

/// "Move 3 notes", translated. `notes`: how many the edit touches; kinds that are not about notes pay no heed to it.
QString nameOf(EditKind kind, int notes);

/// Whether repeats of this kind on the same things, one soon after the other, make one undo step: nudges, sliders.
bool merges(EditKind kind);

} // namespace partita::ui
