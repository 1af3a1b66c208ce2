#pragma once

#include <QString>

#include <span>

namespace partita::ui {

class PianoRollView;

/// What keys and menus can tell the roll to do. One row of the table in roll_commands.cpp each.
enum class RollCommand {
    kCut, kCopy, kPaste, kDelete, kDuplicate,
    kSelectAll, kSelectNone, kInvertSelection,
    kQuantise, kLegato, kGlue, kReverse, kInvert, kMute,
    kUp, kDown, kOctaveUp, kOctaveDown,
    kLeft, kRight, kBarLeft, kBarRight, kShorter, kLonger,
    kPreviousNote, kNextNote,
    kLouder, kSofter, kNewNote,
    kSelectTool, kDrawTool, kEraseTool, kSplitTool, kGlueTool, kVelocityTool, kToggleDraw,
    kSnap1, kSnap2, kSnap4, kSnap8, kSnap16, kSnap32, kSnap64, kSnapTriplet, kSnapDotted, kSnapOff,
    kZoomIn, kZoomOut, kZoomToSelection, kZoomBack, kZoomToFit,
    kGhosts, kFold, kChords, kToStart, kToEnd,
};

/// What must be there for a command to do something.
enum class RollNeed { kNothing, kNotes, kSelection };

struct RollCommandRow {
    RollCommand command;
    const char* text; ///< to be translated in context "RollCommand"; see `nameOf`
    const char* keys; ///< separated by spaces, as QKeySequence::PortableText; they work while the roll has the focus
    RollNeed need;
    void (*run)(PianoRollView& view);
};

/// In the order of the enumeration.
std::span<const RollCommandRow> rollCommands();
const RollCommandRow& row(RollCommand command);
QString nameOf(RollCommand command);

} // namespace partita::ui
