#include "engine/core/file_io.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace partita {
namespace {

/// Closes a POSIX descriptor at the end of its scope.
class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return m_fd; }
    bool valid() const { return m_fd >= 0; }
    int close() { return m_fd >= 0 ? ::close(std::exchange(m_fd, -1)) : 0; }

private:
    int m_fd;
};

Error unwritable(const std::filesystem::path& path, int code)
{
    return {ErrorCode::kUnwritable, quoted(path) + " cannot be written: " + systemMessage(code) +
                                        ". Choose another folder, or free some space."};
}

} // namespace

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
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
        return fail(ErrorCode::kUnwritable, quoted(path) + " is a folder; name a file to write.");

    std::string temporary = path.string() + ".XXXXXX";
    Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!file.valid())
        return std::unexpected(unwritable(path, errno));
    const auto giveUp = [&](int code) -> Result<void> {
        file.close();
        ::unlink(temporary.c_str());
        return std::unexpected(unwritable(path, code));
    };

    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t put = ::write(file.get(), bytes.data() + done, bytes.size() - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return giveUp(errno);
        done += static_cast<std::size_t>(put);
    }
    // A new file gets the usual permissions, an old one keeps its own.
    struct stat old {};
    const mode_t mask = ::umask(0);
    ::umask(mask);
    const mode_t mode = ::stat(path.c_str(), &old) == 0 ? (old.st_mode & 07777) : (0666 & ~mask);
    if (::fchmod(file.get(), mode) != 0 || ::fsync(file.get()) != 0 || file.close() != 0)
        return giveUp(errno);
    if (keepBackup && std::filesystem::exists(path, error)) {
        auto backup = path;
        backup += ".bak";
        std::filesystem::copy_file(path, backup, std::filesystem::copy_options::overwrite_existing, error);
        if (error)
            return giveUp(error.value());
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0)
        return giveUp(errno);
    return {};
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
