#include "ui/pianoroll/roll_commands.h"

#include "ui/pianoroll/piano_roll_view.h"
#include "ui/pianoroll/roll_edits.h"

#include <QCoreApplication>

#include <array>

namespace partita::ui {
namespace {


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
using enum RollNeed;

constexpr std::array kRows{
    RollCommandRow{RollCommand::kCut, QT_TRANSLATE_NOOP("RollCommand", "Cut"), "Ctrl+X Shift+Del", kSelection, [](View& view) { view.cut(); }},
    RollCommandRow{RollCommand::kCopy, QT_TRANSLATE_NOOP("RollCommand", "Copy"), "Ctrl+C Ctrl+Ins", kSelection, [](View& view) { view.copy(); }},
    RollCommandRow{RollCommand::kPaste, QT_TRANSLATE_NOOP("RollCommand", "Paste at the Playhead"), "Ctrl+V Shift+Ins", kNothing, [](View& view) { view.paste(); }},
    RollCommandRow{RollCommand::kDelete, QT_TRANSLATE_NOOP("RollCommand", "Delete"), "Del Backspace", kSelection, [](View& view) { model(view).perform(EditKind::kErase, project::removeNotes(model(view).document(), model(view).selection())); }},
    RollCommandRow{RollCommand::kDuplicate, QT_TRANSLATE_NOOP("RollCommand", "Duplicate to the Right"), "Ctrl+D", kSelection, perform<repeated, EditKind::kDuplicate>},
    RollCommandRow{RollCommand::kSelectAll, QT_TRANSLATE_NOOP("RollCommand", "Select All"), "Ctrl+A", kNotes, [](View& view) { model(view).select(model(view).allIds()); }},
    RollCommandRow{RollCommand::kSelectNone, QT_TRANSLATE_NOOP("RollCommand", "Select None"), "Ctrl+Shift+A", kNothing, [](View& view) { model(view).select({}); }},
    RollCommandRow{RollCommand::kInvertSelection, QT_TRANSLATE_NOOP("RollCommand", "Invert the Selection"), "Ctrl+I", kNotes, invertSelection},
    RollCommandRow{RollCommand::kQuantise, QT_TRANSLATE_NOOP("RollCommand", "Quantise to the Grid"), "Q", kNotes, perform<quantised, EditKind::kQuantize>},
    RollCommandRow{RollCommand::kLegato, QT_TRANSLATE_NOOP("RollCommand", "Legato"), "Ctrl+Shift+L", kNotes, perform<legato, EditKind::kLegato>},
    RollCommandRow{RollCommand::kGlue, QT_TRANSLATE_NOOP("RollCommand", "Glue"), "Ctrl+J", kSelection, [](View& view) { model(view).perform(EditKind::kGlue, glued(model(view), model(view).selection())); }},
    RollCommandRow{RollCommand::kReverse, QT_TRANSLATE_NOOP("RollCommand", "Reverse in Time"), "R", kSelection, perform<reversed, EditKind::kReverse>},
    RollCommandRow{RollCommand::kInvert, QT_TRANSLATE_NOOP("RollCommand", "Turn Upside Down"), "I", kSelection, perform<inverted, EditKind::kInvert>},
    RollCommandRow{RollCommand::kMute, QT_TRANSLATE_NOOP("RollCommand", "Mute or Unmute"), "0", kSelection, toggleMute},
    RollCommandRow{RollCommand::kUp, QT_TRANSLATE_NOOP("RollCommand", "Semitone Up"), "Up", kNothing, [](View& view) { transpose(view, 1); }},
    RollCommandRow{RollCommand::kDown, QT_TRANSLATE_NOOP("RollCommand", "Semitone Down"), "Down", kNothing, [](View& view) { transpose(view, -1); }},
    RollCommandRow{RollCommand::kOctaveUp, QT_TRANSLATE_NOOP("RollCommand", "Octave Up"), "Shift+Up Ctrl+Up", kNothing, [](View& view) { transpose(view, 12); }},
    RollCommandRow{RollCommand::kOctaveDown, QT_TRANSLATE_NOOP("RollCommand", "Octave Down"), "Shift+Down Ctrl+Down", kNothing, [](View& view) { transpose(view, -12); }},
    RollCommandRow{RollCommand::kLeft, QT_TRANSLATE_NOOP("RollCommand", "One Grid Step Earlier"), "Left", kNothing, [](View& view) { step(view, false, false); }},
    RollCommandRow{RollCommand::kRight, QT_TRANSLATE_NOOP("RollCommand", "One Grid Step Later"), "Right", kNothing, [](View& view) { step(view, true, false); }},
    RollCommandRow{RollCommand::kBarLeft, QT_TRANSLATE_NOOP("RollCommand", "One Bar Earlier"), "Ctrl+Left", kNothing, [](View& view) { step(view, false, true); }},
    RollCommandRow{RollCommand::kBarRight, QT_TRANSLATE_NOOP("RollCommand", "One Bar Later"), "Ctrl+Right", kNothing, [](View& view) { step(view, true, true); }},
    RollCommandRow{RollCommand::kShorter, QT_TRANSLATE_NOOP("RollCommand", "Shorter by One Grid Step"), "Shift+Left", kSelection, [](View& view) { stretch(view, false); }},
    RollCommandRow{RollCommand::kLonger, QT_TRANSLATE_NOOP("RollCommand", "Longer by One Grid Step"), "Shift+Right", kSelection, [](View& view) { stretch(view, true); }},
    RollCommandRow{RollCommand::kPreviousNote, QT_TRANSLATE_NOOP("RollCommand", "Go to the Note Before"), "Alt+Left", kNotes, [](View& view) { model(view).stepFocus(false); }},
    RollCommandRow{RollCommand::kNextNote, QT_TRANSLATE_NOOP("RollCommand", "Go to the Next Note"), "Alt+Right", kNotes, [](View& view) { model(view).stepFocus(true); }},
    RollCommandRow{RollCommand::kLouder, QT_TRANSLATE_NOOP("RollCommand", "Louder"), "+ =", kSelection, [](View& view) { changeVelocity(view, 4); }},
    RollCommandRow{RollCommand::kSofter, QT_TRANSLATE_NOOP("RollCommand", "Softer"), "-", kSelection, [](View& view) { changeVelocity(view, -4); }},
    RollCommandRow{RollCommand::kNewNote, QT_TRANSLATE_NOOP("RollCommand", "New Note at the Playhead"), "Ins", kNothing, [](View& view) { view.addNoteAtPlayhead(); }},
    RollCommandRow{RollCommand::kSelectTool, QT_TRANSLATE_NOOP("RollCommand", "Select Tool"), "1", kNothing, useTool<ToolId::kSelect>},
    RollCommandRow{RollCommand::kDrawTool, QT_TRANSLATE_NOOP("RollCommand", "Draw Tool"), "2", kNothing, useTool<ToolId::kDraw>},
    RollCommandRow{RollCommand::kEraseTool, QT_TRANSLATE_NOOP("RollCommand", "Erase Tool"), "3", kNothing, useTool<ToolId::kErase>},
    RollCommandRow{RollCommand::kSplitTool, QT_TRANSLATE_NOOP("RollCommand", "Split Tool"), "4", kNothing, useTool<ToolId::kSplit>},
    RollCommandRow{RollCommand::kGlueTool, QT_TRANSLATE_NOOP("RollCommand", "Glue Tool"), "5", kNothing, useTool<ToolId::kGlue>},
    RollCommandRow{RollCommand::kVelocityTool, QT_TRANSLATE_NOOP("RollCommand", "Velocity Tool"), "6", kNothing, useTool<ToolId::kVelocity>},
    RollCommandRow{RollCommand::kToggleDraw, QT_TRANSLATE_NOOP("RollCommand", "Draw Tool On or Off"), "B", kNothing, [](View& view) { view.setTool(view.tool() == ToolId::kDraw ? ToolId::kSelect : ToolId::kDraw); }},
    RollCommandRow{RollCommand::kSnap1, QT_TRANSLATE_NOOP("RollCommand", "Grid of Whole Notes"), "Alt+1", kNothing, [](View& view) { setSnap(view, 1); }},
    RollCommandRow{RollCommand::kSnap2, QT_TRANSLATE_NOOP("RollCommand", "Grid of 1/2"), "Alt+2", kNothing, [](View& view) { setSnap(view, 2); }},
    RollCommandRow{RollCommand::kSnap4, QT_TRANSLATE_NOOP("RollCommand", "Grid of 1/4"), "Alt+3", kNothing, [](View& view) { setSnap(view, 4); }},
    RollCommandRow{RollCommand::kSnap8, QT_TRANSLATE_NOOP("RollCommand", "Grid of 1/8"), "Alt+4", kNothing, [](View& view) { setSnap(view, 8); }},
    RollCommandRow{RollCommand::kSnap16, QT_TRANSLATE_NOOP("RollCommand", "Grid of 1/16"), "Alt+5", kNothing, [](View& view) { setSnap(view, 16); }},
    RollCommandRow{RollCommand::kSnap32, QT_TRANSLATE_NOOP("RollCommand", "Grid of 1/32"), "Alt+6", kNothing, [](View& view) { setSnap(view, 32); }},
    RollCommandRow{RollCommand::kSnap64, QT_TRANSLATE_NOOP("RollCommand", "Grid of 1/64"), "Alt+7", kNothing, [](View& view) { setSnap(view, 64); }},
    RollCommandRow{RollCommand::kSnapTriplet, QT_TRANSLATE_NOOP("RollCommand", "Triplet Grid"), "T", kNothing, toggleTriplet},
    RollCommandRow{RollCommand::kSnapDotted, QT_TRANSLATE_NOOP("RollCommand", "Dotted Grid"), ".", kNothing, toggleDotted},
    RollCommandRow{RollCommand::kSnapOff, QT_TRANSLATE_NOOP("RollCommand", "Snap On or Off"), "N", kNothing, toggleSnap},
    RollCommandRow{RollCommand::kZoomIn, QT_TRANSLATE_NOOP("RollCommand", "Zoom In"), "Ctrl++ Ctrl+=", kNothing, [](View& view) { view.zoom(1.25); }},
    RollCommandRow{RollCommand::kZoomOut, QT_TRANSLATE_NOOP("RollCommand", "Zoom Out"), "Ctrl+-", kNothing, [](View& view) { view.zoom(0.8); }},
    RollCommandRow{RollCommand::kZoomToSelection, QT_TRANSLATE_NOOP("RollCommand", "Zoom to the Selection"), "Z", kSelection, [](View& view) { view.zoomToSelection(); }},
    RollCommandRow{RollCommand::kZoomBack, QT_TRANSLATE_NOOP("RollCommand", "Zoom Back"), "Shift+Z", kNothing, [](View& view) { view.zoomBack(); }},
    RollCommandRow{RollCommand::kZoomToFit, QT_TRANSLATE_NOOP("RollCommand", "Zoom to the Song"), "Ctrl+0", kNothing, [](View& view) { view.zoomToFit(); }},
    RollCommandRow{RollCommand::kGhosts, QT_TRANSLATE_NOOP("RollCommand", "Show the Other Tracks' Notes"), ",", kNothing, [](View& view) { model(view).setGhostsShown(!model(view).areGhostsShown()); }},
    RollCommandRow{RollCommand::kFold, QT_TRANSLATE_NOOP("RollCommand", "Only Rows in Use"), "Shift+F", kNothing, [](View& view) { model(view).setFolded(!model(view).isFolded()); }},
    RollCommandRow{RollCommand::kChords, QT_TRANSLATE_NOOP("RollCommand", "Show the Chords"), "Shift+C", kNothing, [](View& view) { view.setChordsShown(!view.areChordsShown()); }},
    RollCommandRow{RollCommand::kToStart, QT_TRANSLATE_NOOP("RollCommand", "To the Start"), "Home", kNothing, [](View& view) { Q_EMIT view.seekRequested(Ticks(0)); }},
    RollCommandRow{RollCommand::kToEnd, QT_TRANSLATE_NOOP("RollCommand", "To the End"), "End", kNothing, [](View& view) { Q_EMIT view.seekRequested(project::endOf(model(view).document())); }},
};

} // namespace

std::span<const RollCommandRow> rollCommands() { return kRows; }
const RollCommandRow& row(RollCommand command) { return kRows[static_cast<std::size_t>(command)]; }
QString nameOf(RollCommand command) { return QCoreApplication::translate("RollCommand", row(command).text); }

} // namespace partita::ui
