#include "engine/bundle/sorted_table.h"

#include <leveldb/env.h>
#include <leveldb/iterator.h>
#include <leveldb/options.h>
#include <leveldb/table.h>
#include <leveldb/table_builder.h>

#include <algorithm>
#include <array>
#include <new>
#include <optional>
#include <string>

namespace partita::bundle {
namespace {

constexpr std::size_t kMostEntries = 200'000;
constexpr std::array<std::uint8_t, 8> kMagic{0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb};
constexpr std::size_t kFooter = 48;

/// Bytes as LevelDB reads a file: slices of them, nothing copied.
class SpanFile : public leveldb::RandomAccessFile {
public:
    explicit SpanFile(std::span<const std::uint8_t> bytes) : m_bytes(bytes) {}
    leveldb::Status Read(std::uint64_t offset, std::size_t n, leveldb::Slice* result, char*) const override
    {
        if (offset > m_bytes.size())
            return leveldb::Status::IOError("a block lies outside the file");
        const auto part = m_bytes.subspan(offset, std::min<std::size_t>(n, m_bytes.size() - offset));
        *result = leveldb::Slice(reinterpret_cast<const char*>(part.data()), part.size());
        return leveldb::Status::OK();
    }

private:
    std::span<const std::uint8_t> m_bytes;
};

Result<void> damaged(const leveldb::Status& status)
{
    return fail(ErrorCode::kDamaged, "its table is damaged (" + status.ToString() + ")");
}

} // namespace

bool endsAsTable(std::span<const std::uint8_t> bytes)
{
    return bytes.size() >= kFooter && std::ranges::equal(bytes.last(kMagic.size()), kMagic);
}

Result<void> readTable(std::span<const std::uint8_t> bytes, const std::function<bool(std::string_view, std::string_view)>& visit)
try {
    if (!endsAsTable(bytes))
        return fail(ErrorCode::kNotRecognized, "it does not end as a table of a TensorFlow checkpoint");
    leveldb::Options options;
    options.paranoid_checks = true;
    SpanFile file(bytes);
    leveldb::Table* opened = nullptr;
    if (const auto status = leveldb::Table::Open(options, &file, bytes.size(), &opened); !status.ok())
        return damaged(status);
    const std::unique_ptr<leveldb::Table> table(opened);

    leveldb::ReadOptions reading;
    reading.verify_checksums = true;
    reading.fill_cache = false;
    const std::unique_ptr<leveldb::Iterator> entry(table->NewIterator(reading));
    std::optional<std::string> last;
    std::size_t entries = 0;
    for (entry->SeekToFirst(); entry->Valid(); entry->Next()) {
        const std::string_view key(entry->key().data(), entry->key().size());
        if (last && key <= *last)
            return fail(ErrorCode::kDamaged, "the keys of its table are out of order");
        if (++entries > kMostEntries)
            return fail(ErrorCode::kTooLarge, "its table has more than " + std::to_string(kMostEntries) + " entries");
        last = key;
        if (!visit(key, {entry->value().data(), entry->value().size()}))
            return {};
    }
    if (!entry->status().ok())
        return damaged(entry->status());
    return {};
} catch (const std::bad_alloc&) {
    return fail(ErrorCode::kTooLarge, "its table claims blocks that do not fit into memory");
}

struct TableWriter::Parts {
    /// A buffer as LevelDB writes a file.
    struct BufferFile : leveldb::WritableFile {
        leveldb::Status Append(const leveldb::Slice& data) override
        {
            bytes.insert(bytes.end(), data.data(), data.data() + data.size());
            return leveldb::Status::OK();
        }
        leveldb::Status Close() override { return leveldb::Status::OK(); }
        leveldb::Status Flush() override { return leveldb::Status::OK(); }
        leveldb::Status Sync() override { return leveldb::Status::OK(); }

        Bytes bytes;
    };

    static leveldb::Options options()
    {
        leveldb::Options options;
        options.compression = leveldb::kNoCompression;
        return options;
    }
    BufferFile file;
    leveldb::TableBuilder builder{options(), &file};
};

TableWriter::TableWriter() : m_parts(std::make_unique<Parts>()) {}
TableWriter::~TableWriter()
{
    if (m_parts)
        m_parts->builder.Abandon();
}

void TableWriter::add(std::string_view key, std::string_view value)
{
    m_parts->builder.Add({key.data(), key.size()}, {value.data(), value.size()});
}

Bytes TableWriter::finish()
{
    m_parts->builder.Finish();
    Bytes bytes = std::move(m_parts->file.bytes);
    m_parts.reset();
    return bytes;
}

} // namespace partita::bundle
