#include "engine/playback/soundfonts.h"

#include "engine/core/paths.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <sstream>
#include <string_view>
#include <system_error>

namespace partita::playback {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name, const char* otherwise)
{
    const char* value = std::getenv(name);
    return value && *value ? value : otherwise;
}

std::vector<fs::path> dataFolders()
{
    std::vector<fs::path> folders{environment("XDG_DATA_HOME", (environment("HOME", "/") + "/.local/share").c_str())};
    std::istringstream list(environment("XDG_DATA_DIRS", "/usr/local/share:/usr/share"));
    for (std::string folder; std::getline(list, folder, ':');)
        if (!folder.empty())
            folders.emplace_back(folder);
    return folders;
}

bool isSoundFont(const fs::path& path)
{
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return std::tolower(c); });
    return ending == ".sf2" || ending == ".sf3";
}

std::vector<SoundFont> listFolder(const fs::path& folder, bool shipped)
{
    std::vector<SoundFont> found;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code unusable;
        const fs::path path = fs::canonical(entry->path(), unusable);
        if (unusable || !isSoundFont(path) || !fs::is_regular_file(path, unusable))
            continue;
        const auto bytes = fs::file_size(path, unusable);
        if (!unusable)
            found.push_back({path.stem().string(), path, bytes, shipped});
    }
    std::ranges::sort(found, {}, &SoundFont::name);
    return found;
}

} // namespace

std::vector<SoundFont> findSoundFonts()
{
    std::vector<SoundFont> fonts = listFolder(paths::soundfonts(), true);
    const auto shipped = static_cast<std::ptrdiff_t>(fonts.size());
    for (const auto& data : dataFolders()) {
        for (const char* leaf : {"sounds/sf2", "sounds/sf3", "soundfonts"}) {
            for (auto& font : listFolder(data / leaf, false)) {
                // The distribution's copy of a shipped one is another file with the same content.
                const bool known = std::ranges::any_of(fonts, [&](const SoundFont& other) {
                    return other.path == font.path || (other.name == font.name && other.bytes == font.bytes);
                });
                if (!known)
                    fonts.push_back(std::move(font));
            }
        }
    }
    std::stable_sort(fonts.begin() + shipped, fonts.end(), [](const SoundFont& a, const SoundFont& b) { return a.bytes > b.bytes; });
    return fonts;
}

std::filesystem::path defaultSoundFont()
{
    const auto fonts = findSoundFonts();
    return fonts.empty() ? fs::path() : fonts.front().path;
}

} // namespace partita::playback
