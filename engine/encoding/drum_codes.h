#pragma once

#include "engine/encoding/event_encoding.h"
#include "engine/events/drum_track.h"

#include <span>
#include <vector>

namespace partita::encoding {

/// Drums that count as one: any of them sets the class's bit, its first one is what the bit becomes.
using DrumClasses = std::vector<std::vector<int>>;

/// Kick, snare, hi-hats, toms, crash, ride: what drum_kit knows.
const DrumClasses& nineDrumClasses();
/// Each General MIDI drum by itself, in MusicVAE's order.
const DrumClasses& fullDrumClasses();
/// The nine instruments of the Roland kit that the Groove data set was played on.
const DrumClasses& rolandDrumClasses();
/// One class for every pitch, sounding as a hand clap: what one_drum knows.
const DrumClasses& singleDrumClass();

/// A code is the sum of 2^i over the classes i that are struck. Up to 20 classes.
/// Source: MultiDrumOneHotEncoding.
Vocabulary drumVocabulary(const DrumClasses& classes);

/// Drums of no class are passed over.
int drumCode(const DrumHits& hits, const DrumClasses& classes);
DrumHits drumEvent(int code, const DrumClasses& classes);

std::vector<int> drumCodes(std::span<const DrumHits> events, const DrumClasses& classes);
std::vector<DrumHits> drumEvents(std::span<const int> codes, const DrumClasses& classes);

/// Whether every drum belongs to a class, for those who would rather know than lose one.
bool knowsAll(const DrumHits& hits, const DrumClasses& classes);

} // namespace partita::encoding
