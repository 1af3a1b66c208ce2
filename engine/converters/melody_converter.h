#pragma once

#include "engine/converters/converter.h"
#include "engine/converters/windows.h"
#include "engine/encoding/melody_codes.h"
#include "engine/events/melody.h"

#include <span>
#include <vector>

namespace partita::converters {

/// Source: magenta music_vae/data.py OneHotMelodyConverter.
class MelodyConverter : public DataConverter {
public:
    MelodyConverter(const MelodySpec& spec, Mode mode);

    Conversion toTensors(const NoteSequence& sequence, const Draw& draw) const override;
    NoteSequence fromTensors(std::span<const float> samples, std::span<const float> controls) const override;

private:
    void convert(Piece piece, const Sampling& sampling, Conversion& out) const;

    MelodySpec m_spec;
};

/// The velocity of all notes that melody, drum and trio networks write.
inline constexpr int kOutputVelocity = 80;

/// The notes that classes mean, a class a step.
NoteSequence melodyFromClasses(std::span<const int> classes, encoding::PitchRange range, int stepsPerQuarter, const Melody::Rendering& rendering);

} // namespace partita::converters
