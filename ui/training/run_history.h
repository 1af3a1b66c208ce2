#pragma once

#include "ui/training/run_log.h"

#include <filesystem>
#include <vector>

namespace partita::ui {

/// The log of the run that `folder` holds; nothing where it holds none.
std::optional<RunLog> readRun(const std::filesystem::path& folder);

/// All runs of a folder of runs, the newest first.
/// Threads: any.
std::vector<RunLog> readRuns(const std::filesystem::path& folder);

/// A name for a new run that no folder in `folder` has: config, date and time.
std::filesystem::path newRunFolder(const std::filesystem::path& folder, const QString& config, const QDateTime& now);

} // namespace partita::ui
