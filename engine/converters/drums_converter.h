#pragma once

#include "engine/converters/converter.h"
#include "engine/converters/windows.h"
#include "engine/events/drum_track.h"

#include <array>
#include <span>
#include <vector>

namespace partita::converters {

/// Which class of a set a pitch belongs to.
class DrumMap {
public:
    explicit DrumMap(DrumSet set);

    const encoding::DrumClasses& classes() const { return m_classes; }
    int size() const { return static_cast<int>(m_classes.size()); }
    /// −1 for a pitch of no class.
    int classOf(int pitch) const { return pitch < kMinMidiPitch || pitch > kMaxMidiPitch ? -1 : m_classOf[static_cast<std::size_t>(pitch)]; }
    /// What is written for a class.
    int exemplar(int drum) const { return m_classes[static_cast<std::size_t>(drum)].front(); }

private:
    const encoding::DrumClasses& m_classes;
    std::array<int, kMaxMidiPitch + 1> m_classOf;
};

/// Source: magenta music_vae/data.py DrumsConverter.
class DrumsConverter : public DataConverter {
public:
    DrumsConverter(const DrumsSpec& spec, Mode mode);

    Conversion toTensors(const NoteSequence& sequence, const Draw& draw) const override;
    NoteSequence fromTensors(std::span<const float> samples, std::span<const float> controls) const override;

private:
    void convert(Piece piece, const Sampling& sampling, Conversion& out) const;
    std::vector<float> roll(const std::vector<Code>& hits, bool withNone) const;
    std::vector<float> oneHotRows(std::vector<Code> hits) const;
    std::vector<Code> hitsOf(std::span<const float> samples) const;

    DrumsSpec m_spec;
    DrumMap m_drums;
};

/// The same piece with only the drums that the map knows, each pitch replaced by its class; counts those that it does not.
QuantizedSequence drumsByClass(const QuantizedSequence& piece, const DrumMap& drums, std::int64_t& unknown);

/// The classes struck as bits; a track of `drumsByClass`.
std::vector<Code> drumBits(const DrumTrack& track);

/// The notes that bits of classes mean, a step each.
NoteSequence drumsFromBits(std::span<const Code> hits, const DrumMap& drums, int stepsPerQuarter);

} // namespace partita::converters
