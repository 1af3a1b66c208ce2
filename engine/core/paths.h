#pragma once

#include <filesystem>
#include <vector>

/// Where Partita's own files lie. Environment variables win, so that tests and packages can point elsewhere.
namespace partita::paths {

/// Read-only files that come with the program: `models/`, `demo/`. PARTITA_RESOURCES, else ../share/partita beside
/// the program, else the source tree it was built from.
std::filesystem::path resources();
/// SoundFonts that come with the program. PARTITA_SOUNDFONTS, else as above.
std::filesystem::path soundfonts();
/// The user's models and training runs: PARTITA_DATA, else $XDG_DATA_HOME/partita, else ~/.local/share/partita.
std::filesystem::path userData();
/// Autosaves and logs: PARTITA_STATE, else $XDG_STATE_HOME/partita, else ~/.local/state/partita.
std::filesystem::path userState();
/// Folder of training runs: one folder a run.
std::filesystem::path runs();
/// The folder of the running program.
std::filesystem::path programFolder();

} // namespace partita::paths
