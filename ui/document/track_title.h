#pragma once

#include "engine/project/document.h"

#include <QString>

namespace partita::ui {

/// The General MIDI name of what plays the track.
QString instrumentName(const project::Document& document, const project::Track& track);

/// What the track is called wherever it is named: many files name none of theirs, then by its instrument.
QString trackTitle(const project::Document& document, const project::Track& track);

} // namespace partita::ui
