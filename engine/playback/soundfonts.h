#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace partita::playback {

/// A SoundFont on this machine.
struct SoundFont {
    std::string name; ///< of the file, without folder and ending
    std::filesystem::path path;
    std::uintmax_t bytes = 0;
    bool shipped = false; ///< came with Partita
};

/// The shipped ones first, then the system's and the user's, largest first; each file once, however many names it has.
/// Looks in paths::soundfonts(), and in sounds/sf2, sounds/sf3 and soundfonts of $XDG_DATA_HOME and $XDG_DATA_DIRS.
/// Cost: lists folders, opens no file.
std::vector<SoundFont> findSoundFonts();

/// What to use when the user has chosen none: the first of the above; an empty path when there is none at all.
std::filesystem::path defaultSoundFont();

} // namespace partita::playback
