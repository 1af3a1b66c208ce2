#pragma once

#include "engine/training/options.h"

#include <stop_token>

namespace partita::training {

/// Trains a model in `options.run_dir` until its last step, a stop, or a failure, telling `sink` what happens (the
/// events are described in engine/training/README.md and also kept in the folder). Stopping is no error: the state is
/// saved, and the same call goes on from there to the same numbers.
/// Errors:  all end in a `failed` event with the same sentence: kInvalidArgument, kNotFound, kNoDevice, kMismatch (the
///          folder holds a run of other options), kUnwritable, kFailed (diverged; the last good checkpoint is named).
/// Threads: the caller's; it may take hours.
Result<void> train(const TrainOptions& options, const EventSink& sink, std::stop_token stop = {});

/// A checkpoint's metrics, without dropout (and, where asked for, with it too, under names that end in kWithDropout), on the sequences it was trained on and on those that were held out (of a
/// model that was not trained here all are held out): {"checkpoint", "config", "step", "same_data", "rejected_files",
/// "train": {…}, "eval": {…}}; the last two with the metrics' names, "sequences" and "steps", or null.
/// `sink` hears how far it is: events `reading` and `measuring`.
/// Errors:  those of reading the checkpoint and the examples; kMismatch, kNoDevice, kStopped.
Result<Json> evaluate(const EvaluateOptions& options, const EventSink& sink = {}, std::stop_token stop = {});

} // namespace partita::training
