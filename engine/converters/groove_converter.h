#pragma once

#include "engine/converters/converter.h"
#include "engine/converters/drums_converter.h"

#include <span>
#include <vector>

namespace partita::converters {

/// Source: magenta music_vae/data.py GrooveConverter.
class GrooveConverter : public DataConverter {
public:
    GrooveConverter(const GrooveSpec& spec, Mode mode);

    Conversion toTensors(const NoteSequence& sequence, const Draw& draw) const override;
    NoteSequence fromTensors(std::span<const float> samples, std::span<const float> controls) const override;

private:
    /// One drum at one step.
    struct Stroke {
        float hit = 0.0f;
        float velocity = 0.0f; ///< 0 … 1
        float offset = 0.0f;   ///< −1 … 1 half steps; positive is early
    };
    using Grid = std::vector<Stroke>; ///< [steps, drums]

    Grid strokesOf(const QuantizedSequence& sequence, std::vector<Dropped>& dropped) const;
    Grid shown(const Grid& played, const Draw& draw) const;
    void writeRows(std::span<const Stroke> window, std::span<float> rows) const;
    std::vector<float> controlsOf(std::span<const Stroke> window) const;
    Stroke strokeAt(std::span<const float> row, std::size_t drum) const;

    GrooveSpec m_spec;
    DrumMap m_drums;
    std::size_t m_velocityWidth; ///< columns of a velocity and of an offset
    std::size_t m_offsetWidth;
};

} // namespace partita::converters
