#pragma once

#include "engine/datasets/gather.h"

#include <filesystem>

namespace partita::datasets {

struct CreateOptions {
    GatherOptions gather;
    std::filesystem::path outputDir; ///< made
};

struct CreateReport {
    GatherReport gathered;
    std::filesystem::path trainingFile, evalFile;
};

/// Makes a data set of SequenceExamples as Magenta's create_dataset tools do: the two files training_….tfrecord and
/// eval_….tfrecord, named for what the config learns ("training_melodies.tfrecord"); a half without examples is an
/// empty file. Both appear when all is done, and nothing of them otherwise.
/// Errors: those of `gather`; kUnwritable.
/// Source: Magenta *_create_dataset.py.
Result<CreateReport> createDataSet(const CreateOptions& options, const std::function<void(const std::filesystem::path&, const std::string& reason)>& reject,
                                   const std::function<void(std::int64_t files, std::int64_t of)>& progress, std::stop_token stop = {});

} // namespace partita::datasets
