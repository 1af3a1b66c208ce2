#include "engine/formats/tfrecord.h"

#include "engine/core/crc32c.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace partita::formats {
namespace {

constexpr std::size_t kHeaderBytes = TfRecordReader::kBytesBeforePayload;
constexpr std::size_t kSumBytes = TfRecordReader::kBytesAfterPayload;
constexpr std::size_t kLengthBytes = kHeaderBytes - kSumBytes;

constexpr std::size_t kWaitingBytes = 64 << 10;

std::uint64_t littleEndian(std::span<const std::uint8_t> bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

void putLittleEndian(std::uint64_t value, std::span<std::uint8_t> bytes)
{
    for (std::uint8_t& byte : bytes) {
        byte = static_cast<std::uint8_t>(value);
        value >>= 8;
    }
}

std::uint32_t sumOf(std::span<const std::uint8_t> bytes) { return maskedCrc(crc32c(bytes)); }

bool get(std::FILE* file, std::span<std::uint8_t> bytes) { return std::fread(bytes.data(), 1, bytes.size(), file) == bytes.size(); }

} // namespace

Result<TfRecordReader> TfRecordReader::open(const std::filesystem::path& path)
{
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return fail(errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnreadable,
                    quoted(path) + " cannot be opened: " + systemMessage(errno) + ".");
    OpenFile file(::fdopen(descriptor, "rb"));
    struct stat info {};
    if (!file || ::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode))
        return fail(ErrorCode::kUnreadable, quoted(path) + " is not an ordinary file; name a TFRecord file.");
    return TfRecordReader(path, std::move(file), static_cast<std::uint64_t>(info.st_size));
}

std::unexpected<Error> TfRecordReader::damaged(std::string_view what)
{
    m_left = 0;
    if (m_record == 0)
        return fail(ErrorCode::kNotRecognized, fmt::format("{} is not a TFRecord file: {}. Choose a file that Magenta or Partita wrote, uncompressed.",
                                                           quoted(m_path), what));
    return fail(ErrorCode::kDamaged, fmt::format("{} is damaged: {} (record {}). Copy or make it again.", quoted(m_path), what, m_record));
}

std::unexpected<Error> TfRecordReader::unreadable()
{
    m_left = 0;
    return fail(ErrorCode::kUnreadable, quoted(m_path) + " cannot be read: " + systemMessage(errno) + ".");
}

Result<std::optional<Bytes>> TfRecordReader::next()
{
    if (m_left == 0)
        return std::nullopt;
    std::array<std::uint8_t, kHeaderBytes> header;
    if (m_left < header.size())
        return damaged("it ends within the length of a record");
    if (!get(m_file.get(), header))
        return unreadable();
    const auto length = std::span(header).first(kLengthBytes);
    if (littleEndian(std::span(header).last(kSumBytes)) != sumOf(length))
        return damaged("the check sum of a length is wrong");
    const std::uint64_t size = littleEndian(length);
    m_left -= header.size();
    if (m_left < kSumBytes || size > m_left - kSumBytes)
        return damaged("it ends within a record");
    if (size > kMaxRecordBytes) {
        m_left = 0;
        return fail(ErrorCode::kTooLarge, fmt::format("{} has a record of {} bytes; more than {} are not read.", quoted(m_path), size, kMaxRecordBytes));
    }
    Bytes payload(size);
    std::array<std::uint8_t, kSumBytes> sum;
    if (!get(m_file.get(), payload) || !get(m_file.get(), sum))
        return unreadable();
    if (littleEndian(sum) != sumOf(payload))
        return damaged("the check sum of a record is wrong");
    m_left -= size + kSumBytes;
    ++m_record;
    return payload;
}

Result<TfRecordWriter> TfRecordWriter::open(const std::filesystem::path& path)
{
    auto file = AtomicFile::create(path);
    if (!file)
        return fail(file);
    return TfRecordWriter(std::move(*file));
}

Result<void> TfRecordWriter::write(std::span<const std::uint8_t> payload)
{
    std::array<std::uint8_t, kHeaderBytes> header;
    std::array<std::uint8_t, kSumBytes> sum;
    putLittleEndian(payload.size(), std::span(header).first(kLengthBytes));
    putLittleEndian(sumOf(std::span(header).first(kLengthBytes)), std::span(header).last(kSumBytes));
    putLittleEndian(sumOf(payload), sum);
    m_waiting.insert(m_waiting.end(), header.begin(), header.end());
    m_waiting.insert(m_waiting.end(), payload.begin(), payload.end());
    m_waiting.insert(m_waiting.end(), sum.begin(), sum.end());
    return m_waiting.size() < kWaitingBytes ? Result<void>() : flush();
}

Result<void> TfRecordWriter::flush()
{
    auto written = m_file.write(m_waiting);
    m_waiting.clear();
    return written;
}

Result<void> TfRecordWriter::finish()
{
    if (auto written = flush(); !written)
        return written;
    return m_file.commit();
}

} // namespace partita::formats
