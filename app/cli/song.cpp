#include "app/cli/song.h"

#include "app/cli/output.h"

#include "engine/core/file_io.h"
#include "engine/project/files.h"

#include <algorithm>
#include <charconv>

namespace partita::cli {

Result<project::Document> readSong(const std::filesystem::path& path)
{
    auto opened = project::openFile(path);
    if (!opened)
        return fail(opened);
    if (opened->report)
        for (const auto& reason : opened->report->reasons)
            note("{}: {}", path.string(), reason);
    if (opened->tunes.size() > 1)
        note("{}: of its {} tunes the first is taken, {}", path.string(), opened->tunes.size(), opened->tunes.front());
    return std::move(opened->document);
}

Result<std::pair<int, int>> parseBars(const std::string& text)
{
    const char* const end = text.data() + text.size();
    int first = 0, last = 0;
    auto parsed = std::from_chars(text.data(), end, first);
    bool good = parsed.ec == std::errc();
    last = first;
    if (good && parsed.ptr != end && *parsed.ptr == '-') {
        parsed = std::from_chars(parsed.ptr + 1, end, last);
        good = parsed.ec == std::errc();
    }
    if (!good || parsed.ptr != end || first < 1 || last < first)
        return fail(ErrorCode::kInvalidArgument, "--bars=" + text + " names no bars. Give two bar numbers from 1, such as 5-8, or one.");
    return std::pair(first, last);
}

Result<project::TrackId> findTrack(const project::Document& document, const std::string& name, const generate::BarRange& bars, const models::EventRnnConfig& config)
{
    std::string known;
    for (std::size_t i = 0; i < document.tracks.size(); ++i) {
        const auto& track = document.tracks[i];
        if (!name.empty() && (track.name == name || std::to_string(i + 1) == name))
            return track.id;
        known += fmt::format("{}{} \"{}\"", known.empty() ? "" : ", ", i + 1, track.name);
    }
    if (!name.empty())
        return fail(ErrorCode::kNotFound, "There is no track \"" + name + "\". The tracks are " + known + ".");

    const MeterMap meters = project::meterMap(document);
    const Ticks start = meters.barStart(bars.first), end = meters.barEnd(bars.last);
    const auto playsThere = [&](const project::Track& track) {
        return std::ranges::any_of(track.notes, [&](const project::Note& note) { return note.start < end && note.end() > start; });
    };
    const project::Track* best = nullptr;
    for (const auto& track : document.tracks) {
        if (track.notes.empty() || !generate::checkFit(config, track))
            continue;
        if (playsThere(track))
            return track.id;
        if (!best)
            best = &track;
    }
    if (!best)
        return fail(ErrorCode::kNotFound, fmt::format("No track with notes is there that {} plays. Name one with --track, or choose another model with --checkpoint_file.", config.id));
    return best->id;
}

} // namespace partita::cli
