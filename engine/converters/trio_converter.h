#pragma once

#include "engine/converters/converter.h"
#include "engine/converters/drums_converter.h"
#include "engine/encoding/melody_codes.h"

#include <array>
#include <map>
#include <span>
#include <vector>

namespace partita::converters {

/// Columns of a row: melody, bass, drums. Source: magenta music_vae/data.py TrioConverter.
class TrioConverter : public DataConverter {
public:
    TrioConverter(const TrioSpec& spec, Mode mode);

    Conversion toTensors(const NoteSequence& sequence, const Draw& draw) const override;
    NoteSequence fromTensors(std::span<const float> samples, std::span<const float> controls) const override;

private:
    /// What an instrument plays; in the order of the columns.
    enum class Role { kMelody, kBass, kDrums, kNone };
    static constexpr std::size_t kRoles = 3;
    static Role roleOf(const NoteSequence::Note& note);

    /// An instrument through the whole piece.
    struct Part {
        Role role = Role::kNone;
        std::vector<bool> covered; ///< the bars in which it plays
        std::vector<const NoteSequence::Note*> notes;
        std::vector<Code> classes; ///< a step each; empty where there is nothing that the network knows
    };
    using Parts = std::map<int, Part>; ///< by instrument
    using Group = std::array<const Part*, kRoles>;

    void convert(Piece piece, const Sampling& sampling, Conversion& out) const;
    Parts partsOf(const QuantizedSequence& piece, std::size_t bars) const;
    std::vector<Code> classesOf(const QuantizedSequence& piece, Part& part, std::size_t steps) const;
    std::vector<bool> coverageOf(const Group& group) const;
    std::vector<float> rows(const Group& group, std::size_t from, std::size_t steps) const;

    int stepsPerBar() const { return m_spec.stepsPerQuarter * m_spec.quartersPerBar; }

    TrioSpec m_spec;
    DrumMap m_drums{DrumSet::kReduced};
    encoding::PitchRange m_pitches{21, 109}; ///< of melody and bass
    std::array<int, kRoles + 1> m_columns;   ///< where each role's columns begin, and the end
};

} // namespace partita::converters
