#include "engine/bundle/tensorflow_v2.h"

#include "engine/bundle/sorted_table.h"
#include "engine/bundle/tensor_slice.h"
#include "engine/bundle/tensorflow_types.h"
#include "engine/core/atomic_file.h"
#include "engine/core/crc32c.h"

#include "bundle/proto/checkpoint.pb.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace partita::bundle {
namespace {

constexpr std::size_t kLargestIndex = 64u << 20;
constexpr int kMostShards = 10'000;
constexpr int kProducer = 1; ///< the version of the format

std::string shardName(const std::string& prefix, int shard, int shards)
{
    return fmt::format("{}.data-{:05}-of-{:05}", prefix, shard, shards);
}

/// `number` as a varint from `bytes`, which move on; false at the end or beyond 64 bits.
bool takeVarint(std::span<const std::uint8_t>& bytes, std::uint64_t& number)
{
    number = 0;
    for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
        const std::uint8_t byte = bytes.front();
        bytes = bytes.subspan(1);
        number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80)
            return true;
    }
    return false;
}

void appendVarint(Bytes& bytes, std::uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        bytes.push_back(static_cast<std::uint8_t>(number | 0x80));
    bytes.push_back(static_cast<std::uint8_t>(number));
}

/// The sum of string elements: over their lengths as 32-bit numbers (64-bit where they need it).
std::uint32_t sumOfLengths(std::span<const std::string> strings)
{
    std::uint32_t sum = 0;
    for (const auto& text : strings) {
        std::uint8_t length[8];
        const std::uint64_t size = text.size();
        std::memcpy(length, &size, 8);
        sum = crc32c(std::span(length).first(size <= 0xffffffffu ? 4 : 8), sum);
    }
    return sum;
}

/// Reads one checkpoint. Messages are the second halves of sentences; `damaged` makes them whole.
class V2Reader {
public:
    V2Reader(const FileSource& files, const std::string& prefix) : m_files(files), m_prefix(prefix) {}

    Result<Bundle> read()
    {
        const std::string indexName = m_prefix + ".index";
        const auto index = m_files.read(indexName);
        if (!index)
            return fail(index);
        if (index->bytes.size() > kLargestIndex)
            return refuse(ErrorCode::kTooLarge, fmt::format("its index has {} bytes; more than {} are not read", index->bytes.size(), kLargestIndex));
        m_bundle.format = "TensorFlow V2 checkpoint";
        m_bundle.files.push_back(m_files.onDisk(indexName));
        if (auto listed = readIndex(index->bytes); !listed)
            return fail(listed);
        for (auto& [name, entry] : m_entries) {
            if (name.starts_with('\0'))
                continue; // a slice, read with its tensor
            auto tensor = entry.slices_size() > 0 ? readPartitioned(name, entry) : readWhole(name, entry);
            if (!tensor)
                return fail(tensor);
            m_bundle.tensors.push_back(std::move(*tensor));
        }
        return std::move(m_bundle);
    }

private:
    std::unexpected<Error> refuse(ErrorCode code, const std::string& why) const
    {
        return fail(code, fmt::format("The checkpoint {} cannot be read: {}. Fetch or save it again.", quoted(m_files.pathOf(m_prefix)), why));
    }
    std::unexpected<Error> damaged(const std::string& name, const std::string& why) const
    {
        return refuse(ErrorCode::kDamaged, fmt::format("the tensor \"{}\" {}", name, why));
    }

    Result<void> readIndex(std::span<const std::uint8_t> bytes)
    {
        std::string fault;
        bool first = true;
        const auto read = readTable(bytes, [&](std::string_view key, std::string_view value) {
            if (first) {
                proto::IndexHeader header;
                if (!key.empty() || !header.ParseFromArray(value.data(), static_cast<int>(value.size())))
                    fault = "its index has no header";
                else if (header.endianness() != 0)
                    fault = "it was written on a big-endian machine";
                else if (header.version().min_consumer() > kProducer)
                    fault = "it needs a newer reader";
                else if (header.num_shards() < 1 || header.num_shards() > kMostShards)
                    fault = fmt::format("it claims {} shards", header.num_shards());
                m_shards = header.num_shards();
                first = false;
            } else if (const auto wrong = key.starts_with('\0') ? std::string() : nameFault(key); !wrong.empty()) {
                fault = "the name of a tensor " + wrong;
            } else if (!m_entries[std::string(key)].ParseFromArray(value.data(), static_cast<int>(value.size()))) {
                fault = fmt::format("the entry of \"{}\" is damaged", key);
            }
            return fault.empty();
        });
        if (!read)
            return refuse(read.error().code, read.error().message);
        if (first)
            fault = "its index is empty";
        if (!fault.empty())
            return refuse(ErrorCode::kDamaged, fault);
        return {};
    }

