#pragma once

#include "engine/events/statistics.h"
#include "engine/events/step_sequence.h"
#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"
#include "engine/music/quantize.h"

#include <bitset>
#include <initializer_list>
#include <limits>
#include <map>
#include <optional>
#include <vector>

namespace partita {

/// The drums (MIDI pitches) struck at one step.
using DrumHits = std::bitset<kMaxMidiPitch + 1>;

DrumHits drumHits(std::initializer_list<int> pitches);
/// Ascending.
std::vector<int> drumPitches(const DrumHits& hits);

struct DrumOptions {
    Steps searchStart;
    double gapBars = 1.0;     ///< this much silence ends the track
    bool padEnd = false;      ///< fill the last bar
    bool ignoreIsDrum = false; ///< take every note for a drum
};

/// The drums of a piece, a set of them a step. Hits have no length.
/// Source: note_seq drums_lib.DrumTrack.
class DrumTrack : public StepSequence<DrumHits> {
public:
    explicit DrumTrack(const StepGrid& grid = {}) : StepSequence(grid) {}
    DrumTrack(std::vector<DrumHits> events, const StepGrid& grid) : StepSequence(grid) { m_events = std::move(events); }

    /// The first track at or after `searchStart`, of all instruments together; empty without drums.
    /// It starts at a bar line counted from `searchStart`. Errors: kNonIntegerStepsPerBar, kEventOutOfRange.
    static Outcome<DrumTrack> fromQuantized(const QuantizedSequence& sequence, const DrumOptions& options = {});

    /// The same for those who ask again and again: what is struck at each step, gathered once.
    using Struck = std::map<std::int64_t, DrumHits>;
    static Outcome<Struck> struck(const QuantizedSequence& sequence, bool ignoreIsDrum);
    static Outcome<DrumTrack> fromStruck(const QuantizedSequence& sequence, const Struck& struck, const DrumOptions& options);

    void append(const DrumHits& hits) { m_events.push_back(hits); }
    void setLength(std::size_t steps, Side side = Side::kRight) { resize(steps, DrumHits{}, side); }
    void increaseResolution(int factor) { refine(factor, [](const DrumHits&) { return DrumHits{}; }); }

    struct Rendering {
        int velocity = 100;
        int instrument = 9;
        int program = 0;
        Seconds offset; ///< of step 0
        double qpm = kDefaultQuartersPerMinute;
    };
    /// Each hit is a note of one step.
    NoteSequence toNoteSequence(const Rendering& rendering) const;
    NoteSequence toNoteSequence() const { return toNoteSequence(Rendering{}); }
};

/// Defaults are those of note_seq.
struct DrumExtraction {
    Steps searchStart;
    int minBars = 7;
    std::optional<int> maxStepsTruncate;
    std::optional<int> maxStepsDiscard;
    double gapBars = 1.0;
    bool padEnd = false;
    bool ignoreIsDrum = false;

    /// What drums_rnn trains on.
    static DrumExtraction dataset() { return {.maxStepsTruncate = 512}; }
    /// What generation takes of a primer: every note, drum or not.
    static DrumExtraction primer(Steps searchStart = {})
    {
        return {.searchStart = searchStart, .minBars = 0, .gapBars = std::numeric_limits<double>::infinity(), .ignoreIsDrum = true};
    }
};

struct ExtractedDrumTracks {
    std::vector<DrumTrack> tracks;
    Statistics statistics;
};

/// All drum tracks of a piece. Errors: kNonIntegerStepsPerBar, kEventOutOfRange.
/// Source: note_seq drums_lib / magenta drum_pipelines.extract_drum_tracks.
Outcome<ExtractedDrumTracks> extractDrumTracks(const QuantizedSequence& sequence, const DrumExtraction& options = {});

} // namespace partita
