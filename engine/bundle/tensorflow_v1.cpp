#include "engine/bundle/tensorflow_v1.h"

#include "engine/bundle/sorted_table.h"
#include "engine/bundle/tensor_slice.h"
#include "engine/bundle/tensorflow_types.h"

#include "bundle/proto/checkpoint.pb.h"

#include <fmt/format.h>

#include <cstring>
#include <limits>

namespace partita::bundle {
namespace {

/// What the meta record promises of a tensor, and what has come of it.
struct Expected {
    Tensor tensor;
    std::int64_t count = 0;
    std::int64_t held = 0;
    Bytes bytes; ///< filled slice by slice
};

template <class Stored, class Field>
void append(Bytes& bytes, const Field& values)
{
    for (const auto value : values) {
        const auto stored = static_cast<Stored>(value);
        std::uint8_t raw[sizeof stored];
        std::memcpy(raw, &stored, sizeof stored);
        bytes.insert(bytes.end(), raw, raw + sizeof stored);
    }
}

/// The values as the tensor's own bytes; they stand in the field of their type, small integers and bit patterns in `ints`
/// and `halves`.
Bytes bytesOf(const proto::Values& values, DType dtype)
{
    Bytes bytes;
    if (!values.content().empty()) {
        bytes.assign(values.content().begin(), values.content().end());
        return bytes;
    }
    switch (dtype) {
    case DType::kFloat32: append<float>(bytes, values.floats()); break;
    case DType::kFloat64: append<double>(bytes, values.doubles()); break;
    case DType::kInt64: append<std::int64_t>(bytes, values.int64s()); break;
    case DType::kInt32: append<std::int32_t>(bytes, values.ints()); break;
    case DType::kInt16: append<std::int16_t>(bytes, values.ints()); break;
    case DType::kUInt16: append<std::uint16_t>(bytes, values.ints()); break;
    case DType::kInt8: append<std::int8_t>(bytes, values.ints()); break;
    case DType::kUInt8: append<std::uint8_t>(bytes, values.ints()); break;
    case DType::kBool: append<std::uint8_t>(bytes, values.bools()); break;
    case DType::kFloat16:
    case DType::kBFloat16: append<std::uint16_t>(bytes, values.halves()); break;
    default: break;
    }
    return bytes;
}

template <class Stored, class Add>
void forValues(std::span<const std::uint8_t> bytes, Add&& add)
{
    for (std::size_t at = 0; at + sizeof(Stored) <= bytes.size(); at += sizeof(Stored)) {
        Stored value;
        std::memcpy(&value, bytes.data() + at, sizeof value);
        add(value);
    }
}

/// The other way: each type in the field that TensorFlow's own writer uses.
void fill(proto::Values& values, const Tensor& tensor)
{
    const auto ints = [&](auto value) { values.add_ints(static_cast<std::int32_t>(value)); };
    switch (tensor.dtype) {
    case DType::kFloat32: forValues<float>(tensor.bytes, [&](float value) { values.add_floats(value); }); break;
    case DType::kFloat64: forValues<double>(tensor.bytes, [&](double value) { values.add_doubles(value); }); break;
    case DType::kInt64: forValues<std::int64_t>(tensor.bytes, [&](std::int64_t value) { values.add_int64s(value); }); break;
    case DType::kInt32: forValues<std::int32_t>(tensor.bytes, ints); break;
    case DType::kInt16: forValues<std::int16_t>(tensor.bytes, ints); break;
    case DType::kUInt16: forValues<std::uint16_t>(tensor.bytes, ints); break;
    case DType::kInt8: forValues<std::int8_t>(tensor.bytes, ints); break;
    case DType::kUInt8: forValues<std::uint8_t>(tensor.bytes, ints); break;
    case DType::kBool: forValues<std::uint8_t>(tensor.bytes, [&](std::uint8_t value) { values.add_bools(value != 0); }); break;
    case DType::kFloat16:
    case DType::kBFloat16: forValues<std::uint16_t>(tensor.bytes, [&](std::uint16_t value) { values.add_halves(value); }); break;
    default:
        for (const auto& text : tensor.strings)
            values.add_strings(text);
    }
}

class V1Reader {
public:
    explicit V1Reader(const std::filesystem::path& path) : m_path(path) {}

    Result<Bundle> read(std::span<const std::uint8_t> bytes)
    {
        Result<void> outcome;
        bool first = true;
        const auto table = readTable(bytes, [&](std::string_view key, std::string_view value) {
            proto::V1Record record;
            if (value.size() > std::numeric_limits<int>::max() || !record.ParseFromArray(value.data(), static_cast<int>(value.size())))
                outcome = refuse(ErrorCode::kDamaged, "one of its records is damaged");
            else if (first)
                outcome = key.empty() && record.has_meta() ? readMeta(record.meta()) : refuse(ErrorCode::kNotRecognized, "its table is not that of a checkpoint");
            else
                outcome = readData(record.data());
            first = false;
            return outcome.has_value();
        });
        if (!outcome)
            return fail(outcome.error().code, outcome.error().message);
        if (!table)
            return refuse(table.error().code, table.error().message);
        if (first)
            return refuse(ErrorCode::kDamaged, "its table is empty");

        Bundle bundle;
        bundle.format = "TensorFlow V1 checkpoint";
        for (auto& [name, expected] : m_expected) {
            if (expected.held != expected.count)
                return refuse(ErrorCode::kDamaged, fmt::format("it holds {} of the {} values of \"{}\"", expected.held, expected.count, name));
            if (expected.tensor.dtype == DType::kString)
                bundle.tensors.push_back(std::move(expected.tensor));
            else
                bundle.tensors.push_back(makeTensor(name, expected.tensor.dtype, std::move(expected.tensor.shape), std::move(expected.bytes)));
        }
        return bundle;
    }

private:
    std::unexpected<Error> refuse(ErrorCode code, const std::string& why) const
    {
        return fail(code, fmt::format("The checkpoint {} cannot be read: {}. Fetch or save it again.", quoted(m_path), why));
    }

