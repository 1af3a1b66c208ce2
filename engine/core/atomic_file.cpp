#include "engine/core/atomic_file.h"

#include "engine/core/file_io.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace partita {
namespace {

Error sentence(const std::filesystem::path& path, const std::string& why)
{
    return {ErrorCode::kUnwritable, quoted(path) + " cannot be written: " + why + ". Choose another folder, or free some space."};
}

} // namespace

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& path)
{
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
        return fail(ErrorCode::kUnwritable, quoted(path) + " is a folder; name a file to write.");
    std::string temporary = path.string() + ".XXXXXX";
    Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!file.valid())
        return std::unexpected(sentence(path, systemMessage(errno)));
    return AtomicFile(path, std::move(temporary), std::move(file));
}

AtomicFile::AtomicFile(std::filesystem::path path, std::string temporary, Descriptor file)
    : m_path(std::move(path)), m_temporary(std::move(temporary)), m_file(std::move(file))
{
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_temporary(std::exchange(other.m_temporary, {})), m_file(std::move(other.m_file))
{
}

AtomicFile::~AtomicFile()
{
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
}

Error AtomicFile::unwritable(const std::string& why) const
{
    return sentence(m_path, why);
}

Result<void> AtomicFile::write(std::span<const std::uint8_t> bytes)
{
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t put = ::write(m_file.get(), bytes.data() + done, bytes.size() - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return std::unexpected(unwritable(systemMessage(errno)));
        done += static_cast<std::size_t>(put);
    }
    return {};
}

Result<void> AtomicFile::commit(bool keepBackup)
{
    // A new file gets the usual permissions, an old one keeps its own.
    struct stat old {};
    const mode_t mask = ::umask(0);
    ::umask(mask);
    const mode_t mode = ::stat(m_path.c_str(), &old) == 0 ? (old.st_mode & 07777) : (0666 & ~mask);
    if (::fchmod(m_file.get(), mode) != 0 || ::fsync(m_file.get()) != 0 || m_file.close() != 0)
        return std::unexpected(unwritable(systemMessage(errno)));
    std::error_code error;
    if (keepBackup && std::filesystem::exists(m_path, error)) {
        auto backup = m_path;
        backup += ".bak";
        std::filesystem::copy_file(m_path, backup, std::filesystem::copy_options::overwrite_existing, error);
        if (error)
            return std::unexpected(unwritable(error.message()));
    }
    if (::rename(m_temporary.c_str(), m_path.c_str()) != 0)
        return std::unexpected(unwritable(systemMessage(errno)));
    m_temporary.clear();
    return {};
}

} // namespace partita
