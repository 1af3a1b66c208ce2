#pragma once

#include "engine/datasets/harvest.h"
#include "engine/datasets/sources.h"

#include <functional>
#include <stop_token>

namespace partita::datasets {

struct GatherOptions {
    HarvestOptions harvest;
    std::vector<std::filesystem::path> inputs; ///< as findSources takes them
    double evalRatio = 0.1; ///< share of the music that is held out
    std::uint64_t seed = 0;
    /// In place of the seed: the uniform draw of each item of music, by its number. Below `evalRatio` it is held out.
    std::function<double(std::uint64_t item)> draw;
};

/// Who takes what is found, on the caller's thread, in the order of the music.
struct Gatherer {
    /// What a tune gave; an error ends the gathering. `subject` names its file, and where in it the tune is.
    std::function<Result<void>(Part, const std::string& subject, std::vector<Sequence>)> take;
    /// A file, record or tune that gave nothing, and why.
    std::function<void(const std::filesystem::path&, const std::string& reason)> reject = {};
    std::function<void(std::int64_t files, std::int64_t of)> progress = {};
};

struct GatherReport {
    struct Half {
        std::int64_t tunes = 0; ///< that gave sequences
        std::int64_t sequences = 0;
    };
    std::int64_t files = 0;
    std::int64_t tunes = 0; ///< in them, those that cannot be read included
    std::int64_t rejected = 0;
    std::int64_t reduced = 0; ///< tunes of which only the highest notes were kept
    Half training, eval;
    Statistics statistics; ///< under the names that Magenta's pipelines print
    Statistics totals;     ///< the same by their last names only, both halves together, and what Magenta does not count
};

/// Reads music and makes of it what a config's networks learn from, several files at a time. Memory stays flat, and the
/// results are the same on any machine. Whole tunes are held out: a tune's draw depends on the seed and its name
/// below its folder, so that adding music moves none.
/// Errors: those of findSources, of `check` and of `take`; kInvalidArgument for SequenceExamples, which are no music; kStopped.
/// Source: Magenta pipelines/pipeline.py, run_pipeline_serial.
Result<GatherReport> gather(const GatherOptions& options, const Gatherer& gatherer, std::stop_token stop = {});
/// The same of sources that were found already.
Result<GatherReport> gather(const std::vector<Source>& sources, const GatherOptions& options, const Gatherer& gatherer, std::stop_token stop = {});

} // namespace partita::datasets
