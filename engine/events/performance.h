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

inline constexpr int kMaxShiftSteps = 100;  ///< of one time shift; a second at 100 steps a second
inline constexpr int kMaxShiftQuarters = 4; ///< of one, in a metric performance

struct PerformanceEvent {
    enum class Type { kNoteOn = 1, kNoteOff, kTimeShift, kVelocity };
    Type type = Type::kTimeShift;
    int value = 0; ///< pitch, steps ≥ 0, or velocity bin ≥ 1
    friend bool operator==(const PerformanceEvent&, const PerformanceEvent&) = default;
};

/// The bin (from 1) of a velocity 1–127 when there are `bins` of them, and a bin's lowest velocity.
int velocityToBin(int velocity, int bins);
int binToVelocity(int bin, int bins);

/// What all notes of a performance have in common: no program for drums, neither where they differ.
struct PerformanceSound {
    std::optional<int> program;
    std::optional<bool> isDrum;
    friend bool operator==(const PerformanceSound&, const PerformanceSound&) = default;
};
PerformanceSound soundOf(const NoteSequence& sequence, std::optional<int> instrument);

/// What to take of a sequence. Without an instrument all of them, drums among them.
struct PerformanceOptions {
    Steps start;
    int numVelocityBins = 0; ///< 0: no velocities
    std::optional<int> instrument;
};

/// Playing as a stream of note ons, note offs, time shifts and velocity changes, with the timing of the hand (absolute
/// steps) or of the score (metric, steps a quarter).
/// Source: note_seq performance_lib.Performance and MetricPerformance.
class Performance {
public:
    using Timing = NoteSequence::QuantizationInfo;

    /// An empty one, to be appended to. The longest shift is one of 100 steps, or of four quarters when metric.
    explicit Performance(Timing timing = NoteSequence::StepsPerSecond{kDefaultStepsPerSecond}, Steps start = {}, int numVelocityBins = 0,
                         PerformanceSound sound = {});

    /// Errors: kEventOutOfRange for pitches and velocities that MIDI does not have; kInvalidArgument for over 127 bins.
    static Outcome<Performance> fromQuantized(const AbsoluteQuantizedSequence& sequence, const PerformanceOptions& options = {});
    static Outcome<Performance> fromQuantized(const QuantizedSequence& sequence, const PerformanceOptions& options = {});

    std::span<const PerformanceEvent> events() const { return m_events; }
    std::size_t size() const { return m_events.size(); }
    const PerformanceEvent& operator[](std::size_t i) const { return m_events[i]; }
    Steps startStep() const { return m_start; }
    const Timing& timing() const { return m_timing; }
    int numVelocityBins() const { return m_numVelocityBins; }
    int maxShiftSteps() const { return m_maxShiftSteps; }
    const PerformanceSound& sound() const { return m_sound; }
    /// The sum of all shifts.
    std::int64_t numSteps() const;
    /// The step at which each event happens.
    std::vector<std::int64_t> stepsAtEvents() const;

    void setMaxShiftSteps(int steps) { m_maxShiftSteps = steps; }
    void append(const PerformanceEvent& event) { m_events.push_back(event); }
    /// Lengthens by growing the last shift and adding others; shortens by dropping events from the end.
    void setLength(std::int64_t steps);
    /// Keeps the first `events`.
    void truncate(std::size_t events);

    struct Rendering {
        int velocity = 100; ///< until the first velocity event
        int instrument = 0;
        std::optional<int> program; ///< instead of the performance's own
        std::optional<Seconds> maxNoteDuration;
        double qpm = kDefaultQuartersPerMinute; ///< of a metric performance
    };
    /// A note off ends the oldest open note of its pitch; what is open at the end ends there. Notes without length are left out.
    NoteSequence toNoteSequence(const Rendering& rendering) const;
    NoteSequence toNoteSequence() const { return toNoteSequence(Rendering{}); }

    friend bool operator==(const Performance&, const Performance&) = default;

private:
    std::vector<PerformanceEvent> m_events;
    Timing m_timing;
    Steps m_start;
    int m_numVelocityBins;
    int m_maxShiftSteps;
    PerformanceSound m_sound;
};

} // namespace partita
