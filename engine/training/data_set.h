#pragma once

#include "engine/core/error.h"
#include "engine/datasets/example_set.h"
#include "engine/datasets/gather.h"
#include "engine/events/statistics.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace partita::training {

/// Music that gave nothing to learn from.
struct RejectedFile {
    std::filesystem::path file;
    std::string reason; ///< a sentence that names it
};

/// What a network learns from, and what is held out to measure it.
struct DataSet {
    std::unique_ptr<datasets::ExampleSet> training;
    std::unique_ptr<datasets::ExampleSet> heldOut;
    std::int64_t files = 0;         ///< pieces of music found; of SequenceExamples the files
    std::int64_t heldOutFiles = 0;  ///< of those that gave sequences
    std::int64_t trainingFiles = 0;
    std::vector<RejectedFile> rejected;
    Statistics statistics; ///< of extraction, under the last parts of Magenta's names
    std::string digest;    ///< SHA-256 over all sequences and their partition
    bool encoded = false;  ///< SequenceExamples: how music is read has no part in them
};

/// Called after each file with those read so far and their total; may take its time.
using ReadingSink = std::function<void(std::int64_t files, std::int64_t total)>;

/// Reads music (MIDI, MusicXML, ABC, records of NoteSequences) as Magenta's data set pipelines do, into memory, and
/// holds some of it out; or record files of SequenceExamples, which stay where they are: those named eval_… are held
/// out, also where they only lie beside their training_….
/// Errors: those of datasets::gather and datasets::RecordSet; kInvalidArgument when nothing is left to learn from, or
///         music and SequenceExamples are named together.
Result<DataSet> readDataSet(const datasets::GatherOptions& options, const ReadingSink& reading = {}, std::stop_token stop = {});

/// Errors: kInvalidArgument where `chosen` asks for another reading of music that is encoded already.
Result<void> checkReading(const datasets::MusicOptions& chosen, const DataSet& data);

} // namespace partita::training
