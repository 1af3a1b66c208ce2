#include "ui/pianoroll/roll_commands.h"

#include "ui/pianoroll/piano_roll_view.h"
#include "ui/pianoroll/roll_edits.h"

#include <QCoreApplication>

#include <array>

namespace partita::ui {
namespace {

#define TEXT(text) QT_TRANSLATE_NOOP("RollCommand", text)

RollModel& model(PianoRollView& view) { return view.model(); }

void transpose(PianoRollView& view, int semitones)
{
    if (model(view).selection().empty()) {
        view.scrollRows(-semitones);
        return;
    }
    model(view).perform(EditKind::kTranspose, project::transposeNotes(model(view).document(), model(view).selection(), semitones));
    view.soundFocusNote();
}

/// One grid line or bar on, seen from the focus note, so that it lands on the grid. Without a selection the playhead goes.
void step(PianoRollView& view, bool forward, bool bar)
{
    RollModel& roll = model(view);
    const auto target = [&](Ticks from) {
        Snap snap = roll.snap();
        snap.enabled = true;
        if (bar)
            snap.unit = Snap::Unit::kBar;
        const SnapGrid grid(snap, roll.meters(), roll.picture().ticksPerQuarter);
        return forward ? grid.next(from) : grid.previous(from);
    };
    if (const project::Note* note = roll.focusNote()) {
        Ticks by = target(note->start) - note->start;
        if (bar) { // by the bar's length, so that the place in the bar stays
            const int now = roll.meters().barAt(note->start);
            const int from = forward ? now : now - 1;
            by = from < 1 ? Ticks(0) : (roll.meters().barEnd(from) - roll.meters().barStart(from)) * (forward ? 1 : -1);
        }
        roll.perform(EditKind::kMove, project::moveNotes(roll.document(), roll.selection(), by, 0));
        view.revealFocusNote();
    } else {
        Q_EMIT view.seekRequested(target(roll.playhead()));
    }
}

void stretch(PianoRollView& view, bool longer)
{
    RollModel& roll = model(view);
    const project::Note* note = roll.focusNote();
    if (!note)
        return;
    const SnapGrid grid = roll.gridForKeys();
    const Ticks end = longer ? grid.next(note->end()) : std::max(grid.previous(note->end()), note->start + Ticks(1));
    roll.perform(EditKind::kResize, project::resizeNotes(roll.document(), roll.selection(), project::Edge::kEnd, end - note->end()));
}

void changeVelocity(PianoRollView& view, int by)
{
    model(view).perform(EditKind::kVelocity, project::changeVelocity(model(view).document(), model(view).selection(), by));
    view.soundFocusNote();
}

void setSnap(PianoRollView& view, int denominator)
{
    model(view).setSnap({.denominator = denominator, .triplet = model(view).snap().triplet, .dotted = model(view).snap().dotted});
}

void toggleTriplet(PianoRollView& view)
{
    Snap snap = model(view).snap();
    snap.triplet = !snap.triplet;
    snap.dotted = false;
    model(view).setSnap(snap);
}

void toggleDotted(PianoRollView& view)
{
    Snap snap = model(view).snap();
    snap.dotted = !snap.dotted;
    snap.triplet = false;
    model(view).setSnap(snap);
}

void toggleSnap(PianoRollView& view)
{
    Snap snap = model(view).snap();
    snap.enabled = !snap.enabled;
    model(view).setSnap(snap);
}

void toggleMute(PianoRollView& view)
{
    const auto notes = model(view).selectedNotes();
    const bool mute = std::ranges::any_of(notes, [](const project::Note& note) { return !note.muted; });
    model(view).perform(mute ? EditKind::kMuteNotes : EditKind::kUnmuteNotes, project::muteNotes(model(view).document(), model(view).selection(), mute));
}

void invertSelection(PianoRollView& view)
{
    std::vector<project::NoteId> rest;
    for (const project::NoteId id : model(view).allIds())
        if (!model(view).isSelected(id))
            rest.push_back(id);
    model(view).select(std::move(rest));
}

template <ToolId id>
void useTool(PianoRollView& view) { view.setTool(id); }

template <project::Change (*edit)(const RollModel&), EditKind kind>
void perform(PianoRollView& view) { model(view).perform(kind, edit(model(view))); }

using View = PianoRollView;

constexpr std::array kRows{
    RollCommandRow{RollCommand::kCut, TEXT("Cut"), "Ctrl+X Shift+Del", true, [](View& view) { view.cut(); }},
    RollCommandRow{RollCommand::kCopy, TEXT("Copy"), "Ctrl+C Ctrl+Ins", true, [](View& view) { view.copy(); }},
    RollCommandRow{RollCommand::kPaste, TEXT("Paste at the playhead"), "Ctrl+V Shift+Ins", false, [](View& view) { view.paste(); }},
    RollCommandRow{RollCommand::kDelete, TEXT("Delete"), "Del Backspace", true, [](View& view) { model(view).perform(EditKind::kErase, project::removeNotes(model(view).document(), model(view).selection())); }},
    RollCommandRow{RollCommand::kDuplicate, TEXT("Duplicate to the right"), "Ctrl+D", true, perform<repeated, EditKind::kDuplicate>},
    RollCommandRow{RollCommand::kSelectAll, TEXT("Select all"), "Ctrl+A", false, [](View& view) { model(view).select(model(view).allIds()); }},
    RollCommandRow{RollCommand::kSelectNone, TEXT("Select none"), "Ctrl+Shift+A", false, [](View& view) { model(view).select({}); }},
    RollCommandRow{RollCommand::kInvertSelection, TEXT("Invert the selection"), "Ctrl+I", false, invertSelection},
    RollCommandRow{RollCommand::kQuantise, TEXT("Quantise to the grid"), "Q", false, perform<quantised, EditKind::kQuantize>},
    RollCommandRow{RollCommand::kLegato, TEXT("Legato"), "Ctrl+Shift+L", false, perform<legato, EditKind::kLegato>},
    RollCommandRow{RollCommand::kGlue, TEXT("Glue"), "Ctrl+J", true, [](View& view) { model(view).perform(EditKind::kGlue, glued(model(view), model(view).selection())); }},
    RollCommandRow{RollCommand::kReverse, TEXT("Reverse in time"), "R", true, perform<reversed, EditKind::kReverse>},
    RollCommandRow{RollCommand::kInvert, TEXT("Turn upside down"), "I", true, perform<inverted, EditKind::kInvert>},
    RollCommandRow{RollCommand::kMute, TEXT("Mute or unmute"), "0", true, toggleMute},
    RollCommandRow{RollCommand::kUp, TEXT("Semitone up"), "Up", false, [](View& view) { transpose(view, 1); }},
    RollCommandRow{RollCommand::kDown, TEXT("Semitone down"), "Down", false, [](View& view) { transpose(view, -1); }},
    RollCommandRow{RollCommand::kOctaveUp, TEXT("Octave up"), "Shift+Up Ctrl+Up", false, [](View& view) { transpose(view, 12); }},
    RollCommandRow{RollCommand::kOctaveDown, TEXT("Octave down"), "Shift+Down Ctrl+Down", false, [](View& view) { transpose(view, -12); }},
    RollCommandRow{RollCommand::kLeft, TEXT("One grid step earlier"), "Left", false, [](View& view) { step(view, false, false); }},
    RollCommandRow{RollCommand::kRight, TEXT("One grid step later"), "Right", false, [](View& view) { step(view, true, false); }},
    RollCommandRow{RollCommand::kBarLeft, TEXT("One bar earlier"), "Ctrl+Left", false, [](View& view) { step(view, false, true); }},
    RollCommandRow{RollCommand::kBarRight, TEXT("One bar later"), "Ctrl+Right", false, [](View& view) { step(view, true, true); }},
    RollCommandRow{RollCommand::kShorter, TEXT("Shorter by one grid step"), "Shift+Left", true, [](View& view) { stretch(view, false); }},
    RollCommandRow{RollCommand::kLonger, TEXT("Longer by one grid step"), "Shift+Right", true, [](View& view) { stretch(view, true); }},
    RollCommandRow{RollCommand::kLouder, TEXT("Louder"), "+ =", true, [](View& view) { changeVelocity(view, 4); }},
    RollCommandRow{RollCommand::kSofter, TEXT("Softer"), "-", true, [](View& view) { changeVelocity(view, -4); }},
    RollCommandRow{RollCommand::kNewNote, TEXT("New note at the playhead"), "Ins", false, [](View& view) { view.addNoteAtPlayhead(); }},
    RollCommandRow{RollCommand::kSelectTool, TEXT("Select tool"), "1", false, useTool<ToolId::kSelect>},
    RollCommandRow{RollCommand::kDrawTool, TEXT("Draw tool"), "2", false, useTool<ToolId::kDraw>},
    RollCommandRow{RollCommand::kEraseTool, TEXT("Erase tool"), "3", false, useTool<ToolId::kErase>},
    RollCommandRow{RollCommand::kSplitTool, TEXT("Split tool"), "4", false, useTool<ToolId::kSplit>},
    RollCommandRow{RollCommand::kGlueTool, TEXT("Glue tool"), "5", false, useTool<ToolId::kGlue>},
    RollCommandRow{RollCommand::kVelocityTool, TEXT("Velocity tool"), "6", false, useTool<ToolId::kVelocity>},
    RollCommandRow{RollCommand::kToggleDraw, TEXT("Draw tool on or off"), "B", false, [](View& view) { view.setTool(view.tool() == ToolId::kDraw ? ToolId::kSelect : ToolId::kDraw); }},
    RollCommandRow{RollCommand::kSnap1, TEXT("Grid of whole notes"), "Alt+1", false, [](View& view) { setSnap(view, 1); }},
    RollCommandRow{RollCommand::kSnap2, TEXT("Grid of 1/2"), "Alt+2", false, [](View& view) { setSnap(view, 2); }},
    RollCommandRow{RollCommand::kSnap4, TEXT("Grid of 1/4"), "Alt+3", false, [](View& view) { setSnap(view, 4); }},
    RollCommandRow{RollCommand::kSnap8, TEXT("Grid of 1/8"), "Alt+4", false, [](View& view) { setSnap(view, 8); }},
    RollCommandRow{RollCommand::kSnap16, TEXT("Grid of 1/16"), "Alt+5", false, [](View& view) { setSnap(view, 16); }},
    RollCommandRow{RollCommand::kSnap32, TEXT("Grid of 1/32"), "Alt+6", false, [](View& view) { setSnap(view, 32); }},
    RollCommandRow{RollCommand::kSnap64, TEXT("Grid of 1/64"), "Alt+7", false, [](View& view) { setSnap(view, 64); }},
    RollCommandRow{RollCommand::kSnapTriplet, TEXT("Triplet grid"), "T", false, toggleTriplet},
    RollCommandRow{RollCommand::kSnapDotted, TEXT("Dotted grid"), ".", false, toggleDotted},
    RollCommandRow{RollCommand::kSnapOff, TEXT("Snap on or off"), "N", false, toggleSnap},
    RollCommandRow{RollCommand::kZoomIn, TEXT("Zoom in"), "Ctrl++ Ctrl+=", false, [](View& view) { view.zoom(1.25); }},
    RollCommandRow{RollCommand::kZoomOut, TEXT("Zoom out"), "Ctrl+-", false, [](View& view) { view.zoom(0.8); }},
    RollCommandRow{RollCommand::kZoomToSelection, TEXT("Zoom to the selection"), "Z", true, [](View& view) { view.zoomToSelection(); }},
    RollCommandRow{RollCommand::kZoomBack, TEXT("Zoom back"), "Shift+Z", false, [](View& view) { view.zoomBack(); }},
    RollCommandRow{RollCommand::kZoomToFit, TEXT("Zoom to the song"), "Ctrl+0", false, [](View& view) { view.zoomToFit(); }},
    RollCommandRow{RollCommand::kGhosts, TEXT("Show the other tracks' notes"), ",", false, [](View& view) { model(view).setGhostsShown(!model(view).areGhostsShown()); }},
    RollCommandRow{RollCommand::kFold, TEXT("Only rows in use"), "Shift+F", false, [](View& view) { model(view).setFolded(!model(view).isFolded()); }},
    RollCommandRow{RollCommand::kToStart, TEXT("To the start"), "Home", false, [](View& view) { Q_EMIT view.seekRequested(Ticks(0)); }},
    RollCommandRow{RollCommand::kToEnd, TEXT("To the end"), "End", false, [](View& view) { Q_EMIT view.seekRequested(project::endOf(model(view).document())); }},
};
#undef TEXT

} // namespace

std::span<const RollCommandRow> rollCommands() { return kRows; }
const RollCommandRow& row(RollCommand command) { return kRows[static_cast<std::size_t>(command)]; }
QString nameOf(RollCommand command) { return QCoreApplication::translate("RollCommand", row(command).text); }

} // namespace partita::ui