    Result<const FileBytes*> shard(int number)
    {
        if (const auto open = m_open.find(number); open != m_open.end())
            return &open->second;
        const std::string name = shardName(m_prefix, number, m_shards);
        auto bytes = m_files.read(name);
        if (!bytes)
            return refuse(bytes.error().code, "a part of it is missing or unreadable. " + bytes.error().message);
        m_bundle.files.push_back(m_files.onDisk(name));
        return &m_open.emplace(number, std::move(*bytes)).first->second;
    }

    /// The stored bytes of an entry, with the sum still to be checked.
    Result<FileBytes> stored(const std::string& name, const proto::IndexEntry& entry)
    {
        if (entry.shard_id() < 0 || entry.shard_id() >= m_shards)
            return damaged(name, fmt::format("lies in shard {} of {}", entry.shard_id(), m_shards));
        if (entry.size() == 0)
            return FileBytes{};
        const auto file = shard(entry.shard_id());
        if (!file)
            return fail(file);
        const auto all = (*file)->bytes;
        if (entry.offset() < 0 || entry.size() < 0 || static_cast<std::uint64_t>(entry.offset()) > all.size() || static_cast<std::uint64_t>(entry.size()) > all.size() - static_cast<std::uint64_t>(entry.offset()))
            return damaged(name, "points outside its file");
        return FileBytes{all.subspan(static_cast<std::size_t>(entry.offset()), static_cast<std::size_t>(entry.size())), (*file)->owner};
    }

    /// Name, type, shape and number of elements of an entry.
    Result<std::pair<Tensor, std::int64_t>> frame(const std::string& name, const proto::IndexEntry& entry) const
    {
        const auto dtype = fromTensorFlow(entry.dtype());
        if (!dtype)
            return refuse(ErrorCode::kUnsupported, fmt::format("the tensor \"{}\" has {}, which models do not use", name, tensorFlowTypeName(entry.dtype())));
        auto shape = readShape(entry.shape());
        const auto count = shape ? elementCount(*shape) : std::nullopt;
        if (!count)
            return damaged(name, "has a shape that is no shape");
        return std::pair{Tensor{.name = name, .dtype = *dtype, .shape = std::move(*shape)}, *count};
    }

    Result<Tensor> readWhole(const std::string& name, const proto::IndexEntry& entry)
    {
        auto framed = frame(name, entry);
        if (!framed)
            return fail(framed);
        auto& [tensor, count] = *framed;
        const auto bytes = stored(name, entry);
        if (!bytes)
            return fail(bytes);
        if (tensor.dtype == DType::kString)
            return readStrings(std::move(tensor), count, bytes->bytes, entry.crc32c());
        if (static_cast<std::uint64_t>(count) * sizeOf(tensor.dtype) != bytes->bytes.size())
            return damaged(name, fmt::format("has {} bytes, but its shape {} of {} needs {}", bytes->bytes.size(), shapeText(tensor.shape), nameOf(tensor.dtype), static_cast<std::uint64_t>(count) * sizeOf(tensor.dtype)));
        if (maskedCrc(crc32c(bytes->bytes)) != entry.crc32c())
            return damaged(name, "does not match its check sum");
        tensor.bytes = bytes->bytes;
        tensor.owner = bytes->owner;
        return tensor;
    }

    Result<Tensor> readStrings(Tensor tensor, std::int64_t count, std::span<const std::uint8_t> bytes, std::uint32_t expected) const
    {
        if (count > static_cast<std::int64_t>(bytes.size())) // each length has a byte at least
            return damaged(tensor.name, "has more texts than bytes");
        std::vector<std::uint64_t> lengths(static_cast<std::size_t>(count));
        auto rest = bytes;
        std::uint64_t total = 0;
        for (auto& length : lengths) {
            if (!takeVarint(rest, length) || length > bytes.size())
                return damaged(tensor.name, "has a text longer than itself");
            total += length;
        }
        if (rest.size() < 4 || total != rest.size() - 4)
            return damaged(tensor.name, "has texts that do not fill it");
        std::uint32_t storedSum;
        std::memcpy(&storedSum, rest.data(), 4);
        auto texts = rest.subspan(4);
        for (const auto length : lengths) {
            tensor.strings.emplace_back(reinterpret_cast<const char*>(texts.data()), length);
            texts = texts.subspan(length);
        }
        const std::uint32_t sum = sumOfLengths(tensor.strings);
        if (storedSum != maskedCrc(sum) || maskedCrc(crc32c(rest, sum)) != expected)
            return damaged(tensor.name, "does not match its check sum");
        return tensor;
    }

