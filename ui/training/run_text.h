#pragma once

#include "engine/core/error.h"
#include "engine/datasets/sources.h"
#include "ui/training/run_log.h"

#include <QString>

#include <vector>

/// What the training page says about runs and their music, in words.
namespace partita::ui {

/// "3804 files of music, 2 of records", by the rules that training finds them by.
QString countText(const Result<std::vector<datasets::Source>>& sources);

/// Hours, minutes, seconds: "0:07:30".
QString clockText(double seconds);

/// How far a run is and how it ended: "step 60 · paused".
QString stateText(const RunLog& run);

} // namespace partita::ui
