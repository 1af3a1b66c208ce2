#pragma once

#include "engine/core/error.h"
#include "engine/music/note_sequence.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// Small pieces of music, made for tests of data sets and of training, at 120 quarter notes a minute in 4/4.
namespace partita::test {

/// So many bars with no notes yet.
NoteSequence emptyPiece(int bars, const std::string& name = {});

/// Eighths that go through the C major scale in steps of `stride`, `voices` major thirds below one another.
NoteSequence scaleTune(int bars, int stride, int voices = 1, const std::string& name = {});

/// Eighths of random pitches in one octave and of random velocities; or kick and hi-hat in turn, all a little late.
NoteSequence randomTune(std::uint64_t seed, int bars, bool drums);

/// Makes the folders that are missing.
Result<void> writeMidi(const std::filesystem::path& path, const NoteSequence& sequence);
/// As records of NoteSequences in a TFRecord file.
Result<void> writeRecords(const std::filesystem::path& path, const std::vector<NoteSequence>& sequences);

} // namespace partita::test
