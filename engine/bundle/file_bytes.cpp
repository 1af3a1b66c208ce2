#include "engine/bundle/file_bytes.h"

#include <cerrno>
#include <expected>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace partita::bundle {

namespace {

/// An ordinary file, opened for reading.
struct OpenFile {
    int descriptor = -1;
    std::size_t size = 0;

    OpenFile() = default;
    OpenFile(OpenFile&& other) noexcept : descriptor(std::exchange(other.descriptor, -1)), size(other.size) {}
    ~OpenFile()
    {
        if (descriptor >= 0)
            ::close(descriptor);
    }
};

Result<OpenFile> openOrdinary(const std::filesystem::path& path)
{
    OpenFile file;
    file.descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file.descriptor < 0)
        return fail(errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnreadable,
                    quoted(path) + " cannot be opened: " + systemMessage(errno) + ".");
    const auto refuse = [&](const std::string& why) { return fail(ErrorCode::kUnreadable, quoted(path) + why); };
    struct stat info {};
    if (::fstat(file.descriptor, &info) != 0)
        return refuse(" cannot be read: " + systemMessage(errno) + ".");
    if (S_ISDIR(info.st_mode))
        return refuse(" is a folder; name a file in it.");
    if (!S_ISREG(info.st_mode))
        return refuse(" is not an ordinary file.");
    file.size = static_cast<std::size_t>(info.st_size);
    return file;
}

std::unexpected<Error> notMapped(const std::filesystem::path& path)
{
    return fail(ErrorCode::kUnreadable, quoted(path) + " cannot be mapped into memory: " + systemMessage(errno) + ".");
}

/// Unmaps `size` bytes at `memory` when nobody needs them any more.
FileBytes mapped(void* memory, std::size_t size)
{
    std::shared_ptr<const void> owner(memory, [size](const void* address) { ::munmap(const_cast<void*>(address), size); });
    return {{static_cast<const std::uint8_t*>(memory), size}, std::move(owner)};
}

} // namespace

Result<FileBytes> mapFile(const std::filesystem::path& path)
{
    const auto file = openOrdinary(path);
    if (!file)
        return fail(file);
    if (file->size == 0)
        return FileBytes{};
    void* memory = ::mmap(nullptr, file->size, PROT_READ, MAP_PRIVATE, file->descriptor, 0);
    if (memory == MAP_FAILED)
        return notMapped(path);
    return mapped(memory, file->size);
}

Result<std::optional<FileBytes>> mapFiles(std::span<const std::filesystem::path> paths)
{
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    std::vector<std::size_t> sizes;
    std::size_t total = 0;
    for (const auto& path : paths) {
        const auto file = openOrdinary(path);
        if (!file)
            return fail(file);
        if (file->size == 0 || total % page != 0)
            return std::nullopt;
        sizes.push_back(file->size);
        total += file->size;
    }
    if (total == 0)
        return std::nullopt;
    void* const memory = ::mmap(nullptr, total, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0); // the room
    if (memory == MAP_FAILED)
        return notMapped(paths.front());
    const FileBytes whole = mapped(memory, total);
    auto* place = static_cast<std::uint8_t*>(memory);
    for (std::size_t i = 0; i < paths.size(); place += sizes[i++]) {
        const auto file = openOrdinary(paths[i]);
        if (!file)
            return fail(file);
        if (file->size != sizes[i])
            return fail(ErrorCode::kUnreadable, quoted(paths[i]) + " is being written. Try again when that is done.");
        if (::mmap(place, sizes[i], PROT_READ, MAP_PRIVATE | MAP_FIXED, file->descriptor, 0) == MAP_FAILED)
            return notMapped(paths[i]);
    }
    return whole;
}

FileBytes ownBytes(Bytes bytes)
{
    auto owned = std::make_shared<const Bytes>(std::move(bytes));
    return {*owned, owned};
}

} // namespace partita::bundle
