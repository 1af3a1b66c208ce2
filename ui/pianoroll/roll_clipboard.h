#pragma once

#include "engine/project/document.h"

#include <QMimeData>

#include <memory>
#include <vector>

namespace partita::ui {

/// Notes on the clipboard: as Partita's own data, and as text that a person can read.
/// Starts count from `origin`; ticks are kept with their division, so that notes keep their lengths between documents.
std::unique_ptr<QMimeData> toMimeData(const std::vector<project::Note>& notes, Ticks origin, Ticks ticksPerQuarter);

/// Notes without ids, `origin` being the first one's start; none where the clipboard holds anything else.
std::vector<project::Note> fromMimeData(const QMimeData& data, Ticks origin, Ticks ticksPerQuarter);

} // namespace partita::ui
