#pragma once

#include "engine/events/performance.h"

namespace partita {

/// One note of a performance.
struct NotePerformanceEvent {
    int shift = 0;    ///< steps from the start of the note before, 0–1000
    int pitch = 0;
    int velocityBin = 1;
    int duration = 1; ///< steps, 1–1000
    friend bool operator==(const NotePerformanceEvent&, const NotePerformanceEvent&) = default;
};

/// Playing note by note, with absolute timing.
/// Source: note_seq performance_lib.NotePerformance.
class NotePerformance {
public:
    static constexpr int kMaxShift = 1000;
    static constexpr int kMaxDuration = 1000;

    explicit NotePerformance(int stepsPerSecond = kDefaultStepsPerSecond, Steps start = {}, int numVelocityBins = 32, PerformanceSound sound = {})
        : m_stepsPerSecond(stepsPerSecond), m_start(start), m_numVelocityBins(numVelocityBins), m_sound(sound)
    {
    }

    /// Magenta's class takes instrument 0 unless told otherwise; its data sets, and we, take all.
    /// Errors: kTooManyTimeShiftSteps, kTooManyDurationSteps; those of Performance.
    static Outcome<NotePerformance> fromQuantized(const AbsoluteQuantizedSequence& sequence, const PerformanceOptions& options);

    std::span<const NotePerformanceEvent> events() const { return m_events; }
    std::size_t size() const { return m_events.size(); }
    Steps startStep() const { return m_start; }
    int stepsPerSecond() const { return m_stepsPerSecond; }
    int numVelocityBins() const { return m_numVelocityBins; }
    const PerformanceSound& sound() const { return m_sound; }
    /// All shifts and the last note's duration.
    std::int64_t numSteps() const;
    std::vector<std::int64_t> stepsAtEvents() const;

    void append(const NotePerformanceEvent& event) { m_events.push_back(event); }
    void truncate(std::size_t events);

    NoteSequence toNoteSequence(int instrument = 0, std::optional<int> program = {}) const;

    friend bool operator==(const NotePerformance&, const NotePerformance&) = default;

private:
    std::vector<NotePerformanceEvent> m_events;
    int m_stepsPerSecond;
    Steps m_start;
    int m_numVelocityBins;
    PerformanceSound m_sound;
};

} // namespace partita
