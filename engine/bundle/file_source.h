#pragma once

#include "engine/bundle/file_bytes.h"
#include "engine/core/error.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace partita::bundle {

/// A set of named files: a folder on disk or an archive in memory. Checkpoints of several files are read through it.
class FileSource {
public:
    virtual ~FileSource() = default;

    /// Names of all files, sorted, with '/' between folders.
    virtual const std::vector<std::string>& names() const = 0;
    /// Errors: kNotFound, kUnreadable; the message names the file.
    virtual Result<FileBytes> read(const std::string& name) const = 0;
    /// Files end to end, copied only where they cannot be mapped so. Errors: also kTooLarge above `most` bytes.
    virtual Result<FileBytes> readJoined(const std::vector<std::string>& names, std::uint64_t most) const;
    /// For sentences: where a file of this name would be.
    virtual std::filesystem::path pathOf(const std::string& name) const = 0;
    /// What is on disk of a file of this name: itself, or the archive.
    virtual std::filesystem::path onDisk(const std::string& name) const { return pathOf(name); }

    bool has(const std::string& name) const;
};

/// The files of a folder, not those of its subfolders. Errors: kNotFound, kUnreadable, kTooLarge above 100,000 names.
Result<std::unique_ptr<FileSource>> openFolder(const std::filesystem::path& folder);

/// The files of a .tar, .tar.gz, .tgz or .zip. Those of a plain .tar stay in `bytes`, so that the 2 GB of a published
/// trio model cost no memory; those of the others are unpacked in memory.
/// Refused are links, names that leave the archive's own folder, the same name twice, and what unpacks to more than
/// 2 GiB, from 64 MiB on to more than 200 times the archive's size, or to more than 10,000 files.
/// Errors: kNotRecognized for what is no archive, kDamaged, kTooLarge.
Result<std::unique_ptr<FileSource>> openArchive(const FileBytes& bytes, const std::filesystem::path& path);

/// Whether `bytes` begin as one of these archives does.
bool looksLikeArchive(std::span<const std::uint8_t> bytes);

} // namespace partita::bundle
