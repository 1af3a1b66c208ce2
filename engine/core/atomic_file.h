#pragma once

#include "engine/core/descriptor.h"
#include "engine/core/error.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace partita {

/// A file that takes its name as a whole or not at all: written as a temporary neighbour, then synced and renamed by
/// `commit`. Destroyed without it, the neighbour goes and the old file is as it was.
/// Errors: kUnwritable, with a sentence that names the file.
class AtomicFile {
public:
    static Result<AtomicFile> create(const std::filesystem::path& path);
    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&&) = delete;
    ~AtomicFile();

    /// For libraries that write by themselves.
    int descriptor() const { return m_file.get(); }
    Result<void> write(std::span<const std::uint8_t> bytes);
    /// `keepBackup` first keeps the old file as its name + ".bak".
    Result<void> commit(bool keepBackup = false);

    /// The sentence for a failure that the writing library reported.
    Error unwritable(const std::string& why) const;

private:
    AtomicFile(std::filesystem::path path, std::string temporary, Descriptor file);

    std::filesystem::path m_path;
    std::string m_temporary; ///< empty once it is renamed
    Descriptor m_file;
};

} // namespace partita
