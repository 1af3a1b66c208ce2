#pragma once

#include "engine/converters/js_converter.h"

namespace partita::converters {

/// Tracks as performances one after the other, like Magenta's multitrack converter, but of one part and with the highest
/// velocity bin current at the beginning.
class JsMultitrackConverter : public JsConverter {
public:
    explicit JsMultitrackConverter(const JsConverterSpec& spec);

    Outcome<JsTensor> toTensor(const NoteSequence& sequence) const override;
    NoteSequence toNoteSequence(const JsTensor& tensor, std::optional<int> stepsPerQuarter, double qpm) const override;

private:
    int numPitches() const { return m_spec.pitches.maxPitch - m_spec.pitches.minPitch + 1; }
    int firstProgram() const { return 2 * numPitches() + m_spec.totalSteps + m_spec.numVelocityBins; }
    int endToken() const;
    int maxEvents() const; ///< of a track, with its program and end tokens

    JsConverterSpec m_spec;
};

} // namespace partita::converters
