#include "engine/bundle/tensorflow_tar.h"

#include "engine/bundle/file_bytes.h"
#include "engine/bundle/tensorflow_v2.h"
#include "engine/core/atomic_file.h"
#include "engine/core/file_io.h"

#include <archive.h>
#include <archive_entry.h>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <vector>

namespace partita::bundle {
namespace {

namespace fs = std::filesystem;

using ArchiveWriter = std::unique_ptr<archive, decltype([](archive* writer) { archive_write_free(writer); })>;
using ArchiveEntry = std::unique_ptr<archive_entry, decltype([](archive_entry* entry) { archive_entry_free(entry); })>;

/// A folder beside `path` that goes with all it holds.
class PartsFolder {
public:
    static Result<std::unique_ptr<PartsFolder>> beside(const fs::path& path)
    {
        std::string name = path.string() + ".XXXXXX";
        if (!::mkdtemp(name.data()))
            return fail(ErrorCode::kUnwritable, fmt::format("{} cannot be written: {}. Choose another folder.", quoted(path), systemMessage(errno)));
        return std::make_unique<PartsFolder>(name);
    }
    explicit PartsFolder(fs::path path) : m_path(std::move(path)) {}
    PartsFolder(const PartsFolder&) = delete;
    PartsFolder& operator=(const PartsFolder&) = delete;
    ~PartsFolder()
    {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

bool addFile(archive* writer, const std::string& name, std::span<const std::uint8_t> bytes)
{
    const ArchiveEntry entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), 0, 0); // the same bytes at any time
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
    return archive_write_header(writer, entry.get()) == ARCHIVE_OK &&
           archive_write_data(writer, bytes.data(), bytes.size()) == static_cast<la_ssize_t>(bytes.size());
}

} // namespace

Result<void> writeTensorFlowTar(const fs::path& path, const Bundle& bundle)
{
    const auto parts = PartsFolder::beside(path);
    if (!parts)
        return fail(parts);
    if (auto written = writeTensorFlowV2((*parts)->path() / "model.ckpt", bundle); !written)
        return written;
    std::error_code error;
    std::vector<fs::path> files;
    for (fs::directory_iterator each((*parts)->path(), error), end; !error && each != end; each.increment(error))
        files.push_back(each->path());
    std::ranges::sort(files);

    auto file = AtomicFile::create(path);
    if (!file)
        return fail(file);
    const ArchiveWriter writer(archive_write_new());
    const auto failed = [&] { return std::unexpected(file->unwritable(archive_error_string(writer.get()) ? archive_error_string(writer.get()) : "the archive failed")); };
    const bool zipped = path.extension() == ".tgz" || path.extension() == ".gz";
    if (zipped && (archive_write_add_filter_gzip(writer.get()) != ARCHIVE_OK || archive_write_set_filter_option(writer.get(), "gzip", "timestamp", nullptr) != ARCHIVE_OK))
        return failed();
    if (archive_write_set_format_pax_restricted(writer.get()) != ARCHIVE_OK || archive_write_open_fd(writer.get(), file->descriptor()) != ARCHIVE_OK)
        return failed();
    for (const auto& part : files) {
        const auto bytes = mapFile(part);
        if (!bytes)
            return fail(bytes);
        if (!addFile(writer.get(), part.filename().string(), bytes->bytes))
            return failed();
    }
    if (archive_write_close(writer.get()) != ARCHIVE_OK)
        return failed();
    return file->commit();
}

} // namespace partita::bundle
