#pragma once

#include "engine/models/vae_config.h"
#include "engine/training/data_set.h"
#include "engine/training/sparse_rows.h"
#include "engine/training/vae_batch.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace partita::training {

/// An example of a MusicVAE, kept small.
struct VaeExample {
    SparseRows inputs;
    SparseRows targets;  ///< empty: the inputs
    SparseRows controls; ///< empty without
    std::vector<int> lengths;
};

/// On which side of a partition a piece of music is.
enum class Split { kTraining, kHeldOut, kTest };
inline constexpr std::size_t kNumSplits = 3;

struct VaeDataSet {
    std::array<std::vector<VaeExample>, kNumSplits> examples; ///< by Split
    std::array<std::int64_t, kNumSplits> tunes{};             ///< that gave examples
    std::int64_t files = 0;
    std::vector<RejectedFile> rejected;
    std::map<std::string, std::int64_t> statistics; ///< what was left out and how often, by converters::nameOf
    std::string digest; ///< SHA-256 over all examples and their partition
    bool officialSplit = false; ///< the folder says which music is for training, validation and test

    const std::vector<VaeExample>& of(Split split) const { return examples[static_cast<std::size_t>(split)]; }
};

struct VaeDataSetOptions {
    const models::VaeConfig* config = nullptr;
    std::vector<std::filesystem::path> examples_path; ///< as datasets::findSources takes them
    double eval_ratio = 0.1;
    std::uint64_t seed = 0;
    doctor::Convention convention = doctor::Convention::kAsNoteSeq;
    std::int64_t pass = 0; ///< over the training music: which of the seed's keys, windows and left-out notes; 0 reads the rest too
};

/// Reads music piece by piece and keeps what the config's converter makes of it. Training music is moved to another key and
/// long pieces give some of their windows where the config says so, by a chance that depends on seed, pass and the piece's
/// name alone. Whole pieces are held out, by seed and name; in a folder with an info.csv that has the columns midi_filename
/// and split (as the Groove MIDI Dataset's) by what that says: train, validation (held out) or test.
/// Errors: those of datasets::findSources; kDamaged of an info.csv; kInvalidArgument when nothing is left to learn from; kStopped.
/// Source: Magenta music_vae/data.py (get_dataset).
Result<VaeDataSet> readVaeDataSet(const VaeDataSetOptions& options, const ReadingSink& reading = {}, std::stop_token stop = {});

/// Errors: kInvalidArgument for choices that only event RNNs have.
Result<void> checkVaeReading(const datasets::MusicOptions& chosen);

/// Whether another pass gives other examples.
bool passesDiffer(const models::VaeConfig& config);

/// The examples at `places`, padded to the longest, and to `steps` at least.
VaeBatch makeVaeBatch(const models::VaeSpec& spec, std::span<const VaeExample> examples, std::span<const std::uint32_t> places, int steps = 0);

} // namespace partita::training
