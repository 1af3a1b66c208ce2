#include "engine/datasets/ledger.h"

namespace partita::datasets {
namespace {

const char* discardCounter(Fault fault)
{
    switch (fault) {
    case Fault::kMultipleTimeSignatures: return "sequences_discarded_because_multiple_time_signatures";
    case Fault::kMultipleTempos: return "sequences_discarded_because_multiple_tempos";
    case Fault::kBadTimeSignature: return "sequences_discarded_because_bad_time_signature";
    default: return nullptr; // Magenta would have stopped here
    }
}

} // namespace

void Ledger::add(Part part, const Harvest& harvest)
{
    const auto unit = [&](const std::string& name) { return "DAGPipeline_" + name + "_" + nameOf(part) + "_"; };
    m_statistics.count(unit("RandomPartition") + m_output + "_count");
    auto& last = m_lastDiscard[static_cast<std::size_t>(part)];
    for (const auto& fault : harvest.quantizer) {
        if (fault && discardCounter(*fault))
            last = fault;
        if (last)
            m_statistics.count(unit("Quantizer") + discardCounter(*last));
    }
    for (const auto& [name, own] : harvest.units) {
        for (const auto& [counter, count] : own.counters)
            m_statistics.count(unit(name) + counter, count);
        for (const auto& [histogram, counts] : own.histograms)
            m_statistics.histograms[unit(name) + histogram].merge(counts);
    }
}

std::string nameOf(Part part)
{
    return part == Part::kTraining ? "training" : "eval";
}

std::string outputOf(const models::EventRnnConfig& config)
{
    using enum models::EventRnnFamily;
    switch (config.family) {
    case kMelody: return "melodies";
    case kDrums: return "drum_tracks";
    case kImprov: return "lead_sheets";
    case kPolyphony: return "poly_tracks";
    case kPerformance: return "performances";
    case kPianoroll: break;
    }
    return "pianoroll_tracks";
}

} // namespace partita::datasets
