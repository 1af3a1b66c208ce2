#pragma once

#include <array>

/// The constants of note_seq's constants.py that several folders share.
namespace partita {

inline constexpr double kDefaultQuartersPerMinute = 120.0;
inline constexpr int kDefaultStepsPerQuarter = 4; ///< a step is a sixteenth
inline constexpr int kDefaultStepsPerBar = 16;
inline constexpr int kDefaultStepsPerSecond = 100;
inline constexpr int kStandardPpq = 220;
inline constexpr double kQuantizeCutoff = 0.5;

inline constexpr int kMelodyNoEvent = -2;
inline constexpr int kMelodyNoteOff = -1;
inline constexpr int kNumSpecialMelodyEvents = 2;
inline constexpr int kMinMidiPitch = 0;
inline constexpr int kMaxMidiPitch = 127;
inline constexpr int kNotesPerOctave = 12;
inline constexpr int kMinMidiVelocity = 1;
inline constexpr int kMaxMidiVelocity = 127;
inline constexpr int kMaxMidiProgram = 127;
inline constexpr int kDrumChannel = 9; ///< from 0

inline constexpr std::array<int, 7> kMajorScale{0, 2, 4, 5, 7, 9, 11};

} // namespace partita
