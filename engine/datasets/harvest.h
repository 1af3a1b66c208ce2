#pragma once

#include "engine/datasets/music_options.h"
#include "engine/datasets/sequence.h"
#include "engine/events/statistics.h"
#include "engine/models/event_rnn_config.h"
#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace partita::datasets {

/// Which of a data set's two halves a piece of music belongs to.
enum class Part { kTraining, kEval };

struct HarvestOptions {
    const models::EventRnnConfig* config = nullptr;
    MusicOptions music;
    /// Of any length, whole, and in its own key alone, where data sets leave out, cut and transpose.
    bool asGiven = false;
};

/// What one piece of music gives.
struct Harvest {
    std::vector<Sequence> sequences;
    std::map<std::string, Statistics> units; ///< by the name of Magenta's pipeline unit
    /// Of each part of the piece that was put on a grid of quarters: why Magenta's Quantizer discards it, if it does.
    std::vector<std::optional<Fault>> quantizer;
    Statistics remarks;         ///< what Magenta does not count
    std::optional<Fault> fault; ///< the last part of the piece that could not be used at all

    /// Whether notes were left out of polyphonic tracks to make melodies of them.
    bool reduced() const { return remarks.counters.contains("polyphonic_tracks_reduced"); }
};

/// A piece as the sequences that a config's networks learn from: split, put on the grid, transposed, extracted, encoded
/// to codes and controls, as Magenta's data set pipelines do it. Training copies are transposed and stretched where
/// Magenta does so; an optionally conditioned performance comes twice, with its controls and without.
/// Threads: any.
/// Source:  Magenta *_pipeline.py and *_create_dataset.py.
Harvest harvest(const NoteSequence& sequence, Part part, const HarvestOptions& options);

/// Why nothing came of it, in a sentence about `subject` (a quoted file name).
std::string whyNothing(const Harvest& harvest, const HarvestOptions& options, const std::string& subject);

/// The errors of `options`: kUnsupported, kInvalidArgument for options that the config has no use for.
Result<void> check(const HarvestOptions& options);

} // namespace partita::datasets
