#include "engine/bundle/file_source.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <expected>
#include <functional>
#include <optional>

namespace partita::bundle {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostNames = 100'000;
constexpr std::size_t kMostMembers = 10'000;
constexpr std::uint64_t kMostUnpacked = std::uint64_t{2} << 30;
constexpr std::uint64_t kMostExpansion = 200;
constexpr std::uint64_t kFreelyUnpacked = 64u << 20; ///< small archives may expand as they like

class Folder final : public FileSource {
public:
    Folder(fs::path path, std::vector<std::string> names) : m_path(std::move(path)), m_names(std::move(names)) {}
    const std::vector<std::string>& names() const override { return m_names; }
    Result<FileBytes> read(const std::string& name) const override { return mapFile(pathOf(name)); }
    Result<FileBytes> readJoined(const std::vector<std::string>& names, std::uint64_t most) const override
    {
        std::vector<fs::path> paths;
        std::uint64_t total = 0;
        for (const auto& name : names) {
            std::error_code error;
            const auto size = fs::file_size(paths.emplace_back(pathOf(name)), error);
            total += error ? 0 : size; // what cannot be read is told below
        }
        if (total <= most) {
            auto mapped = mapFiles(paths);
            if (!mapped)
                return fail(mapped);
            if (*mapped)
                return **mapped;
        }
        return FileSource::readJoined(names, most);
    }
    fs::path pathOf(const std::string& name) const override { return m_path / name; }

private:
    fs::path m_path;
    std::vector<std::string> m_names;
};

class Archive final : public FileSource {
public:
    Archive(fs::path path, std::map<std::string, FileBytes> members) : m_path(std::move(path)), m_members(std::move(members))
    {
        for (const auto& [name, bytes] : m_members)
            m_names.push_back(name);
    }
    const std::vector<std::string>& names() const override { return m_names; }
    Result<FileBytes> read(const std::string& name) const override
    {
        const auto found = m_members.find(name);
        if (found == m_members.end())
            return fail(ErrorCode::kNotFound, fmt::format("{} does not hold \"{}\".", quoted(m_path), name));
        return found->second;
    }
    fs::path pathOf(const std::string& name) const override { return m_path / name; }
    fs::path onDisk(const std::string&) const override { return m_path; }

private:
    fs::path m_path;
    std::map<std::string, FileBytes> m_members;
    std::vector<std::string> m_names;
};

/// `name` without leading "./", or nothing where it leaves the archive.
std::optional<std::string> innerName(const char* name)
{
    const fs::path path(name ? name : "");
    if (path.empty() || path.is_absolute())
        return std::nullopt;
    const auto normal = path.lexically_normal();
    if (*normal.begin() == "..")
        return std::nullopt;
    return normal.string();
}

enum class MemberFault { kDamaged, kTooLarge };

/// The content of the entry that `reader` stands at. What an archive holds as it is (a plain tar) stays where it lies, in
/// `whole`; what has to be unpacked is counted in `unpacked`, up to `most`.
std::expected<FileBytes, MemberFault> readMember(archive* reader, const FileBytes& whole, std::uint64_t most, std::uint64_t& unpacked)
{
    const auto* const first = whole.bytes.data();
    const auto* const last = first + whole.bytes.size();
    FileBytes inPlace{{}, whole.owner};
    Bytes content;
    for (;;) {
        const void* data = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int status = archive_read_data_block(reader, &data, &size, &offset);
        if (status == ARCHIVE_EOF)
            break;
        const auto expected = static_cast<la_int64_t>(inPlace.bytes.size() + content.size());
        if (status < ARCHIVE_WARN || offset != expected) // a hole: no checkpoint is packed as a sparse file
            return std::unexpected(MemberFault::kDamaged);
        const std::span block(static_cast<const std::uint8_t*>(data), size);
        const std::less_equal<> upTo; // of any two pointers
        const bool lies = content.empty() && upTo(first, block.data()) && upTo(block.data() + size, last)
            && (inPlace.bytes.empty() || inPlace.bytes.data() + inPlace.bytes.size() == block.data());
        if (lies) {
            inPlace.bytes = {inPlace.bytes.empty() ? block.data() : inPlace.bytes.data(), inPlace.bytes.size() + size};
            continue;
        }
        unpacked += size + (content.empty() ? inPlace.bytes.size() : 0);
        if (unpacked > most)
            return std::unexpected(MemberFault::kTooLarge);
        if (content.empty())
            content.assign(inPlace.bytes.begin(), inPlace.bytes.end());
        inPlace.bytes = {};
        content.insert(content.end(), block.begin(), block.end());
    }
    return content.empty() ? inPlace : ownBytes(std::move(content));
}

} // namespace

