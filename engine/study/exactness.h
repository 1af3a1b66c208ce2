#pragma once

#include "engine/core/error.h"
#include "engine/study/comparison.h"

#include <filesystem>
#include <functional>

namespace partita::study {

/// Walks `folder` (or one golden file), computes every golden case in it through the engine, and hands over each result, in
/// the order of the files' names. A file of a kind that is not known is a case that fails and says so; Markdown is no case.
/// `data`: what the tables' paths are relative to; empty: the folder "data" beside the nearest folder named "golden" that
/// holds `folder`.
/// Errors: kNotFound.      Threads: any; networks are opened as needed.
Result<void> checkExactness(const std::filesystem::path& folder, const std::filesystem::path& data, const std::function<void(const CaseResult&)>& sink);

} // namespace partita::study
