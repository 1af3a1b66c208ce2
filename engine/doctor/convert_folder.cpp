#include "engine/doctor/convert_folder.h"

#include "engine/core/ordered_work.h"
#include "engine/doctor/music_folder.h"
#include "engine/formats/note_sequence_proto.h"
#include "engine/formats/tfrecord.h"

#include <optional>

namespace partita::doctor {
namespace {

namespace fs = std::filesystem;

/// A file's tunes as records, and what is missing.
struct Records {
    std::vector<Bytes> tunes;
    std::vector<std::string> rejections; ///< sentences: why the file, or a tune of a book, is left out
};

Records recordsOf(const fs::path& file, const fs::path& folder, const std::string& collection, Convention convention)
{
    auto music = readMusic(file, convention);
    if (!music)
        return {{}, {music.error().message}};
    nameTunes(*music, file.lexically_relative(folder).string(), collection);
    Records records;
    for (const auto& tune : music->tunes)
        records.tunes.push_back(formats::serialize(tune.sequence));
    for (const auto& tune : music->rejectedTunes)
        records.rejections.push_back(quoted(file) + ": " + tune);
    return records;
}

} // namespace

Result<FolderReport> convertFolder(const fs::path& folder, const fs::path& output, const FolderOptions& options, std::stop_token stop,
                                   const std::function<void(std::size_t, std::size_t)>& progress)
{
    const auto listing = listFolder(folder, options.recursive, [](const fs::path& path) { return kindOf(path).has_value(); });
    if (!listing)
        return fail(listing);
    const auto& files = listing->files;
    FolderReport report{.files = files.size(), .others = listing->others};
    auto writer = formats::TfRecordWriter::open(output);
    if (!writer)
        return fail(writer);

    const std::string collection = collectionName(folder);
    std::size_t begun = 0, done = 0;
    Result<void> going;
    workInOrder([&]() -> std::optional<fs::path> { return begun < files.size() ? std::optional(files[begun++]) : std::nullopt; },
                [&](const fs::path& file) { return recordsOf(file, folder, collection, options.convention); },
                [&](Records records) {
                    if (stop.stop_requested())
                        going = fail(ErrorCode::kStopped, "Stopped; nothing was written.");
                    for (auto& reason : records.rejections)
                        report.rejected.push_back({files[done], std::move(reason)});
                    for (std::size_t i = 0; going && i < records.tunes.size(); ++i, ++report.sequences)
                        going = writer->write(records.tunes[i]);
                    if (++done; progress)
                        progress(done, files.size());
                    return going.has_value();
                });
    if (!going)
        return fail(going);
    if (auto finished = writer->finish(); !finished)
        return fail(finished);
    return report;
}

} // namespace partita::doctor