    Result<Tensor> readPartitioned(const std::string& name, const proto::IndexEntry& entry)
    {
        auto framed = frame(name, entry);
        if (!framed)
            return fail(framed);
        auto& [tensor, count] = *framed;
        if (tensor.dtype == DType::kString)
            return damaged(name, "is made of slices of texts");
        // Slices first, memory after: what they hold bounds what a shape may claim.
        std::vector<std::pair<TensorSlice, Tensor>> pieces;
        std::int64_t held = 0;
        for (const auto& described : entry.slices()) {
            const auto slice = readSlice(described, tensor.shape);
            if (!slice)
                return damaged(name, "has a slice that lies outside it");
            const auto found = m_entries.find(sliceKey(name, *slice, tensor.shape, /*wholeAsMinusOne=*/false));
            if (found == m_entries.end())
                return damaged(name, "lacks one of its slices");
            auto piece = readWhole(name, found->second);
            if (!piece)
                return piece;
            if (piece->dtype != tensor.dtype || piece->shape != slice->length)
                return damaged(name, "has a slice of another type or shape");
            held += slice->size();
            pieces.emplace_back(*slice, std::move(*piece));
        }
        if (held != count)
            return damaged(name, "is not covered by its slices");
        Bytes whole(static_cast<std::size_t>(count) * sizeOf(tensor.dtype));
        for (const auto& [slice, piece] : pieces)
            placeSlice(slice, tensor.shape, sizeOf(tensor.dtype), piece.bytes, whole);
        return makeTensor(name, tensor.dtype, tensor.shape, std::move(whole));
    }

    const FileSource& m_files;
    const std::string& m_prefix;
    Bundle m_bundle;
    int m_shards = 0;
    std::map<std::string, proto::IndexEntry> m_entries;
    std::map<int, FileBytes> m_open;
};

/// A string tensor's bytes in a shard, and the sum its entry holds.
std::pair<Bytes, std::uint32_t> storedStrings(const Tensor& tensor)
{
    Bytes bytes;
    for (const auto& text : tensor.strings)
        appendVarint(bytes, text.size());
    const std::uint32_t lengths = sumOfLengths(tensor.strings);
    const std::uint32_t masked = maskedCrc(lengths);
    const std::size_t summed = bytes.size();
    for (int i = 0; i < 4; ++i)
        bytes.push_back(static_cast<std::uint8_t>(masked >> (8 * i)));
    for (const auto& text : tensor.strings)
        bytes.insert(bytes.end(), text.begin(), text.end());
    return {bytes, maskedCrc(crc32c(std::span(bytes).subspan(summed), lengths))};
}

} // namespace

Result<Bundle> readTensorFlowV2(const FileSource& files, const std::string& prefix)
{
    return V2Reader(files, prefix).read();
}

Result<void> writeTensorFlowV2(const std::filesystem::path& prefix, const Bundle& bundle)
{
    auto data = AtomicFile::create(shardName(prefix.string(), 0, 1));
    if (!data)
        return fail(data);
    TableWriter index;
    proto::IndexHeader header;
    header.set_num_shards(1);
    header.mutable_version()->set_producer(kProducer);
    index.add("", header.SerializeAsString());
    std::int64_t offset = 0;
    for (const auto& tensor : bundle.tensors) {
        Bytes texts;
        std::span<const std::uint8_t> bytes = tensor.bytes;
        proto::IndexEntry entry;
        if (tensor.dtype == DType::kString) {
            auto [stored, sum] = storedStrings(tensor);
            texts = std::move(stored);
            bytes = texts;
            entry.set_crc32c(sum);
        } else {
            entry.set_crc32c(maskedCrc(crc32c(bytes)));
        }
        entry.set_dtype(toTensorFlow(tensor.dtype));
        entry.mutable_shape();
        for (const auto dimension : tensor.shape)
            entry.mutable_shape()->add_dim()->set_size(dimension);
        entry.set_offset(offset);
        entry.set_size(static_cast<std::int64_t>(bytes.size()));
        index.add(tensor.name, entry.SerializeAsString());
        if (auto written = data->write(bytes); !written)
            return written;
        offset += static_cast<std::int64_t>(bytes.size());
    }
    if (auto committed = data->commit(); !committed)
        return committed;
    if (auto written = writeFileAtomically(prefix.string() + ".index", index.finish()); !written)
        return written;
    const std::string name = prefix.filename().string();
    return writeFileAtomically(prefix.parent_path() / "checkpoint", fmt::format("model_checkpoint_path: \"{}\"\nall_model_checkpoint_paths: \"{}\"\n", name, name));
}

} // namespace partita::bundle
