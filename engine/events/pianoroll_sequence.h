#pragma once

#include "engine/events/statistics.h"
#include "engine/music/constants.h"
#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"
#include "engine/music/quantize.h"

#include <bitset>
#include <optional>
#include <span>
#include <vector>

namespace partita {

/// The keys of a piano that sound in one step, bit 0 being the lowest key of the roll.
using PianorollFrame = std::bitset<kMaxMidiPitch + 1>;

/// A grid of steps and keys; a note played again is told apart by the silent step before it.
/// Source: note_seq pianoroll_lib.PianorollSequence.
class PianorollSequence {
public:
    struct Keys {
        int lowest = 21;
        int highest = 108;
        int count() const { return highest - lowest + 1; }
        friend bool operator==(const Keys&, const Keys&) = default;
    };

    explicit PianorollSequence(int stepsPerQuarter = kDefaultStepsPerQuarter, Steps start = {}) : PianorollSequence(stepsPerQuarter, start, Keys{}) {}
    PianorollSequence(int stepsPerQuarter, Steps start, const Keys& keys) : m_keys(keys), m_stepsPerQuarter(stepsPerQuarter), m_start(start) {}

    /// All notes from `start` on whose keys are on the roll. `splitRepeats` clears the step before each note, in the order
    /// of the notes, so that one may cut into a note written before; a note in the first step clears the very last one, as
    /// Magenta's negative index does. Errors: kTooLong for notes that overlap beyond reason.
    static Outcome<PianorollSequence> fromQuantized(const QuantizedSequence& sequence, Steps start, const Keys& keys, bool splitRepeats = true);
    static Outcome<PianorollSequence> fromQuantized(const QuantizedSequence& sequence, Steps start = {}) { return fromQuantized(sequence, start, Keys{}); }

    std::span<const PianorollFrame> frames() const { return m_frames; }
    std::size_t size() const { return m_frames.size(); }
    const Keys& keys() const { return m_keys; }
    Steps startStep() const { return m_start; }
    int stepsPerQuarter() const { return m_stepsPerQuarter; }

    void append(const PianorollFrame& frame) { m_frames.push_back(frame); }
    void setLength(std::size_t steps) { m_frames.resize(steps); }

    struct Rendering {
        int velocity = 100;
        int instrument = 0;
        int program = 0;
        double qpm = kDefaultQuartersPerMinute;
    };
    /// Each run of steps of a key is a note; notes of one step in the order of Magenta's sets of keys (see PythonSet). `base`, where given, is what they are added
    /// to. Errors: kInvalidArgument for a base in another tempo.
    Outcome<NoteSequence> toNoteSequence(const Rendering& rendering, const NoteSequence* base = nullptr) const;
    Outcome<NoteSequence> toNoteSequence() const { return toNoteSequence(Rendering{}); }

    friend bool operator==(const PianorollSequence&, const PianorollSequence&) = default;

private:
    std::vector<PianorollFrame> m_frames;
    Keys m_keys;
    int m_stepsPerQuarter;
    Steps m_start;
};

struct PianorollExtraction {
    Steps start;
    std::optional<int> minStepsDiscard;
    std::optional<int> maxStepsDiscard;  ///< this or the next, not both
    std::optional<int> maxStepsTruncate;

    /// What pianoroll_rnn_nade trains on.
    static PianorollExtraction dataset() { return {.minStepsDiscard = 80, .maxStepsTruncate = 2048}; }
};

struct ExtractedPianorolls {
    std::vector<PianorollSequence> sequences; ///< one or none
    Statistics statistics;
};

/// The whole piece, if it has one program only and the right length. Errors: kInvalidArgument, kTooLong.
/// Source: magenta pianoroll_pipeline.extract_pianoroll_sequences.
Outcome<ExtractedPianorolls> extractPianorolls(const QuantizedSequence& sequence, const PianorollExtraction& options = {});

} // namespace partita
