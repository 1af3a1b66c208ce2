#pragma once

#include "engine/events/statistics.h"
#include "engine/music/constants.h"
#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"
#include "engine/music/quantize.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace partita {

struct PolyphonicEvent {
    enum class Type { kStart, kEnd, kStepEnd, kNewNote, kContinuedNote };
    Type type = Type::kStepEnd;
    int pitch = 0; ///< of the two last types
    friend bool operator==(const PolyphonicEvent&, const PolyphonicEvent&) = default;
};

/// Several voices as a list: START, then for each step its pitches from the highest down, each new or continued, and
/// STEP_END; at last END. A pitch that is not continued has ended. One pitch may sound more than once.
/// Source: magenta polyphony_lib.PolyphonicSequence.
class PolyphonicSequence {
public:
    explicit PolyphonicSequence(int stepsPerQuarter = kDefaultStepsPerQuarter, Steps start = {},
                                std::vector<PolyphonicEvent> events = {{PolyphonicEvent::Type::kStart}});

    /// All notes that start at or after `start`, to the piece's last step.
    /// Errors: kEventOutOfRange, kBadNote, kTooLong (eight million events).
    static Outcome<PolyphonicSequence> fromQuantized(const QuantizedSequence& sequence, Steps start = {});

    std::span<const PolyphonicEvent> events() const { return m_events; }
    std::size_t size() const { return m_events.size(); }
    Steps startStep() const { return m_start; }
    int stepsPerQuarter() const { return m_stepsPerQuarter; }
    /// Complete steps, that is, STEP_ENDs.
    std::int64_t numSteps() const;
    /// The step in which each event lies.
    std::vector<std::int64_t> stepsAtEvents() const;

    void append(const PolyphonicEvent& event) { m_events.push_back(event); }
    void trimTrailingEnds();
    /// Cuts or fills with silence, closes the last step and ends with END.
    void setLength(std::int64_t steps);

    struct Rendering {
        int velocity = 100;
        int instrument = 0;
        int program = 0;
        double qpm = kDefaultQuartersPerMinute;
    };
    /// Needs a sequence that `setLength` has closed. Continued notes that did not sound, and STARTs and ENDs inside, are
    /// passed over. `base`, where given, is what the notes are added to. Errors: kInvalidArgument for an unclosed sequence
    /// or a base in another tempo.
    Outcome<NoteSequence> toNoteSequence(const Rendering& rendering, const NoteSequence* base = nullptr) const;
    Outcome<NoteSequence> toNoteSequence() const { return toNoteSequence(Rendering{}); }

    friend bool operator==(const PolyphonicSequence&, const PolyphonicSequence&) = default;

private:
    std::vector<PolyphonicEvent> m_events;
    int m_stepsPerQuarter;
    Steps m_start;
};

struct PolyphonicExtraction {
    Steps start;
    std::optional<int> minStepsDiscard;
    std::optional<int> maxStepsDiscard;

    /// What polyphony_rnn trains on.
    static PolyphonicExtraction dataset() { return {.minStepsDiscard = 80, .maxStepsDiscard = 512}; }
};

struct ExtractedPolyphony {
    std::vector<PolyphonicSequence> sequences; ///< one or none
    Statistics statistics;
};

/// The whole piece, if it has one program only and the right length. Errors: as fromQuantized.
/// Source: magenta polyphony_lib.extract_polyphonic_sequences.
Outcome<ExtractedPolyphony> extractPolyphony(const QuantizedSequence& sequence, const PolyphonicExtraction& options = {});

} // namespace partita
