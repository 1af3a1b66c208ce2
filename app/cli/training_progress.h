#pragma once

#include "engine/core/error.h"
#include "engine/training/options.h"

#include <cstdint>
#include <limits>

namespace partita::cli {

/// The last step of a run that never ends by itself.
inline constexpr auto kEndless = std::numeric_limits<std::int64_t>::max();

/// Trains, and shows what happens on standard error; Ctrl+C stops and saves. `jsonl`: the events instead, a JSON object a
/// line on standard output, while pause, resume and stop are read from standard input.
/// Errors: those of training.
Result<void> follow(training::TrainOptions options, bool jsonl);

} // namespace partita::cli
