#pragma once

#include "engine/core/error.h"
#include "engine/encoding/event_encoding.h"
#include "engine/events/statistics.h"
#include "engine/models/event_rnn_config.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace partita::training {

/// A file that gave nothing to learn from.
struct RejectedFile {
    std::filesystem::path file;
    std::string reason; ///< a sentence
};

/// Sequences to learn from, kept as event codes (inputs are written when a batch is made), and those held out.
struct DataSet {
    using Codes = std::vector<int>;

    std::vector<Codes> training;
    std::vector<Codes> heldOut;
    std::int64_t files = 0;         ///< found
    std::int64_t heldOutFiles = 0;  ///< of those that gave sequences
    std::int64_t trainingFiles = 0;
    std::vector<RejectedFile> rejected;
    Statistics statistics; ///< of extraction, under Magenta's names
    std::string digest;    ///< SHA-256 over all sequences and their partition
};

struct DataSetOptions {
    const models::EventRnnConfig* config = nullptr;
    std::vector<std::filesystem::path> examples_path; ///< files, or folders with files at any depth
    double eval_ratio = 0.1;
    std::uint64_t seed = 0;
};

/// Called now and then with the files read so far and their total.
using ReadingSink = std::function<void(std::int64_t files, std::int64_t total)>;

/// Reads MIDI files one by one, in the order of their paths, as Magenta's data set pipelines do: split where meter or
/// tempo change, quantise, extract, squash, encode. Whole files are held out: a file's draw depends on the seed and its
/// path below the given folder, so adding files moves no other one.
/// Errors: kNotFound for a missing path; kUnsupported for configs whose events are no melodies; kInvalidArgument when
///         nothing is left to learn from; kStopped.
/// Source:  Magenta melody_rnn_create_dataset.py, melody_rnn_pipeline.py.
Result<DataSet> readDataSet(const DataSetOptions& options, const ReadingSink& reading = {}, std::stop_token stop = {});

/// The sequences' training pairs.
std::vector<encoding::Example> encodeAll(const encoding::EventEncoding& encoding, std::span<const DataSet::Codes> sequences);

} // namespace partita::training
