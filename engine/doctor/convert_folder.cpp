#include "engine/doctor/convert_folder.h"

#include "engine/core/digest.h"
#include "engine/core/file_io.h"
#include "engine/doctor/music_file.h"
#include "engine/formats/note_sequence_proto.h"
#include "engine/formats/tfrecord.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

namespace partita::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBatch = 256;

/// Files of `folder` in the order of their names; with `recursive` then those of its folders.
Result<void> list(const fs::path& folder, bool recursive, std::vector<fs::path>& files, std::size_t& others)
{
    std::error_code error;
    std::vector<fs::path> entries, folders;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        entries.push_back(entry->path());
    if (error)
        return fail(error == std::errc::no_such_file_or_directory ? ErrorCode::kNotFound : ErrorCode::kUnreadable,
                    "The folder " + quoted(folder) + " cannot be read: " + error.message() + ".");
    std::ranges::sort(entries);
    for (const auto& path : entries) {
        if (fs::is_directory(path, error))
            folders.push_back(path);
        else if (kindOf(path))
            files.push_back(path);
        else
            ++others;
    }
    if (recursive)
        for (const auto& path : folders)
            if (!fs::is_symlink(path, error)) // a link may lead back up
                if (auto listed = list(path, recursive, files, others); !listed)
                    return listed;
    return {};
}

const char* idType(MusicKind kind)
{
    switch (kind) {
    case MusicKind::kMusicXml: return "musicxml";
    case MusicKind::kAbc: return "abc";
    case MusicKind::kMidi: break;
    }
    return "midi";
}

/// Names as Magenta gives them. A folder written with a slash at its end has an empty name there; ours keeps its name.
void nameTunes(MusicFile& file, const fs::path& path, const fs::path& folder, const std::string& collection)
{
    const std::string name = path.lexically_relative(folder).string();
    for (auto& tune : file.tunes) {
        const std::string hashed = file.kind == MusicKind::kAbc ? name + "_" + std::to_string(tune.number) : name;
        tune.sequence.collectionName = collection;
        tune.sequence.filename = name;
        tune.sequence.id = std::string("/id/") + idType(file.kind) + "/" + collection + "/" + sha1(hashed);
    }
}

std::string collectionName(const fs::path& folder)
{
    const fs::path clean = fs::absolute(folder).lexically_normal();
    return (clean.has_filename() ? clean.filename() : clean.parent_path().filename()).string();
}

} // namespace

Result<FolderReport> convertFolder(const fs::path& folder, const fs::path& output, bool recursive, std::stop_token stop,
                                   const std::function<void(std::size_t, std::size_t)>& progress)
{
    FolderReport report;
    std::vector<fs::path> files;
    if (auto listed = list(folder, recursive, files, report.others); !listed)
        return fail(listed);
    report.files = files.size();
    auto writer = formats::TfRecordWriter::open(output);
    if (!writer)
        return fail(writer);

    const std::string collection = collectionName(folder);
    std::vector<std::optional<Result<MusicFile>>> batch(kBatch);
    for (std::size_t first = 0; first < files.size(); first += kBatch) {
        if (stop.stop_requested())
            return fail(ErrorCode::kStopped, "Stopped; nothing was written.");
        const std::size_t count = std::min(kBatch, files.size() - first);
        {
            std::atomic<std::size_t> next{0};
            std::vector<std::jthread> workers;
            for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i)
                workers.emplace_back([&] {
                    for (std::size_t k; (k = next++) < count;)
                        batch[k] = readMusic(files[first + k], Convention::kAsNoteSeq);
                });
        }
        for (std::size_t k = 0; k < count; ++k) {
            auto music = *std::exchange(batch[k], std::nullopt);
            if (!music) {
                report.rejected.push_back({files[first + k], music.error().message});
                continue;
            }
            nameTunes(*music, files[first + k], folder, collection);
            for (const auto& tune : music->tunes) {
                if (auto written = writer->write(formats::serialize(tune.sequence)); !written)
                    return fail(written);
                ++report.sequences;
            }
        }
        if (progress)
            progress(first + count, files.size());
    }
    if (auto finished = writer->finish(); !finished)
        return fail(finished);
    return report;
}

} // namespace partita::doctor
