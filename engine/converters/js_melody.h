#pragma once

#include "engine/converters/js_converter.h"

#include <vector>

/// A melody as magenta-js keeps it: one class a step, 0 nothing new, 1 note off, 2 + pitch − lowest pitch.
namespace partita::converters {

inline constexpr int kJsNoteOff = 1;
inline constexpr int kJsFirstPitch = 2;

/// Of all notes, the highest of those that start together. A note off stays where it was written, even when it cuts a later
/// note. Errors: kQuantizationStatus, kPolyphonicMelody, kEventOutOfRange.
Outcome<std::vector<int>> jsMelody(const NoteSequence& sequence, JsConverterSpec::Range pitches, bool ignorePolyphony, std::optional<int> numSteps);

/// The notes that classes mean.
std::vector<NoteSequence::Note> jsMelodyNotes(std::span<const int> events, int minPitch);

/// Down, level or up, [steps, 3]: from each note to the next.
std::vector<float> jsMelodyShape(std::span<const int> events);

} // namespace partita::converters
