#include "engine/core/paths.h"

#include <cstdlib>
#include <string>
#include <system_error>

namespace partita::paths {
namespace {

namespace fs = std::filesystem;

fs::path fromEnvironment(const char* name)
{
    const char* value = std::getenv(name);
    return value && *value ? fs::path(value) : fs::path();
}

/// `variable`, else ../share/partita/`leaf` beside the program where it exists, else `leaf` of the source tree.
fs::path shipped(const char* variable, const char* leaf)
{
    if (auto given = fromEnvironment(variable); !given.empty())
        return given;
    std::error_code error;
    const auto installed = programFolder() / "../share/partita" / leaf;
    if (fs::is_directory(installed, error))
        return fs::weakly_canonical(installed, error);
    return fs::path(PARTITA_BUILT_FROM) / leaf;
}

fs::path personal(const char* variable, const char* xdg, const char* underHome)
{
    if (auto given = fromEnvironment(variable); !given.empty())
        return given;
    if (auto base = fromEnvironment(xdg); !base.empty())
        return base / "partita";
    const auto home = fromEnvironment("HOME");
    return (home.empty() ? fs::path("/tmp") : home) / underHome / "partita";
}

} // namespace

fs::path programFolder()
{
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path();
}

fs::path resources() { return shipped("PARTITA_RESOURCES", "resources"); }
fs::path soundfonts() { return shipped("PARTITA_SOUNDFONTS", "soundfonts"); }
fs::path userData() { return personal("PARTITA_DATA", "XDG_DATA_HOME", ".local/share"); }
fs::path userState() { return personal("PARTITA_STATE", "XDG_STATE_HOME", ".local/state"); }
fs::path runs() { return userData() / "runs"; }

} // namespace partita::paths
