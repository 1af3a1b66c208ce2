#include "engine/doctor/music_folder.h"

#include "engine/core/digest.h"
#include "engine/core/file_io.h"

#include <algorithm>

namespace partita::doctor {
namespace {

namespace fs = std::filesystem;

Result<void> list(const fs::path& folder, bool recursive, const std::function<bool(const fs::path&)>& wanted, FolderListing& listing)
{
    std::error_code error;
    std::vector<fs::directory_entry> entries;
    std::vector<fs::path> folders;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        entries.push_back(*entry);
    if (error)
        return fail(error == std::errc::no_such_file_or_directory ? ErrorCode::kNotFound : ErrorCode::kUnreadable,
                    "The folder " + quoted(folder) + " cannot be read: " + error.message() + ".");
    std::ranges::sort(entries, {}, [](const fs::directory_entry& entry) -> const std::string& { return entry.path().native(); });
    for (const auto& entry : entries) {
        if (entry.is_directory(error)) // as the folder told, without a question for each file
            folders.push_back(entry.path());
        else if (wanted(entry.path()))
            listing.files.push_back(entry.path());
        else
            ++listing.others;
    }
    if (recursive)
        for (const auto& path : folders)
            if (!fs::is_symlink(path, error))
                if (auto listed = list(path, recursive, wanted, listing); !listed)
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

} // namespace

Result<FolderListing> listFolder(const fs::path& folder, bool recursive, const std::function<bool(const fs::path&)>& wanted)
{
    FolderListing listing;
    if (auto listed = list(folder, recursive, wanted, listing); !listed)
        return fail(listed);
    return listing;
}

std::string collectionName(const fs::path& folder)
{
    const fs::path clean = fs::absolute(folder).lexically_normal();
    return (clean.has_filename() ? clean.filename() : clean.parent_path().filename()).string();
}

void nameTunes(MusicFile& file, const std::string& name, const std::string& collection)
{
    for (auto& tune : file.tunes) {
        const std::string hashed = file.kind == MusicKind::kAbc ? name + "_" + std::to_string(tune.number) : name;
        tune.sequence.collectionName = collection;
        tune.sequence.filename = name;
        tune.sequence.id = std::string("/id/") + idType(file.kind) + "/" + collection + "/" + sha1(hashed);
    }
}

} // namespace partita::doctor
