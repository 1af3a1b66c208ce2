#include "engine/bundle/file_bytes.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace partita::bundle {

Result<FileBytes> mapFile(const std::filesystem::path& path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return fail(errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnreadable,
                    quoted(path) + " cannot be opened: " + systemMessage(errno) + ".");
    const auto refuse = [&](const std::string& why) -> Result<FileBytes> {
        ::close(file);
        return fail(ErrorCode::kUnreadable, quoted(path) + why);
    };
    struct stat info {};
    if (::fstat(file, &info) != 0)
        return refuse(" cannot be read: " + systemMessage(errno) + ".");
    if (S_ISDIR(info.st_mode))
        return refuse(" is a folder; name a file in it.");
    if (!S_ISREG(info.st_mode))
        return refuse(" is not an ordinary file.");
    const auto size = static_cast<std::size_t>(info.st_size);
    if (size == 0) {
        ::close(file);
        return FileBytes{};
    }
    void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (memory == MAP_FAILED)
        return refuse(" cannot be mapped into memory: " + systemMessage(errno) + ".");
    ::close(file);
    std::shared_ptr<const void> owner(memory, [size](const void* mapped) { ::munmap(const_cast<void*>(mapped), size); });
    return FileBytes{{static_cast<const std::uint8_t*>(memory), size}, std::move(owner)};
}

FileBytes ownBytes(Bytes bytes)
{
    auto owned = std::make_shared<const Bytes>(std::move(bytes));
    return {*owned, owned};
}

} // namespace partita::bundle
