#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace partita::bundle {

enum class DType {
    kBool, kUInt8, kInt8, kUInt16, kInt16, kUInt32, kInt32, kUInt64, kInt64, kFloat16, kBFloat16, kFloat32, kFloat64,
    kString, ///< elements of any length, in `Tensor::strings`
};

/// Bytes of one element; 0 for kString.
std::size_t sizeOf(DType dtype);
/// As people write it: "float32", "bfloat16", "string".
std::string_view nameOf(DType dtype);

/// A named array, row-major, little-endian. The bytes lie in memory or in a mapped file that `owner` keeps alive, so a
/// copy costs nothing and outlives the bundle it came from. They need not be aligned: read them by `floats` or memcpy.
struct Tensor {
    std::string name;
    DType dtype = DType::kFloat32;
    std::vector<std::int64_t> shape; ///< empty: a scalar
    std::span<const std::uint8_t> bytes;
    std::vector<std::string> strings; ///< of a kString tensor, in row-major order
    std::shared_ptr<const void> owner;

    /// Number of elements. Readers have checked that it does not overflow and fits the bytes.
    std::int64_t size() const;
};

/// The number of elements of `shape`, or nothing where a dimension is negative or the product passes 2^48.
std::optional<std::int64_t> elementCount(std::span<const std::int64_t> shape);

/// What is wrong with `name` as the name of a tensor ("is not UTF-8", …), as the second half of a sentence; "" if nothing
/// is. Names go into sentences, menus and JSON.
std::string nameFault(std::string_view name);

/// "[550, 2048]"; "[]" for a scalar.
std::string shapeText(std::span<const std::int64_t> shape);

/// The values of any numeric tensor as float32; empty for kString.
std::vector<float> floats(const Tensor& tensor);
/// The values of any numeric tensor as int64, fractions cut; empty for kString.
std::vector<std::int64_t> integers(const Tensor& tensor);

/// A tensor that owns a copy of `values`, which must be as many as `shape` says.
Tensor makeTensor(std::string name, std::vector<std::int64_t> shape, std::span<const float> values);
Tensor makeTensor(std::string name, std::vector<std::int64_t> shape, std::span<const std::int64_t> values);
/// A tensor over bytes it takes over.
Tensor makeTensor(std::string name, DType dtype, std::vector<std::int64_t> shape, std::vector<std::uint8_t> bytes);

} // namespace partita::bundle
