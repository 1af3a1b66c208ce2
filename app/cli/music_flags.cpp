#include "app/cli/music_flags.h"

#include <algorithm>
#include <vector>

namespace partita::cli {
namespace {

constexpr const char* kKeepHighest = "--keep_highest";
constexpr const char* kTranspose = "--transpose";
constexpr const char* kForPeople = "--for_people";

} // namespace

void addMusicFlags(CLI::App& app, datasets::MusicOptions& options)
{
    app.add_flag(kKeepHighest, options.keepHighest, "Melodies: take the highest notes of polyphonic tracks, instead of leaving the tracks out");
    app.add_option_function<std::vector<int>>(kTranspose, [&options](const std::vector<int>& range) { options.transpose = std::pair(range.at(0), range.at(1)); },
                                              "LOW,HIGH: training copies in all these keys, in place of the config's own")
        ->delimiter(',')
        ->expected(2);
    app.add_flag_callback(kForPeople, [&options] { options.convention = doctor::Convention::kForPeople; },
                          "Read files as they are meant, mended where damaged, and not exactly as note_seq reads them");
}

bool hasMusicFlags(const CLI::App& app)
{
    return std::ranges::any_of(std::initializer_list<const char*>{kKeepHighest, kTranspose, kForPeople}, [&](const char* flag) { return app.count(flag) > 0; });
}

} // namespace partita::cli
