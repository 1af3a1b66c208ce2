#include "engine/core/file_io.h"

#include "engine/core/atomic_file.h"
#include "engine/core/descriptor.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace partita {

std::string quoted(const std::filesystem::path& path)
{
    return "\"" + path.string() + "\"";
}

std::string systemMessage(int code)
{
    return std::generic_category().message(code);
}

Result<Bytes> readFile(const std::filesystem::path& path, std::uint64_t limit)
{
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.valid()) {
        const auto code = errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnreadable;
        return fail(code, quoted(path) + " cannot be opened: " + systemMessage(errno) + ".");
    }
    struct stat info {};
    if (::fstat(file.get(), &info) != 0)
        return fail(ErrorCode::kUnreadable, quoted(path) + " cannot be read: " + systemMessage(errno) + ".");
    if (S_ISDIR(info.st_mode))
        return fail(ErrorCode::kUnreadable, quoted(path) + " is a folder; name a file in it.");
    if (!S_ISREG(info.st_mode))
        return fail(ErrorCode::kUnreadable, quoted(path) + " is not an ordinary file.");
    if (static_cast<std::uint64_t>(info.st_size) > limit)
        return fail(ErrorCode::kTooLarge, quoted(path) + " has " + std::to_string(info.st_size) + " bytes; more than " +
                                              std::to_string(limit) + " are not read from a file of this kind.");

    Bytes bytes(static_cast<std::size_t>(info.st_size));
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(ErrorCode::kUnreadable, quoted(path) + " cannot be read: " + systemMessage(errno) + ".");
        if (got == 0)
            break; // it shrank while we read
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

Result<void> writeFileAtomically(const std::filesystem::path& path, std::span<const std::uint8_t> bytes, bool keepBackup)
{
    auto file = AtomicFile::create(path);
    if (!file)
        return fail(file);
    if (auto written = file->write(bytes); !written)
        return fail(written);
    return file->commit(keepBackup);
}

Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view text, bool keepBackup)
{
    return writeFileAtomically(path, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), keepBackup);
}

Result<void> makeFolder(const std::filesystem::path& path)
{
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error)
        return fail(ErrorCode::kUnwritable, "The folder " + quoted(path) + " cannot be created: " + error.message() + ".");
    return {};
}

} // namespace partita
