#pragma once

#include "engine/core/descriptor.h"
#include "engine/core/error.h"
#include "engine/datasets/sequence.h"
#include "engine/encoding/event_encoding.h"
#include "engine/models/event_rnn_config.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace partita::datasets {

/// Examples that training asks for again and again, in any order.
/// Threads: const, any.
class ExampleSet {
public:
    virtual ~ExampleSet() = default;
    virtual std::size_t size() const = 0;
    bool empty() const { return size() == 0; }
    /// Steps of an example.
    virtual std::size_t length(std::size_t example) const = 0;
    /// Errors: kUnreadable, kDamaged where examples lie in files that changed.
    virtual Result<encoding::Example> at(std::size_t example) const = 0;
};

/// Sequences in memory, encoded when they are asked for.
class SequenceSet : public ExampleSet {
public:
    explicit SequenceSet(std::shared_ptr<const encoding::EventEncoding> encoding) : m_encoding(std::move(encoding)) {}

    /// Those without a step to learn are left out.
    void add(std::vector<Sequence> sequences);

    std::size_t size() const override { return m_sequences.size(); }
    std::size_t length(std::size_t example) const override { return m_sequences[example].steps(m_encoding->width()); }
    Result<encoding::Example> at(std::size_t example) const override { return m_sequences[example].encode(*m_encoding); }
    const std::vector<Sequence>& sequences() const { return m_sequences; }

private:
    std::shared_ptr<const encoding::EventEncoding> m_encoding;
    std::vector<Sequence> m_sequences;
};

/// SequenceExamples in TFRecord files, read when they are asked for: memory holds only where each of them lies.
class RecordSet : public ExampleSet {
public:
    /// Reads every record once, to see that all fit the config and where they lie.
    /// Errors: kMismatch (made for another config), kDamaged, those of reading the file, kStopped.
    Result<void> add(const std::filesystem::path& file, const models::EventRnnConfig& config, std::stop_token stop = {});

    std::size_t size() const override { return m_records.size(); }
    std::size_t length(std::size_t example) const override { return m_records[example].steps; }
    Result<encoding::Example> at(std::size_t example) const override;

    /// SHA-256 over the check sums of all records, in order: tells this set from another.
    std::string digest() const;

private:
    struct File {
        std::filesystem::path path;
        Descriptor descriptor;
    };
    struct Record {
        std::uint64_t offset = 0; ///< of its payload
        std::uint32_t file = 0;
        std::uint32_t size = 0;
        std::uint32_t sum = 0;
        std::uint32_t steps = 0;
    };
    std::vector<File> m_files;
    std::vector<Record> m_records;
    const models::EventRnnConfig* m_config = nullptr;
};

} // namespace partita::datasets
