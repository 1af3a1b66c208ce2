#pragma once

#include "engine/datasets/harvest.h"

#include <array>
#include <optional>
#include <string>

namespace partita::datasets {

/// A data set's statistics under the names that Magenta's pipelines print, e.g.
/// "DAGPipeline_MelodyExtractor_training_melodies_truncated". Harvests come in the order of their music: a discard by
/// the Quantizer is counted again for every later part that passes it, because Magenta's totals are so.
class Ledger {
public:
    /// `output`: what the data set's examples are called, e.g. "melodies".
    explicit Ledger(std::string output) : m_output(std::move(output)) {}

    void add(Part part, const Harvest& harvest);
    const Statistics& statistics() const { return m_statistics; }

private:
    std::string m_output;
    Statistics m_statistics;
    std::array<std::optional<Fault>, 2> m_lastDiscard; ///< of each part's Quantizer
};

/// "training", "eval".
std::string nameOf(Part part);

/// What the examples of a config are called in the names of its files: "melodies", "drum_tracks", ….
std::string outputOf(const models::EventRnnConfig& config);

} // namespace partita::datasets
