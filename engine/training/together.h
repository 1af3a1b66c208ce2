#pragma once

#include "engine/training/course.h"
#include "engine/training/processes.h"

#include <functional>
#include <stop_token>
#include <string>

/// How the processes of a run keep step. The first one leads: it alone owns the run's folder, tells events and decides;
/// before everything that all do together it says what comes next.
namespace partita::training {

enum class Next { kStep, kEvaluate, kEnd };

/// Says (the first process, or the only one) or hears (the others, whose `own` does not count) what comes next. kEnd as soon
/// as one of them is asked to stop. Errors: those of Processes.
Result<Next> agree(Processes* processes, Next own, bool stopped);

/// Makes sure that all make the same run: of the same model and options, on the examples that `digest` stands for. kEnd where
/// one was stopped while reading. Errors: kMismatch; those of Processes.
Result<Next> agreeOnRun(Processes* processes, const Course& course, const TrainOptions& options, const std::string& digest, bool stopped);

/// The run as a process that does not lead makes it, from reading the examples to the end: the same updates and evaluations.
/// `course` has started. Errors: those of the course and of Processes.
Result<void> trainAlong(Course& course, const TrainOptions& options, Processes& processes, std::stop_token stop);

} // namespace partita::training
