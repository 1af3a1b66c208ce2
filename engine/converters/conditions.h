#pragma once

#include "engine/converters/converter_spec.h"
#include "engine/converters/dropped.h"
#include "engine/music/quantize.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace partita::converters {

/// Columns that a key takes.
inline constexpr int kKeyColumns = kNotesPerOctave;

int controlDepth(const ConditionSpec& spec);

/// The chord and key of a step: places in the tables of `Conditions`, equal where the symbols are.
struct Condition {
    int chord = 0;
    int key = 0;
    auto operator<=>(const Condition&) const = default;
};

/// What a network is told about each step of a piece.
/// Source: magenta music_vae/data.py, note_seq chords_lib.event_list_chords and event_list_keys.
class Conditions {
public:
    explicit Conditions(const ConditionSpec& spec) : m_spec(spec) {}

    /// Infers chords, and a key where the network is told one, if the piece does not name them.
    /// Errors: those of inferChords.
    static Outcome<QuantizedSequence> completed(QuantizedSequence piece, const ConditionSpec& spec);

    /// Of the first `steps` steps of a completed piece. Errors: kCoincidentChords.
    static Outcome<Conditions> of(const QuantizedSequence& piece, const ConditionSpec& spec, std::int64_t steps);

    bool any() const { return m_spec.chords || m_spec.key; }
    std::span<const Condition> steps() const { return m_steps; }

    /// [rows, controlDepth]. Errors: kChordSymbol, kChordEncoding for a chord that has no class.
    Outcome<std::vector<float>> rows(std::span<const Condition> conditions) const;

    /// Writes the chords and keys of [rows, controlDepth] into a sequence, a row a step.
    static void write(NoteSequence& sequence, std::span<const float> controls, const ConditionSpec& spec, double secondsPerStep);

private:
    ConditionSpec m_spec;
    std::vector<std::string> m_figures; ///< each once
    std::vector<Outcome<int>> m_codes;  ///< of each figure
    std::vector<Condition> m_steps;
};

/// A chord symbol wherever the chord changes, the first one included. In the order of time.
void writeChords(NoteSequence& sequence, const std::vector<std::pair<double, std::string>>& timed);

} // namespace partita::converters
