#pragma once

#include "engine/converters/conditions.h"
#include "engine/converters/converter.h"
#include "engine/converters/pieces.h"
#include "engine/encoding/performance_codes.h"
#include "engine/events/performance.h"

#include <optional>
#include <span>
#include <vector>

namespace partita::converters {

/// Rows of an example: chunk by chunk, track by track, `maxEventsPerInstrument` for each. A track is its program, its
/// events and the end token; a track that is not there is one end token. Source: magenta music_vae/data_hierarchical.py
/// MultiInstrumentPerformanceConverter.
class MultitrackConverter : public DataConverter {
public:
    MultitrackConverter(const MultitrackSpec& spec, Mode mode);

    Conversion toTensors(const NoteSequence& sequence, const Draw& draw) const override;
    NoteSequence fromTensors(std::span<const float> samples, std::span<const float> controls) const override;

private:
    void convert(Piece piece, const Draw& draw, Conversion& out) const;
    std::optional<LatentExample> exampleOf(const QuantizedSequence& part, const Draw& draw, std::vector<Dropped>& dropped) const;
    std::vector<Performance> tracksOf(const QuantizedSequence& part, const Draw& draw, std::vector<Dropped>& dropped) const;
    Performance trackOf(std::span<const int> classes) const;

    int hopSteps() const { return m_spec.hopBars * m_spec.stepsPerBar(); }
    int chunkSteps() const { return m_spec.chunkBars * m_spec.stepsPerBar(); }
    /// Classes from here on are programs, the last but one of all is drums, the last the end token.
    int firstProgram() const;

    MultitrackSpec m_spec;
    ConditionSpec m_condition;
    encoding::PerformanceRanges m_ranges;
};

} // namespace partita::converters