    Result<void> readMeta(const proto::V1Meta& meta)
    {
        for (const auto& described : meta.tensor()) {
            if (const auto wrong = nameFault(described.name()); !wrong.empty())
                return refuse(ErrorCode::kDamaged, "the name of a tensor " + wrong);
            const auto dtype = fromTensorFlow(described.dtype());
            if (!dtype)
                return refuse(ErrorCode::kUnsupported, fmt::format("the tensor \"{}\" has {}, which models do not use", described.name(), tensorFlowTypeName(described.dtype())));
            auto shape = readShape(described.shape());
            const auto count = shape ? elementCount(*shape) : std::nullopt;
            if (!count)
                return refuse(ErrorCode::kDamaged, fmt::format("the shape of \"{}\" is no shape", described.name()));
            Expected expected{.tensor = {.name = described.name(), .dtype = *dtype, .shape = std::move(*shape)}, .count = *count};
            if (!m_expected.emplace(described.name(), std::move(expected)).second)
                return refuse(ErrorCode::kDamaged, fmt::format("it lists \"{}\" twice", described.name()));
        }
        return {};
    }

    Result<void> readData(const proto::V1Data& data)
    {
        const auto found = m_expected.find(data.name());
        if (found == m_expected.end())
            return refuse(ErrorCode::kDamaged, "it holds a tensor that is not in its list");
        const auto damaged = [&](const std::string& why) { return refuse(ErrorCode::kDamaged, fmt::format("the tensor \"{}\" {}", data.name(), why)); };
        auto& [tensor, count, held, whole] = found->second;
        const auto slice = readSlice(data.slice(), tensor.shape);
        if (!slice)
            return damaged("has a slice that lies outside it");
        if (tensor.dtype == DType::kString) {
            if (!slice->isWhole(tensor.shape) || data.data().strings_size() != count)
                return damaged("has a number of texts that does not fit its shape");
            tensor.strings.assign(data.data().strings().begin(), data.data().strings().end());
            held = count;
            return {};
        }
        Bytes values = bytesOf(data.data(), tensor.dtype);
        const auto elementSize = sizeOf(tensor.dtype);
        if (values.size() != static_cast<std::uint64_t>(slice->size()) * elementSize)
            return damaged("has a number of values that does not fit its shape");
        held += slice->size();
        if (held > count)
            return damaged("has slices that overlap");
        if (slice->isWhole(tensor.shape)) {
            whole = std::move(values);
            return {};
        }
        // The first of several slices asks for the whole tensor's memory: no more than a file can plausibly fill.
        if (static_cast<std::uint64_t>(count) * elementSize > kMostPartitioned)
            return refuse(ErrorCode::kTooLarge, fmt::format("the partitioned tensor \"{}\" is larger than {} MiB", data.name(), kMostPartitioned >> 20));
        whole.resize(static_cast<std::size_t>(count) * elementSize);
        placeSlice(*slice, tensor.shape, elementSize, values, whole);
        return {};
    }

    static constexpr std::uint64_t kMostPartitioned = 512u << 20;

    const std::filesystem::path& m_path;
    std::map<std::string, Expected> m_expected;
};

} // namespace

Result<Bundle> parseTensorFlowV1(std::span<const std::uint8_t> bytes, const std::filesystem::path& path)
{
    return V1Reader(path).read(bytes);
}

Bytes tensorFlowV1(const Bundle& bundle)
{
    proto::V1Record list;
    list.mutable_meta()->mutable_version()->set_producer(1);
    for (const auto& tensor : bundle.tensors) {
        auto& described = *list.mutable_meta()->add_tensor();
        described.set_name(tensor.name);
        described.set_dtype(toTensorFlow(tensor.dtype));
        described.mutable_shape();
        auto& slice = *described.add_slices();
        for (const auto dimension : tensor.shape) {
            described.mutable_shape()->add_dim()->set_size(dimension);
            slice.add_extent(); // without a length: all of it
        }
    }
    TableWriter table;
    table.add("", list.SerializeAsString());
    for (int i = 0; i < list.meta().tensor_size(); ++i) {
        const auto& tensor = bundle.tensors[static_cast<std::size_t>(i)];
        proto::V1Record record;
        record.mutable_data()->set_name(tensor.name);
        *record.mutable_data()->mutable_slice() = list.meta().tensor(i).slices(0);
        fill(*record.mutable_data()->mutable_data(), tensor);
        const TensorSlice whole{std::vector<std::int64_t>(tensor.shape.size()), tensor.shape};
        table.add(sliceKey(tensor.name, whole, tensor.shape, /*wholeAsMinusOne=*/true), record.SerializeAsString());
    }
    return table.finish();
}

} // namespace partita::bundle
