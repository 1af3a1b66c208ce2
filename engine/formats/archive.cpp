#include "engine/formats/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <locale.h>

#include <memory>

namespace partita::formats {
namespace {

constexpr std::size_t kMaxMembers = 1000;
constexpr std::size_t kMaxUnpacked = 256u << 20;

/// While it lives, this thread's characters are UTF-8: libarchive converts member names through the locale, and a program
/// that never set one would lose every name outside ASCII.
class Utf8Characters {
public:
    Utf8Characters() : m_utf8(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)), m_before(::uselocale(m_utf8)) {}
    ~Utf8Characters()
    {
        ::uselocale(m_before);
        if (m_utf8)
            ::freelocale(m_utf8);
    }
    Utf8Characters(const Utf8Characters&) = delete;
    Utf8Characters& operator=(const Utf8Characters&) = delete;

private:
    locale_t m_utf8;
    locale_t m_before;
};

} // namespace

Result<std::vector<ArchiveMember>> readZip(std::span<const std::uint8_t> bytes)
{
    const Utf8Characters utf8;
    const std::unique_ptr<archive, decltype([](archive* reader) { archive_read_free(reader); })> reader(archive_read_new());
    archive_read_support_format_zip_seekable(reader.get());
    archive_read_set_options(reader.get(), "hdrcharset=UTF-8");
    const auto reason = [&] {
        const char* text = archive_error_string(reader.get());
        return std::string(text ? text : "unknown reason");
    };
    if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
        return fail(ErrorCode::kNotRecognized, "it is no zip archive (" + reason() + ")");

    std::vector<ArchiveMember> members;
    std::size_t unpacked = 0;
    for (;;) {
        archive_entry* entry = nullptr;
        const int status = archive_read_next_header(reader.get(), &entry);
        if (status == ARCHIVE_EOF)
            return members;
        if (status < ARCHIVE_WARN)
            return fail(members.empty() ? ErrorCode::kNotRecognized : ErrorCode::kDamaged, "its archive is damaged (" + reason() + ")");
        if (members.size() == kMaxMembers)
            return fail(ErrorCode::kTooLarge, "its archive holds too many files");
        const char* name = archive_entry_pathname_utf8(entry);
        if (!name)
            name = archive_entry_pathname(entry);
        ArchiveMember member{name ? name : "", {}};
        std::uint8_t block[1 << 14];
        for (;;) {
            const la_ssize_t got = archive_read_data(reader.get(), block, sizeof block);
            if (got == 0)
                break;
            if (got < 0)
                return fail(ErrorCode::kDamaged, "its archive is damaged (" + reason() + ")");
            unpacked += static_cast<std::size_t>(got);
            if (unpacked > kMaxUnpacked)
                return fail(ErrorCode::kTooLarge, "its archive unpacks to more than 256 MB");
            member.bytes.insert(member.bytes.end(), block, block + got);
        }
        members.push_back(std::move(member));
    }
}

} // namespace partita::formats
