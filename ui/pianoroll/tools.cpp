#include "ui/pianoroll/tools.h"

#include "ui/pianoroll/gestures.h"
#include "ui/pianoroll/roll_edits.h"

#include <QCoreApplication>

#include <array>

namespace partita::ui {
namespace {

using GesturePointer = std::unique_ptr<Gesture>;

const project::Note& noteOf(const RollModel& model, const RollModel::Hit& hit) { return model.notes()[hit.index]; }

/// A press that hit a note moves or resizes it, in the select and in the draw tool.
GesturePointer grab(RollModel& model, const Pointer& pointer, const RollModel::Hit& hit)
{
    const project::Note note = noteOf(model, hit);
    if (hit.part == RollModel::Part::kBody || pointer.modifiers & (Qt::ControlModifier | Qt::ShiftModifier))
        return std::make_unique<MoveGesture>(model, pointer, note);
    return std::make_unique<ResizeGesture>(model, pointer, note, hit.part == RollModel::Part::kStart ? project::Edge::kStart : project::Edge::kEnd);
}

Qt::CursorShape grabCursor(const RollModel& model, const Pointer& pointer, Qt::CursorShape elsewhere)
{
    const auto hit = model.hit(pointer.at);
    return !hit ? elsewhere : hit->part == RollModel::Part::kBody ? Qt::OpenHandCursor : Qt::SizeHorCursor;
}

GesturePointer select(RollModel& model, const Pointer& pointer)
{
    if (const auto hit = model.hit(pointer.at))
        return grab(model, pointer, *hit);
    if (const auto edge = model.regionEdgeAt(pointer.at.x()))
        return std::make_unique<RegionGesture>(model, *edge);
    return std::make_unique<RubberBandGesture>(model, pointer);
}

GesturePointer draw(RollModel& model, const Pointer& pointer)
{
    if (const auto hit = model.hit(pointer.at))
        return grab(model, pointer, *hit);
    if (pointer.modifiers & (Qt::ControlModifier | Qt::ShiftModifier)) // a selection without leaving the tool
        return std::make_unique<RubberBandGesture>(model, pointer);
    return std::make_unique<DrawGesture>(model, pointer);
}

GesturePointer erase(RollModel& model, const Pointer& pointer) { return std::make_unique<EraseGesture>(model, pointer); }

/// The selection is cut with the note, if that belongs to it.
GesturePointer split(RollModel& model, const Pointer& pointer)
{
    if (const auto hit = model.hit(pointer.at)) {
        const project::NoteId id = noteOf(model, *hit).id;
        const Ticks at = model.grid(pointer.isSnapIgnored()).nearest(pointer.tick);
        const std::vector<project::NoteId> ids = model.isSelected(id) ? model.selection() : std::vector{id};
        model.perform(EditKind::kSplit, project::splitNotes(model.document(), ids, at));
    }
    return nullptr;
}

GesturePointer glue(RollModel& model, const Pointer& pointer)
{
    if (const auto hit = model.hit(pointer.at)) {
        const project::Note note = noteOf(model, *hit);
        model.perform(EditKind::kGlue, model.isSelected(note.id) && model.selection().size() > 1 ? glued(model, model.selection()) : gluedToNext(model, note));
    }
    return nullptr;
}

GesturePointer velocity(RollModel& model, const Pointer& pointer)
{
    if (const auto hit = model.hit(pointer.at))
        return std::make_unique<VelocityGesture>(model, pointer, noteOf(model, *hit));
    return std::make_unique<RubberBandGesture>(model, pointer);
}

Qt::CursorShape selectCursor(const RollModel& model, const Pointer& pointer) { return grabCursor(model, pointer, model.regionEdgeAt(pointer.at.x()) ? Qt::SizeHorCursor : Qt::ArrowCursor); }
Qt::CursorShape drawCursor(const RollModel& model, const Pointer& pointer) { return grabCursor(model, pointer, Qt::CrossCursor); }
Qt::CursorShape pointAtNote(const RollModel& model, const Pointer& pointer) { return model.hit(pointer.at) ? Qt::PointingHandCursor : Qt::ArrowCursor; }
Qt::CursorShape splitCursor(const RollModel& model, const Pointer& pointer) { return model.hit(pointer.at) ? Qt::SplitHCursor : Qt::ArrowCursor; }
Qt::CursorShape velocityCursor(const RollModel& model, const Pointer& pointer) { return model.hit(pointer.at) ? Qt::SizeVerCursor : Qt::ArrowCursor; }

constexpr std::array kTools{
    Tool{ToolId::kSelect, QT_TRANSLATE_NOOP("Tool", "Select"), QT_TRANSLATE_NOOP("Tool", "Select, move and resize notes; drag on empty space to select several"), "select", Qt::Key_1, select, selectCursor},
    Tool{ToolId::kDraw, QT_TRANSLATE_NOOP("Tool", "Draw"), QT_TRANSLATE_NOOP("Tool", "Click to add a note, drag to set its length; the right button erases"), "draw", Qt::Key_2, draw, drawCursor},
    Tool{ToolId::kErase, QT_TRANSLATE_NOOP("Tool", "Erase"), QT_TRANSLATE_NOOP("Tool", "Click or sweep over notes to erase them"), "erase", Qt::Key_3, erase, pointAtNote},
    Tool{ToolId::kSplit, QT_TRANSLATE_NOOP("Tool", "Split"), QT_TRANSLATE_NOOP("Tool", "Click a note to cut it in two"), "split", Qt::Key_4, split, splitCursor},
    Tool{ToolId::kGlue, QT_TRANSLATE_NOOP("Tool", "Glue"), QT_TRANSLATE_NOOP("Tool", "Click a note to join it with the next one of its pitch"), "glue", Qt::Key_5, glue, pointAtNote},
    Tool{ToolId::kVelocity, QT_TRANSLATE_NOOP("Tool", "Velocity"), QT_TRANSLATE_NOOP("Tool", "Drag a note up to play it louder, down to play it softer"), "velocity", Qt::Key_6, velocity, velocityCursor},
};

} // namespace

std::span<const Tool> tools() { return kTools; }
const Tool& tool(ToolId id) { return kTools[static_cast<std::size_t>(id)]; }

} // namespace partita::ui
