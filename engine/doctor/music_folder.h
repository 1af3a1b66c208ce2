#pragma once

#include "engine/core/error.h"
#include "engine/doctor/music_file.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace partita::doctor {

struct FolderListing {
    std::vector<std::filesystem::path> files; ///< in the order of their names, a folder's own before its folders'
    std::size_t others = 0;                   ///< files that were not wanted
};

/// Files of a folder; with `recursive` those of its folders, too. Links to folders are not followed: they may lead back up.
/// Errors: kNotFound, kUnreadable.
Result<FolderListing> listFolder(const std::filesystem::path& folder, bool recursive, const std::function<bool(const std::filesystem::path&)>& wanted);

/// What Magenta calls the music of a folder: the folder's own name. One written with a slash at its end has none there;
/// ours keeps it.
std::string collectionName(const std::filesystem::path& folder);

/// Gives a file's tunes the collection, file name and id that Magenta's folder converter gives them.
/// `name`: the file's path below the folder.
void nameTunes(MusicFile& file, const std::string& name, const std::string& collection);

} // namespace partita::doctor
