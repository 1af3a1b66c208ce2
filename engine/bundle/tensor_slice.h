#pragma once

#include "engine/bundle/tensor.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace partita::bundle::proto {
class Slice;
class Shape;
}

namespace partita::bundle {

/// A block of a partitioned tensor: start and length in every dimension.
struct TensorSlice {
    std::vector<std::int64_t> start;
    std::vector<std::int64_t> length;

    bool isWhole(std::span<const std::int64_t> shape) const;
    std::int64_t size() const;
};

/// The slice within `shape`; an extent without length is the whole dimension. Nothing where it does not lie inside.
std::optional<TensorSlice> readSlice(const proto::Slice& slice, std::span<const std::int64_t> shape);

/// The dimensions; nothing where the rank is unknown, above 16, or a dimension negative.
std::optional<std::vector<std::int64_t>> readShape(const proto::Shape& shape);

/// Copies the slice's elements, row-major, to where they lie in the whole tensor. Sizes must fit.
void placeSlice(const TensorSlice& slice, std::span<const std::int64_t> shape, std::size_t elementSize, std::span<const std::uint8_t> from, std::span<std::uint8_t> to);

/// The key under which a slice's data stand in a checkpoint's table: an order-preserving code of name, rank and extents.
/// `wholeAsMinusOne`: V1 writes −1 for the length of a dimension that the slice covers, V2 the length itself.
/// Source: tensorflow/core/util/saved_tensor_slice_util.cc, ordered_code.cc.
std::string sliceKey(std::string_view name, const TensorSlice& slice, std::span<const std::int64_t> shape, bool wholeAsMinusOne);

} // namespace partita::bundle
