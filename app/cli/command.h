#pragma once

#include "engine/core/error.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <span>

namespace partita::cli {

/// What a command does once its options are parsed. Results go to standard output; an Error becomes a sentence on
/// standard error and exit status 1.
using Run = std::function<Result<void>()>;

/// One subcommand: a row of the table in main.cpp.
struct Command {
    const char* name;
    const char* summary;
    const char* examples; ///< shown below --help
    /// Declares the options on `app`, which has the command's name, and returns what runs with them.
    Run (*setup)(CLI::App& app);
};

Run setupImportReport(CLI::App& app);
Run setupConvert(CLI::App& app);
Run setupDataset(CLI::App& app);
Run setupTrain(CLI::App& app);
Run setupMusicVaeTrain(CLI::App& app);
Run setupPreprocessTfRecord(CLI::App& app);
Run setupEvaluate(CLI::App& app);
Run setupGenerate(CLI::App& app);
Run setupRegenerate(CLI::App& app);
Run setupSample(CLI::App& app);
Run setupInterpolate(CLI::App& app);
Run setupEncode(CLI::App& app);
Run setupDecode(CLI::App& app);
Run setupReconstruct(CLI::App& app);
Run setupAttributes(CLI::App& app);
Run setupGroove(CLI::App& app);
Run setupMusicVaeGenerate(CLI::App& app);
Run setupStudy(CLI::App& app);
Run setupRender(CLI::App& app);
Run setupInspect(CLI::App& app);
Run setupConvertCheckpoint(CLI::App& app);
Run setupExactness(CLI::App& app);
Run setupDevices(CLI::App& app);

} // namespace partita::cli