Result<FileBytes> FileSource::readJoined(const std::vector<std::string>& names, std::uint64_t most) const
{
    std::vector<FileBytes> parts;
    std::uint64_t total = 0;
    for (const auto& name : names) {
        auto part = read(name);
        if (!part)
            return part;
        total += part->bytes.size();
        if (total > most)
            return fail(ErrorCode::kTooLarge, fmt::format("{} and the files that belong to it have more than {} bytes together.", quoted(pathOf(name)), most));
        parts.push_back(std::move(*part));
    }
    if (parts.size() == 1)
        return parts.front();
    Bytes joined;
    joined.reserve(total);
    for (const auto& part : parts)
        joined.insert(joined.end(), part.bytes.begin(), part.bytes.end());
    return ownBytes(std::move(joined));
}

bool FileSource::has(const std::string& name) const
{
    return std::ranges::binary_search(names(), name);
}

Result<std::unique_ptr<FileSource>> openFolder(const fs::path& folder)
{
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator each(folder, error), end; !error && each != end; each.increment(error)) {
        std::error_code ignored;
        if (each->is_regular_file(ignored))
            names.push_back(each->path().filename().string());
        if (names.size() > kMostNames)
            return fail(ErrorCode::kTooLarge, fmt::format("{} holds more than {} files; move the checkpoint into a folder of its own.", quoted(folder), kMostNames));
    }
    if (error)
        return fail(error == std::errc::no_such_file_or_directory ? ErrorCode::kNotFound : ErrorCode::kUnreadable, fmt::format("The folder {} cannot be read: {}.", quoted(folder), error.message()));
    std::ranges::sort(names);
    return std::make_unique<Folder>(folder, std::move(names));
}

bool looksLikeArchive(std::span<const std::uint8_t> bytes)
{
    const auto startsWith = [&](std::string_view magic, std::size_t at) { return bytes.size() >= at + magic.size() && std::memcmp(bytes.data() + at, magic.data(), magic.size()) == 0; };
    return startsWith("\x1f\x8b", 0) || startsWith("PK\x03\x04", 0) || startsWith("ustar", 257);
}

Result<std::unique_ptr<FileSource>> openArchive(const FileBytes& bytes, const fs::path& path)
{
    const std::unique_ptr<archive, decltype([](archive* reader) { archive_read_free(reader); })> reader(archive_read_new());
    archive_read_support_filter_gzip(reader.get());
    archive_read_support_format_tar(reader.get());
    archive_read_support_format_zip_seekable(reader.get());
    const auto damaged = [&](const std::string& what, ErrorCode code = ErrorCode::kDamaged) {
        return fail(code, fmt::format("The archive {} cannot be used: {}. Fetch or pack it again.", quoted(path), what));
    };
    const auto reason = [&] {
        const char* text = archive_error_string(reader.get());
        return std::string(text ? text : "its end is missing");
    };
    if (archive_read_open_memory(reader.get(), bytes.bytes.data(), bytes.bytes.size()) != ARCHIVE_OK)
        return damaged(reason(), ErrorCode::kNotRecognized);

    const std::uint64_t most = std::min(kMostUnpacked, std::max<std::uint64_t>(kFreelyUnpacked, bytes.bytes.size() * kMostExpansion));
    std::map<std::string, FileBytes> members;
    std::uint64_t unpacked = 0;
    for (std::size_t headers = 0;; ++headers) {
        archive_entry* entry = nullptr;
        const int status = archive_read_next_header(reader.get(), &entry);
        if (status == ARCHIVE_EOF)
            break;
        if (status < ARCHIVE_WARN)
            return damaged(reason(), headers == 0 ? ErrorCode::kNotRecognized : ErrorCode::kDamaged);
        if (headers >= kMostMembers)
            return damaged(fmt::format("it holds more than {} files", kMostMembers), ErrorCode::kTooLarge);
        const auto name = innerName(archive_entry_pathname(entry));
        if (!name)
            return damaged("a name in it leads out of the archive");
        if (archive_entry_filetype(entry) == AE_IFDIR)
            continue;
        if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) || archive_entry_symlink(entry))
            return damaged(fmt::format("\"{}\" is a link or a device, not a file", *name));

        auto content = readMember(reader.get(), bytes, most, unpacked);
        if (!content)
            return content.error() == MemberFault::kTooLarge ? damaged(fmt::format("it unpacks to more than {} MiB", most >> 20), ErrorCode::kTooLarge) : damaged(reason());
        if (!members.emplace(*name, std::move(*content)).second)
            return damaged(fmt::format("it holds \"{}\" twice", *name));
    }
    return std::make_unique<Archive>(path, std::move(members));
}

} // namespace partita::bundle
