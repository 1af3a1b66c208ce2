#include "engine/datasets/example_set.h"

#include "engine/core/crc32c.h"
#include "engine/core/digest.h"
#include "engine/core/file_io.h"
#include "engine/datasets/example_record.h"
#include "engine/formats/tfrecord.h"

#include <cerrno>

#include <fcntl.h>

namespace partita::datasets {

namespace fs = std::filesystem;

void SequenceSet::add(std::vector<Sequence> sequences)
{
    for (auto& sequence : sequences)
        if (sequence.steps(m_encoding->width()) > 0)
            m_sequences.push_back(std::move(sequence));
}

Result<void> RecordSet::add(const fs::path& path, const models::EventRnnConfig& config, std::stop_token stop)
{
    m_config = &config;
    auto reader = formats::TfRecordReader::open(path);
    if (!reader)
        return fail(reader);
    Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!descriptor.valid())
        return fail(ErrorCode::kUnreadable, quoted(path) + " cannot be opened: " + systemMessage(errno) + ".");
    std::uint64_t offset = 0;
    for (std::uint64_t number = 0;; ++number) {
        if (stop.stop_requested())
            return fail(ErrorCode::kStopped, "Reading the examples was stopped.");
        const auto payload = reader->next();
        if (!payload)
            return fail(payload);
        if (!*payload)
            break;
        const auto example = fromRecord(**payload, config);
        if (!example)
            return fail(example.error().code, quoted(path) + ", record " + std::to_string(number) + ": " + example.error().message);
        offset += formats::TfRecordReader::kBytesBeforePayload;
        if (example->length() > 0)
            m_records.push_back({offset, static_cast<std::uint32_t>(m_files.size()), static_cast<std::uint32_t>((*payload)->size()), crc32c(**payload),
                                 static_cast<std::uint32_t>(example->length())});
        offset += (*payload)->size() + formats::TfRecordReader::kBytesAfterPayload;
    }
    m_files.push_back({path, std::move(descriptor)});
    return {};
}

Result<encoding::Example> RecordSet::at(std::size_t index) const
{
    const Record& record = m_records[index];
    const File& file = m_files[record.file];
    Bytes payload(record.size);
    for (std::size_t at = 0; at < payload.size();) {
        const auto got = ::pread(file.descriptor.get(), payload.data() + at, payload.size() - at, static_cast<off_t>(record.offset + at));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return fail(ErrorCode::kUnreadable, quoted(file.path) + " cannot be read any more: " + (got < 0 ? systemMessage(errno) : "it has become shorter") + ".");
        at += static_cast<std::size_t>(got);
    }
    if (crc32c(payload) != record.sum)
        return fail(ErrorCode::kDamaged, quoted(file.path) + " has changed since it was first read. Leave the data set as it is while it is in use.");
    return fromRecord(payload, *m_config);
}

std::string RecordSet::digest() const
{
    std::string sums;
    for (const Record& record : m_records)
        sums += std::to_string(record.sum) + " ";
    return sha256(sums);
}

} // namespace partita::datasets
