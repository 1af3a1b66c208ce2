#pragma once

#include "engine/encoding/chord_codes.h"
#include "engine/encoding/drum_codes.h"
#include "engine/music/constants.h"

#include <optional>
#include <set>
#include <variant>

/// What a MusicVAE configuration says about its music, as data: kind and parameters of its data converter. The defaults
/// are those of Magenta's classes; configurations name what differs.
/// Source: magenta models/music_vae data.py, data_hierarchical.py and configs.py.
namespace partita::converters {

/// General MIDI programs from `low` to `high`, both included.
struct ProgramRange {
    int low = 0;
    int high = kMaxMidiProgram;
    friend bool operator==(const ProgramRange&, const ProgramRange&) = default;
};

/// What a network is told beside the notes, a row a step.
struct ConditionSpec {
    std::optional<encoding::ChordKind> chords{}; ///< one-hot; inferred where a piece has no chord symbols
    bool key = false;                            ///< twelve columns behind the chords'
    friend bool operator==(const ConditionSpec&, const ConditionSpec&) = default;
};

/// How the melodies or drum tracks of a piece become examples.
struct WindowSpec {
    int stepsPerQuarter = kDefaultStepsPerQuarter;
    int quartersPerBar = 4;
    std::optional<int> maxBars{};   ///< longer tracks are cut
    std::optional<int> sliceBars{}; ///< windows of so many bars, one at each bar line; absent: whole tracks
    double gapBars = 1.0;           ///< this much silence ends a track; infinity: none does
    bool padToTotalTime = false;    ///< fill each track from the beginning to the end of the piece
    bool addEndToken = false;       ///< a last row with a class of its own
    bool dedupe = true;             ///< equal windows count once

    int stepsPerBar() const { return stepsPerQuarter * quartersPerBar; }
    friend bool operator==(const WindowSpec&, const WindowSpec&) = default;
};

/// One voice, a class a step: hold, off, pitches.
struct MelodySpec {
    WindowSpec windows{};
    int minPitch = 21; ///< notes outside [minPitch, maxPitch] are passed over
    int maxPitch = 108;
    std::optional<ProgramRange> programs{}; ///< notes of others are passed over
    bool skipPolyphony = false;             ///< leave tracks with chords, instead of taking their highest notes
    ConditionSpec condition{};
    bool presplit = true;              ///< at changes of tempo and meter
    std::optional<int> maxExamples{5}; ///< of a sequence
    friend bool operator==(const MelodySpec&, const MelodySpec&) = default;
};

/// Which drums count as one.
enum class DrumSet { kReduced, kFull, kRoland };
const encoding::DrumClasses& drumClasses(DrumSet set);

/// All drums of a piece, either a class for each combination or a roll, a column for each drum.
struct DrumsSpec {
    WindowSpec windows{};
    DrumSet drums = DrumSet::kReduced;
    bool rollInput = false; ///< with a last column that says that nothing is struck
    bool rollOutput = false;
    bool presplit = true;
    std::optional<int> maxExamples{5};
    friend bool operator==(const DrumsSpec&, const DrumsSpec&) = default;
};

/// Melody, bass and drums side by side: programs 0–31, 32–39, and drums of the reduced set.
struct TrioSpec {
    int stepsPerQuarter = kDefaultStepsPerQuarter;
    int quartersPerBar = 4;
    std::optional<int> sliceBars{};
    int gapBars = 2; ///< an instrument that rests for at most so many bars counts as playing
    int maxBars = 1024;
    ConditionSpec condition{};
    bool presplit = true; ///< at changes of tempo and meter
    std::optional<int> maxExamples{5};
    friend bool operator==(const TrioSpec&, const TrioSpec&) = default;
};

/// Drums with the hand's timing: for each drum of a step whether, how loud, and how early it is struck.
struct GrooveSpec {
    std::optional<int> splitBars{}; ///< window; only whole ones count. Absent: one window with everything
    int stepsPerQuarter = kDefaultStepsPerQuarter;
    int quartersPerBar = 4;
    DrumSet drums = DrumSet::kRoland;
    DrumSet inferenceDrums = DrumSet::kReduced; ///< what is read and written in infer mode
    std::optional<int> hopSteps{};              ///< from window to window; absent: windows lie side by side

    // What the encoder is not shown.
    bool humanize = false;                             ///< velocities and offsets
    bool tapify = false;                               ///< which drum is struck: the loudest moves to column 3
    bool fixedVelocities = false;                      ///< velocities
    std::set<int> addInstruments{};                    ///< all of these drums
    std::optional<double> maxNoteDropoutProbability{}; ///< some of the notes, soft ones rather

    bool hitsAsControls = false;
    bool splitInstruments = false;         ///< each drum of a step is a row of its own
    std::optional<int> numVelocityBins{};  ///< velocities and offsets as classes instead of numbers: both or none
    std::optional<int> numOffsetBins{};
    std::optional<int> maxExamples{20}; ///< which Magenta does not apply, and neither do we
    friend bool operator==(const GrooveSpec&, const GrooveSpec&) = default;
};

/// Up to eight instruments as performances, one after the other, each with its program.
struct MultitrackSpec {
    int numVelocityBins = 0;
    int hopBars = 1;   ///< length of an example
    int chunkBars = 1; ///< of its parts
    int stepsPerQuarter = 24;
    int quartersPerBar = 4;
    int minInstruments = 2;
    int maxInstruments = 8;
    int minTotalEvents = 8;
    int maxEventsPerInstrument = 64; ///< with program and end tokens
    bool firstSubsequenceOnly = false;  ///< take a sequence of one hop only
    bool dropTracksAndTruncate = false; ///< make what is too large fit, by chance, instead of leaving it
    std::optional<encoding::ChordKind> chords{};
    bool presplit = true;
    std::optional<int> maxExamples{};

    int stepsPerBar() const { return stepsPerQuarter * quartersPerBar; }
    int numChunks() const { return hopBars / chunkBars; }
    friend bool operator==(const MultitrackSpec&, const MultitrackSpec&) = default;
};

using ConverterSpec = std::variant<MelodySpec, DrumsSpec, TrioSpec, GrooveSpec, MultitrackSpec>;

} // namespace partita::converters
