#pragma once

#include "engine/core/error.h"
#include "engine/training/options.h"

namespace partita::cli {

/// What `evaluate` finds, as lines.
void printEvaluation(const training::Json& report);

/// Evaluates each new checkpoint of the run in `options.checkpoint`, until the run has ended, none came for five minutes,
/// or Ctrl+C.
/// Errors: those of evaluating; kNotFound where none came at all.
/// Source: Magenta events_rnn_train.run_eval.
Result<void> watchRun(training::EvaluateOptions options);

} // namespace partita::cli
