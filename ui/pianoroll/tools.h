#pragma once

#include "ui/pianoroll/gesture.h"

#include <QtCore/qnamespace.h>

#include <memory>
#include <span>

namespace partita::ui {

class RollModel;

enum class ToolId { kSelect, kDraw, kErase, kSplit, kGlue, kVelocity };

/// One row: what a press on the canvas begins, and what the cursor says before it.
struct Tool {
    ToolId id;
    const char* name;    ///< to be translated in context "Tool"
    const char* tip;     ///< the same
    const char* icon;
    Qt::Key key;
    std::unique_ptr<Gesture> (*begin)(RollModel& model, const Pointer& pointer);
    Qt::CursorShape (*cursor)(const RollModel& model, const Pointer& pointer);
};

/// In the order of the number keys.
std::span<const Tool> tools();
const Tool& tool(ToolId id);

} // namespace partita::ui
