#pragma once

#include "engine/core/error.h"
#include "engine/core/file_io.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace partita::bundle {

/// A sorted string table as LevelDB and TensorFlow write it: keys in order, each with a value, all blocks summed.
/// Visits every entry in the order of keys; `visit` returns false to stop early. Sums are checked.
/// Errors: kNotRecognized without the table's magic number; kDamaged; kTooLarge for more than 200,000 entries. The
/// message is the second half of a sentence: the caller knows the file.
Result<void> readTable(std::span<const std::uint8_t> bytes, const std::function<bool(std::string_view key, std::string_view value)>& visit);

/// Whether `bytes` end as such a table does.
bool endsAsTable(std::span<const std::uint8_t> bytes);

/// Builds a table in memory, uncompressed as TensorFlow's own. Keys must come in order.
class TableWriter {
public:
    TableWriter();
    ~TableWriter();
    void add(std::string_view key, std::string_view value);
    Bytes finish();

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace partita::bundle
