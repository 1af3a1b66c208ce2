#pragma once

#include "engine/midi/file.h"
#include "engine/project/document.h"

#include <QString>

#include <filesystem>
#include <string>
#include <vector>

/// Small files and documents for tests, and how they read as text.
namespace partita::test {

midi::Event noteOn(int tick, int pitch, int velocity = 100, int channel = 0);
midi::Event noteOff(int tick, int pitch, int velocity = 64, int channel = 0);
midi::Event control(int tick, int controller, int value, int channel = 0);
midi::Event program(int tick, int number, int channel = 0);
midi::Event metaEvent(int tick, int type, std::string payload = {});
midi::Event tempo(int tick, int microseconds);
midi::Event meter(int tick, int numerator, int denominatorPower);
midi::Event endOfTrack(int tick);

/// Format 1, 480 PPQ: a conductor at 100 qpm and 3/4; a flute (C4 D4 E4, a quarter each, a controller, a lyric, a system
/// exclusive message) and, in one chunk, a bass and drums.
midi::File smallFile();
project::Document smallDocument();

/// "60@0+480 62@480+240": pitch, start, length of each note in the order they lie. Muted ones in brackets.
QString notesText(const project::Track& track);
QString notesText(const project::Document& document); ///< a track a line
/// The ids of a track's notes in order, or of those of all tracks.
std::vector<project::NoteId> noteIds(const project::Track& track);
std::vector<project::NoteId> noteIds(const project::Document& document);

/// "0 90 60 100" and so on: an event a line.
QString eventsText(const midi::Track& track);

/// The MIDI files below a folder, in order of their names.
std::vector<std::filesystem::path> midiFilesBelow(const std::filesystem::path& folder);

} // namespace partita::test
