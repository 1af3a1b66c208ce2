#include "engine/bundle/tensor.h"

#include "engine/core/utf8.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>

namespace partita::bundle {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are stored little-endian and read in place");

constexpr std::size_t kLongestName = 4096;
constexpr std::int64_t kMostElements = std::int64_t{1} << 48;

struct DTypeRow {
    std::size_t size;
    std::string_view name;
};
constexpr DTypeRow kDTypes[] = {
    {1, "bool"},  {1, "uint8"},  {1, "int8"},    {2, "uint16"},   {2, "int16"},   {4, "uint32"},  {4, "int32"},
    {8, "uint64"}, {8, "int64"}, {2, "float16"}, {2, "bfloat16"}, {4, "float32"}, {8, "float64"}, {0, "string"},
};

float fromHalf(std::uint16_t half)
{
    const int exponent = (half >> 10) & 0x1f;
    const int mantissa = half & 0x3ff;
    float magnitude;
    if (exponent == 0)
        magnitude = std::ldexp(static_cast<float>(mantissa), -24);
    else if (exponent == 31)
        magnitude = mantissa ? std::nanf("") : HUGE_VALF;
    else
        magnitude = std::ldexp(static_cast<float>(mantissa | 0x400), exponent - 25);
    return (half & 0x8000) ? -magnitude : magnitude;
}

float fromBfloat(std::uint16_t bits)
{
    return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

/// Calls `convert` on each element, read as `Stored`.
template <class Stored, class Out, class Convert>
std::vector<Out> each(const Tensor& tensor, Convert convert)
{
    std::vector<Out> out(tensor.bytes.size() / sizeof(Stored));
    for (std::size_t i = 0; i < out.size(); ++i) {
        Stored value;
        std::memcpy(&value, tensor.bytes.data() + i * sizeof(Stored), sizeof(Stored));
        out[i] = convert(value);
    }
    return out;
}

template <class Out>
std::vector<Out> convertTo(const Tensor& tensor)
{
    const auto plain = [](auto value) { return static_cast<Out>(value); };
    switch (tensor.dtype) {
    case DType::kBool:
    case DType::kUInt8: return each<std::uint8_t, Out>(tensor, plain);
    case DType::kInt8: return each<std::int8_t, Out>(tensor, plain);
    case DType::kUInt16: return each<std::uint16_t, Out>(tensor, plain);
    case DType::kInt16: return each<std::int16_t, Out>(tensor, plain);
    case DType::kUInt32: return each<std::uint32_t, Out>(tensor, plain);
    case DType::kInt32: return each<std::int32_t, Out>(tensor, plain);
    case DType::kUInt64: return each<std::uint64_t, Out>(tensor, plain);
    case DType::kInt64: return each<std::int64_t, Out>(tensor, plain);
    case DType::kFloat16: return each<std::uint16_t, Out>(tensor, [](std::uint16_t v) { return static_cast<Out>(fromHalf(v)); });
    case DType::kBFloat16: return each<std::uint16_t, Out>(tensor, [](std::uint16_t v) { return static_cast<Out>(fromBfloat(v)); });
    case DType::kFloat32: return each<float, Out>(tensor, plain);
    case DType::kFloat64: return each<double, Out>(tensor, plain);
    case DType::kString: break;
    }
    return {};
}

template <class T>
Tensor copyOf(std::string name, DType dtype, std::vector<std::int64_t> shape, std::span<const T> values)
{
    std::vector<std::uint8_t> bytes(values.size_bytes());
    if (!bytes.empty())
        std::memcpy(bytes.data(), values.data(), bytes.size());
    return makeTensor(std::move(name), dtype, std::move(shape), std::move(bytes));
}

} // namespace

std::size_t sizeOf(DType dtype)
{
    return kDTypes[static_cast<int>(dtype)].size;
}

std::string_view nameOf(DType dtype)
{
    return kDTypes[static_cast<int>(dtype)].name;
}

std::int64_t Tensor::size() const
{
    std::int64_t count = 1;
    for (const auto dimension : shape)
        count *= dimension;
    return count;
}

std::optional<std::int64_t> elementCount(std::span<const std::int64_t> shape)
{
    bool empty = false;
    std::int64_t count = 1;
    for (const auto dimension : shape) {
        if (dimension < 0)
            return std::nullopt;
        empty = empty || dimension == 0;
        if (dimension > 0 && count > kMostElements / dimension)
            return std::nullopt;
        count *= dimension > 0 ? dimension : 1;
    }
    return empty ? 0 : count;
}

std::string nameFault(std::string_view name)
{
    if (name.size() > kLongestName)
        return "is longer than " + std::to_string(kLongestName) + " bytes";
    return isUtf8(name) ? "" : "is not UTF-8";
}

std::string shapeText(std::span<const std::int64_t> shape)
{
    std::string text = "[";
    for (const auto dimension : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(dimension);
    return text + "]";
}

std::vector<float> floats(const Tensor& tensor)
{
    return convertTo<float>(tensor);
}

std::vector<std::int64_t> integers(const Tensor& tensor)
{
    return convertTo<std::int64_t>(tensor);
}

Tensor makeTensor(std::string name, std::vector<std::int64_t> shape, std::span<const float> values)
{
    return copyOf(std::move(name), DType::kFloat32, std::move(shape), values);
}

Tensor makeTensor(std::string name, std::vector<std::int64_t> shape, std::span<const std::int64_t> values)
{
    return copyOf(std::move(name), DType::kInt64, std::move(shape), values);
}

Tensor makeTensor(std::string name, DType dtype, std::vector<std::int64_t> shape, std::vector<std::uint8_t> bytes)
{
    auto owned = std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes));
    Tensor tensor{std::move(name), dtype, std::move(shape), *owned, {}, owned};
    assert(tensor.size() * static_cast<std::int64_t>(sizeOf(dtype)) == static_cast<std::int64_t>(tensor.bytes.size()));
    return tensor;
}

} // namespace partita::bundle
