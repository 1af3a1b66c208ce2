#pragma once

#include "engine/generate/write_bars.h"

#include <cstdint>
#include <vector>

/// What the passages of all families share; no one else includes it.
namespace partita::generate {

/// Bars of a track that are to be written, and what stands around them.
/// Values point into the document and the options.
struct Surroundings {
    const project::Document& document;
    const project::Track& track;
    const WriteOptions& options;
    Ticks start; ///< of the bars
    Ticks end;
    std::vector<project::Note> kept;     ///< the track's notes that stay, muted ones left out
    std::vector<project::Note> replaced; ///< those that a candidate takes the place of
    Ticks heardFrom; ///< what is heard begins with the bar of the first note near enough; `start` where nothing is
    Ticks heardTo;   ///< where what follows and counts ends; `end` where nothing does
};

/// Errors: kTooLarge for too many bars at once.
Result<Surroundings> surroundingsOf(const project::Document& document, const project::Track& track, int firstBar, int lastBar, const WriteOptions& options);

/// What new notes are played with: as loud on average as those they replace, else as the others of the track. Of one
/// pitch, where it is given and was played.
std::uint8_t velocityFor(const Surroundings& around, std::optional<int> pitch = {});

/// Cuts each note where it would meet a kept one of its own pitch: the two could not be told apart. What has nothing left
/// is dropped.
void makeRoom(std::vector<project::Note>& notes, const std::vector<project::Note>& kept);

} // namespace partita::generate
